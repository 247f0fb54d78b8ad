package org.gongzhi.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gongzhi.EmbeddedOnly;
import org.gongzhi.RunningProgram;
import org.gongzhi.kernel.Ids;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.MatterAct;
import org.gongzhi.matters.Matters;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.people.Organisation;
import org.gongzhi.people.Organisations;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Generated from the program itself: every endpoint has a rule, and every endpoint is called as every role
/// in a foreign place. An endpoint added without a rule fails here.
@EmbeddedOnly("asks who is let in; has no SQL of its own")
class EveryEndpointTest extends RunningProgram {

    /// One for all: a client of its own for each of the many thousand requests keeps its files open.
    private static final java.net.http.HttpClient CLIENT = java.net.http.HttpClient.newHttpClient();

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    @Autowired
    private Matters matters;

    @Autowired
    private People people;

    @Autowired
    private Organisations organisations;

    @Autowired
    private Ids ids;

    private long theirPerson;
    private long theirOrganisation;

    private List<Endpoint> endpoints() {
        return Endpoint.all(requestMappingHandlerMapping);
    }

    @Test
    void everyEndpointHasExactlyOneRule() {
        assertThat(endpoints()).hasSizeGreaterThan(50);
        for (Endpoint endpoint : endpoints()) {
            var method = endpoint.handler().getMethod();
            long rules = java.util.stream.Stream.of(ForEveryone.class, ForSignedIn.class, Needs.class)
                    .filter(method::isAnnotationPresent)
                    .count();
            assertThat(rules)
                    .as("%s %s needs a rule", endpoint.method(), endpoint.path())
                    .isEqualTo(1);
        }
    }

