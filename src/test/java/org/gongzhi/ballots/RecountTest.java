package org.gongzhi.ballots;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command that counts a file again, as somebody runs it who has nothing but the file.
public class RecountTest {

    @TempDir
    private Path folder;

    /// True when the count of a box comes out as it was published.
    public static boolean recounted(Path box, PrintStream out) throws IOException {
        return Recount.box(box, out);
    }

    @Test
    void aCaseInTheFormatOfTheDataIsOneLineOfJson() throws Exception {
        Path file = Files.writeString(folder.resolve("cases.json"), """
                {"cases": [{"id": "X1", "kind": "SPECIAL", "includeParking": false,
                  "units": [{"unit": "U1", "owner": "A", "area": 300}, {"unit": "U2", "owner": "B", "area": 100},
                    {"unit": "P1", "owner": "B", "area": 900, "parking": true},
                    {"unit": "D1", "owner": "DEV", "area": 50, "developer": true},
                    {"unit": "D2", "owner": "DEV2", "area": 50, "developer": true}],
                  "ballots": {"A": "AGREE", "B": "ABSTAIN", "#DEV": "AGREE", "nobody": "AGREE"}}]}""");
        var out = new ByteArrayOutputStream();
        Recount.cases(file, new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8).strip()).isEqualTo("""
                {"id":"X1","totalAreaCenti":500,"totalHeads":3,"participatingAreaCenti":500,"participatingHeads":3,\
                "agreeAreaCenti":400,"agreeHeads":2,"quorum":true,"passed":false,"outcome":"REJECTED"}""");
    }

    @Test
    void aBoxWithTwoBallotsOfOneVoterIsRefused() throws Exception {
        String rule = """
                {"code":"OWNERS_ORDINARY","chinese":"","english":"","electorate":"OWNERS",
                 "quorumArea":{"numerator":2,"denominator":3,"strict":false},
                 "quorumHeads":{"numerator":2,"denominator":3,"strict":false},
                 "majority":{"numerator":1,"denominator":2,"strict":true},"whole":"TAKING_PART",
                 "notice":{"amount":15,"unit":"DAY"},"objection":{"amount":7,"unit":"DAY"},
                 "result":{"amount":3,"unit":"DAY"},"annulMonths":12,"basis":""}""";
        String slip = "{\"voter\":\"v\",\"receipt\":\"r%d\",\"answers\":[\"AGREE\"]}";
        Path file = Files.writeString(
                folder.resolve("box.json"), """
                {"format":"gongzhi-ballot-box-1","vote":"x","title":"x","effect":"BINDING_STATUTORY",
                 "electorate":"OWNERS","secret":false,"includeParking":true,"nonResponse":"NOT_PARTICIPATING",
                 "nonResponseRule":"","rollHash":"","boxHash":"","questions":[{"id":1,"type":"DECISION","title":"t","matter":4,
                 "rule":%s,"options":[],"seats":1}],"units":[{"unit":"U1","voter":"v","area":10,"basis":"REGISTER",
                 "parking":false,"delivered":true}],"ballots":[%s,%s],"results":[]}""".formatted(rule, slip.formatted(1), slip.formatted(2)));
        var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Recount.box(file, out))
                .hasMessageContaining("two ballots");
    }
}
