package org.gongzhi.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gongzhi.EmbeddedOnly;
import org.gongzhi.journal.Followers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Generated from the program itself: every endpoint has a rule, and each that names a thing meets a real one in a
/// foreign street, as four people who may not. A new path variable needs what stands behind it there
/// ([org.gongzhi.Foreigners]).
@EmbeddedOnly("asks who is let in; has no SQL of its own")
class ScopeTest extends ScopeCase {

    @Autowired
    private Followers followers;

    @Test
    void everyPathVariableHasAForeigner() throws Exception {
        var foreign = untouched();
        var missing = endpoints().stream()
                .filter(each -> foreign.openness(each.method(), each.address()).isEmpty())
                .flatMap(each -> each.variables().stream())
                .filter(beginning -> foreign.things(beginning).isEmpty())
                .distinct()
                .sorted()
                .toList();
        assertThat(missing).isEmpty();
    }

    private static final Pattern SWITCH =
            Pattern.compile("(?m)^( +)(?:return )?switch \\(act\\) \\{\n([\\s\\S]*?)^\\1}");

    private static final Pattern CASE = Pattern.compile("case ((?:\"[a-z-]+\"(?:, )?)+)");

    /// What the addresses call an act is an enum, and then all of it is sent, or stands in a switch of the pages.
    @Test
    void everyVerbIsSent() throws Exception {
        var sent = untouched().acts();
        try (var files = Files.walk(Path.of("src/main/java/org/gongzhi"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                SWITCH.matcher(Files.readString(file))
                        .results()
                        .forEach(found -> CASE.matcher(found.group(2))
                                .results()
                                .flatMap(each -> Stream.of(
                                        each.group(1).replace("\"", "").split(", ")))
                                .forEach(verb -> assertThat(sent)
                                        .as("%s in %s", verb, file)
                                        .contains(verb)));
            }
        }
    }

    @Test
    void nobodyReachesAForeignThing() throws Exception {
        var calls = calls(untouched());
        var rows = new ForeignRows(client, followers, untouched().street.code());
        var before = rows.settled();
        long told = rows.last();
        var wrong = new ArrayList<String>();
        for (Endpoint endpoint : endpoints()) {
            wrong.addAll(calls.complaints(endpoint));
        }
        for (Endpoint endpoint : lists()) {
            wrong.addAll(calls.elsewhere(endpoint));
        }
        assertThat(wrong).isEmpty();
        assertThat(calls.mended()).as("take them from telling-apart.txt").isEmpty();
        assertThat(rows.settled()).as("changed by %s", rows.told(told)).isEqualTo(before);
    }

    @Test
    void nobodyNamesAForeignThing() throws Exception {
        var calls = named(made(), untouched());
        var wrong = new ArrayList<String>();
        for (Endpoint endpoint : writes()) {
            wrong.addAll(calls.complaints(endpoint));
        }
        for (Endpoint endpoint : endpoints()) {
            if (!endpoint.method().equals("GET")) {
                wrong.addAll(calls.complaintsBelow(endpoint));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(calls.mended()).as("take them from the lists").isEmpty();
    }

    /// Otherwise the refusals above might be about something else.
    @Test
    void whoeverMayThereGetsFurther() throws Exception {
        var refused = new TreeSet<String>();
        var wrong = new ArrayList<String>();
        var left = endpoints();
        int before;
        do {
            var calls = calls(made());
            var again = new ArrayList<Endpoint>();
            wrong.clear();
            for (Endpoint endpoint : left) {
                var hollow = calls.hollow(endpoint, this::token);
                if (hollow.isEmpty()) {
                    refused.addAll(calls.refusedFurther());
                } else {
                    again.add(endpoint); // perhaps an earlier call took the thing away
                    wrong.addAll(hollow);
                }
            }
            before = left.size();
            left = again;
        } while (!left.isEmpty() && left.size() < before);
        assertThat(wrong).isEmpty();
        assertThat(ScopeCalls.furtherThan(refused))
                .as("take them from refused-further.txt")
                .isEmpty();
    }

    @Test
    void everyEndpointHasExactlyOneRule() {
        var all = Endpoint.all(requestMappingHandlerMapping);
        assertThat(all).hasSizeGreaterThan(50);
        for (Endpoint endpoint : all) {
            var method = endpoint.handler().getMethod();
            long rules = java.util.stream.Stream.of(ForEveryone.class, ForSignedIn.class, Needs.class)
                    .filter(method::isAnnotationPresent)
                    .count();
            assertThat(rules).as("%s needs a rule", endpoint).isEqualTo(1);
        }
    }
}
