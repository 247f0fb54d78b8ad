package org.gongzhi.access;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import org.gongzhi.Foreign;
import org.gongzhi.RunningProgram;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// What the test of scope and the test of that test have in common: the endpoints that name a thing, and a filled
/// foreign street.
abstract class ScopeCase extends RunningProgram {

    @Autowired
    protected RequestMappingHandlerMapping requestMappingHandlerMapping;

    @Autowired
    private AutowireCapableBeanFactory beans;

    @Autowired
    protected JdbcClient client;

    @Autowired
    private Ids ids;

    protected final List<Endpoint> endpoints() {
        return Endpoint.all(requestMappingHandlerMapping).stream()
                .filter(endpoint -> !endpoint.variables().isEmpty())
                .sorted(Comparator.comparing(Endpoint::path)
                        .thenComparing(Endpoint::method)
                        .reversed())
                .toList();
    }

    protected final Ids ids() {
        return ids;
    }

    protected final Foreign made() throws Exception {
        return ForeignStreet.make(url(""), json, town, sessions, beans);
    }

    private static @Nullable Foreign untouched;

    /// The same for all that change nothing there.
    protected final Foreign untouched() throws Exception {
        if (untouched == null) {
            untouched = made();
        }
        return untouched;
    }

    /// Pages and lists without a path variable; streams have no end.
    protected final List<Endpoint> lists() {
        return Endpoint.all(requestMappingHandlerMapping).stream()
                .filter(endpoint ->
                        endpoint.variables().isEmpty() && endpoint.method().equals("GET"))
                .filter(endpoint -> !endpoint.path().startsWith("/live/"))
                .toList();
    }

    /// Writes whose address names nothing: what they are about stands in their words.
    protected final List<Endpoint> writes() {
        return Endpoint.all(requestMappingHandlerMapping).stream()
                .filter(endpoint ->
                        endpoint.variables().isEmpty() && !endpoint.method().equals("GET"))
                .sorted(Comparator.comparing(Endpoint::path).thenComparing(Endpoint::method))
                .toList();
    }

    protected final NamedCalls named(Foreign ours, Foreign theirs) {
        return new NamedCalls(new Asking(url(""), ours, json, ids), ours, theirs, this::token);
    }

    protected final ScopeCalls calls(Foreign foreign) {
        var there = new EnumMap<Role, String>(Role.class);
        foreign.seat.forEach((role, seat) -> there.put(role, token(seat.person())));
        return new ScopeCalls(
                new Asking(url(""), foreign, json, ids),
                foreign,
                token(town.holderOfEveryRole(town.elsewhere().street())),
                token(town.resident),
                there);
    }
}
