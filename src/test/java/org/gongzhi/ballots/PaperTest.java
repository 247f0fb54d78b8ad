package org.gongzhi.ballots;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Paper: two type each pile, every slip is scanned, and it counts when all agrees.
@Tag("sql")
class PaperTest extends VoteStory {

    @Test
    void paperIsTypedTwiceAndBecomesBallotsWhenBothAgree() throws Exception {
        String number = open(call(), twelve());
        String director = as(Role.COMMITTEE_DIRECTOR);
        String staff = as(Role.COMMITTEE_STAFF);
        String path = pile(number, 8);
        for (int i = 1; i <= 8; i++) {
            typed(200, path, director, i, "AGREE", photo());
            typed(200, path, staff, i, i == 8 ? "DISAGREE" : "AGREE", "");
        }
        assertThat(typed(409, path, owners(), 9, "AGREE", "").path("code").asString())
                .as("two people, not three")
                .isEqualTo("paper-others");
        assertThat(code(409, director, path + "/agree", Map.of())).isEqualTo("paper-different");
        var batches = get("/api/v1/votes/" + number + "/paper", director);
        assertThat(batches.path(0).path("different").path(0).asString()).isEqualTo("1栋8");
        assertThat(batches.toString()).doesNotContain("AGREE");
        // after the close the sheet is looked at again and typed right
        clock.forward(Duration.ofDays(11));
        assertThat(code(409, owners(), "/" + number + "/decide", Map.of())).isEqualTo("vote-paper-open");
        typed(200, path, staff, 8, "AGREE", "");
        post(200, director, path + "/agree", Map.of());
        assertThat(code(409, owners(), "/" + number + "/decide", Map.of()))
                .as("whoever is told has a day to say that it was not theirs")
                .isEqualTo("vote-contest-time");
        clock.forward(Duration.ofDays(1).plusSeconds(1));
        var results = post(200, owners(), "/" + number + "/decide", Map.of());
        assertThat(results.path(0).path("counted").path("agreeHeads").asInt()).isEqualTo(8);
        assertThat(results.path(0).path("outcome").asString()).isEqualTo("PASSED");
    }

    @Test
    void twoAccountsOfOneHumanBeingDoNotTypeAPile() throws Exception {
        String number = open(call(), twelve());
        String director = as(Role.COMMITTEE_DIRECTOR);
        String path = pile(number, 1);
        // the same name in the same street: the same human being until both identity numbers are there
        String twin = token(town.seat(town.community, Role.COMMITTEE_DIRECTOR).person());
        typed(200, path, director, 1, "AGREE", photo());
        typed(200, path, twin, 1, "AGREE", "");
        assertThat(code(409, director, path + "/agree", Map.of())).isEqualTo("paper-second");
    }

    @Test
    void everySlipIsScannedOnceAndNoPaperReplacesABallot() throws Exception {
        long owner = people(1)[0];
        String number = open(call("replaceable", true), twelve(owner));
        String director = as(Role.COMMITTEE_DIRECTOR);
        String staff = as(Role.COMMITTEE_STAFF);
        String path = pile(number, 2);
        String scan = photo();
        typed(200, path, director, 1, "AGREE", scan);
        typed(200, path, director, 1, "AGREE", scan);
        assertThat(typed(409, path, director, 2, "AGREE", scan).path("code").asString())
                .as("the scan of another slip")
                .isEqualTo("ballot-evidence-used");
        typed(200, path, director, 2, "AGREE", "");
        typed(200, path, staff, 1, "AGREE", "");
        typed(200, path, staff, 2, "AGREE", "");
        var unscanned = post(409, director, path + "/agree", Map.of());
        assertThat(unscanned.path("code").asString()).isEqualTo("paper-scan");
        assertThat(unscanned.path("detail").asString()).contains("1栋2");
        typed(200, path, staff, 2, "AGREE", photo());
        cast(201, owner, number, "DISAGREE", "DISAGREE");
        assertThat(code(409, director, path + "/agree", Map.of())).isEqualTo("paper-voted");
    }
}
