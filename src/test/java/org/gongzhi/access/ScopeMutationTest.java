package org.gongzhi.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gongzhi.EmbeddedOnly;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Shows that the test of scope bites: each line that refused somebody is once left without its check, and then what
/// that test asks has to find it. Run by `src/test/mutate-scope`.
@Tag("scale")
@EmbeddedOnly("asks who is let in; has no SQL of its own")
class ScopeMutationTest extends ScopeCase {

    /// Lines that ask and refuse nobody: which seat an entry of the journal names; what a page of something public
    /// offers; what the program serves at all.
    private static final List<String> LOOKS = List.of(
            "org.gongzhi.ballots.Vote.entry:",
            "org.gongzhi.ballots.VoteDesk.view:",
            "org.gongzhi.exchange.web.Open311Api.known:");

    @AfterEach
    void whole() {
        ScopeMutant.leave();
    }

    @Test
    void withoutAnyOneOfItsChecksTheTestOfScopeIsRed() throws Exception {
        ScopeMutant.install();
        var found = new ArrayList<String>();
        var missed = new ArrayList<String>();
        int looks = 0;
        for (var module : lines().entrySet()) {
            var calls = calls(made());
            for (var line : module.getValue().entrySet()) {
                if (LOOKS.stream().anyMatch(line.getKey()::startsWith)) {
                    looks++;
                    continue;
                }
                boolean red = red(calls, line.getKey(), line.getValue())
                        || red(calls(made()), line.getKey(), line.getValue()); // others may have changed the things
                (red ? found : missed).add(line.getKey());
                System.out.printf("%s %s %s%n", red ? "red  " : "GREEN", module.getKey(), line.getKey());
            }
        }
        System.out.printf(
                "%d checks of scope removed one by one, %d found; %d more only look%n",
                found.size() + missed.size(), found.size(), looks);
        assertThat(missed).as("checks whose absence nobody noticed").isEmpty();
    }

    /// The lines that refused, by module, each with the endpoints that met it.
    private Map<String, Map<String, List<Endpoint>>> lines() throws Exception {
        var calls = calls(made());
        var lines = new TreeMap<String, Map<String, List<Endpoint>>>();
        ScopeMutant.refused();
        for (Endpoint endpoint : endpoints()) {
            calls.complaints(endpoint);
            for (String line : ScopeMutant.refused()) {
                lines.computeIfAbsent(line.split("\\.")[2], _ -> new TreeMap<>())
                        .computeIfAbsent(line, _ -> new ArrayList<>())
                        .add(endpoint);
            }
        }
        return lines;
    }

    private static boolean red(ScopeCalls calls, String line, List<Endpoint> endpoints) throws Exception {
        ScopeMutant.without(line);
        try {
            for (Endpoint endpoint : endpoints) {
                if (!calls.complaints(endpoint).isEmpty()) {
                    return true;
                }
            }
            return false;
        } finally {
            ScopeMutant.without("");
        }
    }
}