    /// Called in a foreign place, nothing about that place is told and nothing there is changed.
    @Test
    void nobodyReachesAForeignPlace() throws Exception {
        Matter theirs = matters.report(new NewMatter(
                "E0501",
                town.foreignStairwell.id(),
                null,
                "SECRET-WORDS-OF-A-FOREIGN-PLACE",
                List.of(),
                new Matter.Reporter(null, null, "API"),
                null));
        theirPerson = ids.next();
        people.add(
                List.of(Person.of(
                        town.foreignStairwell.community(),
                        theirPerson,
                        town.foreignStairwell.code(),
                        "SECRET-WORDS",
                        "10055550000",
                        null)),
                null);
        theirOrganisation = ids.next();
        organisations.add(List.of(Organisation.of(
                theirOrganisation, Organisation.Kind.SHOP, "SECRET-WORDS", town.foreignStairwell.code())));
        var tokens = new TreeMap<String, String>();
        for (Role role : Role.values()) {
            tokens.put(role.name(), token(town.seat.get(role).person()));
        }
        tokens.put("RESIDENT", token(town.resident));
        tokens.put("VISITOR", "");
        var wrong = new ArrayList<String>();
        for (Endpoint endpoint : endpoints()) {
            if (endpoint.path().startsWith("/live/") || endpoint.path().equals("/sign-out")) {
                continue; // streams: LiveTest; signing out touches nobody else
            }
            for (String path : paths(endpoint, theirs)) {
                for (var each : tokens.entrySet()) {
                    var answer = send(endpoint.method(), path, each.getValue());
                    String who = endpoint.method() + " " + path + " as " + each.getKey() + ": " + answer.statusCode();
                    if (answer.statusCode() >= 500) {
                        wrong.add(who);
                    }
                    if (answer.body().contains("SECRET-WORDS")
                            || answer.body().contains(town.foreignStairwell.code() + "\"")
                                    && !path.contains("places")
                                    && !path.contains("/plan/")) {
                        wrong.add(who + " tells something");
                    }
                    boolean aboutTheirs = path.contains(Ids.number(theirs.id()))
                            && !path.contains("/support")
                            && !path.startsWith("/near/") // for everybody, without words and people
                            && !path.startsWith("/api/v1/near/")
                            && !path.contains("/ledger/") // its lines are public in the log itself
                            && !path.contains("nearby");
                    boolean aboutThem = path.contains("/people/" + theirPerson)
                            || path.contains("/organisations/" + theirOrganisation)
                            || path.contains("/places/" + town.foreignStairwell.code())
                            || path.contains("/plan/" + town.foreignStairwell.code());
                    if ((aboutTheirs || aboutThem) && answer.statusCode() < 400) {
                        wrong.add(who + " is let in");
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(matters.report(new NewMatter(
                                "E0501",
                                town.foreignStairwell.id(),
                                null,
                                "",
                                List.of(),
                                new Matter.Reporter(null, null, "API"),
                                null))
                        .version())
                .isEqualTo(1);
        assertThat(people.find(theirPerson)).isPresent();
        String body = call(
                        "GET", "/api/v1/matters/" + Ids.number(theirs.id()), token(theirsLead(theirs)), null, Map.of())
                .body();
        assertThat(json.readTree(body).path("matter").path("version").asInt()).isEqualTo(1);
    }

    private long theirsLead(Matter matter) {
        return town.foreignSeat.values().stream()
                .filter(seat -> seat.id() == matter.lead())
                .findFirst()
                .orElseThrow()
                .person();
    }

    private List<String> paths(Endpoint endpoint, Matter theirs) {
        var paths = new ArrayList<String>();
        var acts = endpoint.path().contains("{act}")
                ? java.util.Arrays.stream(MatterAct.values())
                        .map(MatterAct::word)
                        .toList()
                : List.of("");
        for (String act : acts) {
            paths.add(endpoint.path()
                            .replace("{number}", Ids.number(theirs.id()))
                            .replace("{act}", act)
                            .replace("/people/{id}", "/people/" + theirPerson)
                            .replace("/organisations/{id}", "/organisations/" + theirOrganisation)
                            .replace("/places/{code}", "/places/" + town.foreignStairwell.code())
                            .replace("/plan/{code}", "/plan/" + town.foreignStairwell.code())
                            .replace(
                                    "{id}",
                                    Long.toString(town.foreignSeat
                                            .get(Role.GRID_WORKER)
                                            .id()))
                            .replaceAll("\\{street(:\\[0-9]\\{9})?}+", town.foreignStreet.code())
                            .replace("{hash}", "0".repeat(64))
                            .replace("{subject}", "matter")
                            .replace("{level}", "0")
                            .replace("/{*path}", "/000")
                            .replace("{position}", "0")
                            .replace("{session}", "7")
                            .replace("{code}", "nothing")
                            .replace("{name}", "nobody")
                            .replaceAll("\\{(token|row|residence|care)}", "1")
                    + (endpoint.method().equals("GET")
                            ? "?place=" + town.foreignStreet.code() + "&kind=E0501&words=SECRET-WORDS&parent="
                                    + town.foreignStairwell.code()
                            : ""));
        }
        return paths;
    }

    private HttpResponse<String> send(String method, String path, String token) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url(path)));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        boolean program = path.startsWith("/api/");
        request.header("Content-Type", program ? "application/json" : "application/x-www-form-urlencoded");
        String form = "words=x&to=1&until=2030-01-01&outcome=NOT_ACCEPTED&solved=true&satisfied=5&username=x&password=x"
                + "&role=GRID_WORKER&place=" + town.foreignStairwell.code() + "&dwelling="
                + town.foreignStairwell.code()
                + "&relation=OWNER&version=1&key=" + java.util.UUID.randomUUID()
                + "&parent=x&part=X&into=x&tag=DISABILITY&sure=SECRET-WORDS"
                + "&title=x&phone=1&mobile=10012345678&id=" + theirOrganisation
                + "&code=123456&old=x&fresh=y&name=x&purpose=CALL_BACK&number=" + "0000-0000-000";
        String body = program ? "{\"words\":\"x\",\"reason\":\"x\",\"until\":\"2030-01-01T00:00:00Z\"}" : form;
        request.method(
                method,
                method.equals("GET") ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
