package org.gongzhi.ballots;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// A contest and the opening of the box in the same moment: one of the two waits, and nothing promised is lost.
@Tag("sql")
class OpeningTest extends VoteStory {

    @Autowired
    private Votes votes;

    @Autowired
    private Contests contests;

    @Autowired
    private TransactionTemplate transaction;

    @Test
    void noContestIsTakenInWhileTheBoxIsOpened() throws Exception {
        long owner = people(1)[0];
        String number = open(call("replaceable", false), twelve(owner));
        post(201, liaison(), "/" + number + "/collected", taken(number, 1, "DOOR", Role.OWNERS_COMMITTEE));
        String contest = contestOf(number, owner);
        String token = token(owner);
        clock.forward(Duration.ofDays(12));
        var late = transaction.execute(_ -> {
            votes.decide(town.actor(Role.OWNERS_COMMITTEE), Ids.fromNumber(number));
            return meanwhile(contest, token, Map.of());
        });
        assertThat(late.get().path("code").asString()).isEqualTo("vote-state");
        assertThat(mine(number, owner).path("state").asString()).isEqualTo("STANDS");
    }

    @Test
    void theBoxStaysShutForAContestTakenInInTheSameMoment() throws Exception {
        long owner = people(1)[0];
        String number = open(call("replaceable", false), twelve(owner));
        post(201, liaison(), "/" + number + "/collected", taken(number, 1, "DOOR", Role.OWNERS_COMMITTEE));
        long id = Ids.fromNumber(number);
        long ballot = mine(number, owner).path("id").asLong();
        clock.forward(Duration.ofDays(12));
        String token = owners();
        var count = transaction.execute(_ -> {
            contests.contest(town.actor(Role.COMMITTEE_DIRECTOR), id, ballot, "业主到窗口说没签过");
            return meanwhile("/" + number + "/decide", token, Map.of());
        });
        assertThat(count.get().path("code").asString()).isEqualTo("vote-contests-open");
        assertThat(get("/api/v1/votes/" + number, token)
                        .path("vote")
                        .path("state")
                        .asString())
                .isEqualTo("ANNOUNCED");
    }

    /// Asks from another connection, and comes back when it has its answer or waits for a lock.
    private CompletableFuture<JsonNode> meanwhile(String path, String token, Object body) {
        var answer = CompletableFuture.supplyAsync(() -> {
            try {
                return json.readTree(call("POST", "/api/v1/votes" + path, token, body, Map.of())
                        .body());
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        while (!answer.isDone()
                && !client.sql("select exists (select from pg_locks where not granted)")
                        .query(Boolean.class)
                        .single()) {
            Thread.onSpinWait();
        }
        return answer;
    }
}
