package org.gongzhi.ballots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/// Boxes that are made when they are first asked for.
@Tag("sql")
class PublishingTest extends VoteStory {

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private VoteStore votes;

    @Autowired
    private VotePapers papers;

    @Autowired
    private Publishing publishing;

    private String certificate(Vote vote) {
        return papers.certificate(vote, List.of(), publishing.hash(vote), "https://x", Words.CHINESE)
                .toString();
    }

    /// A decided vote with one collected ballot, as it stood before boxes were published.
    private String before() throws Exception {
        String number = open(call(), twelve(people(1)));
        post(201, liaison(), "/" + number + "/collected", taken(number, 1, "DOOR", Role.OWNERS_COMMITTEE));
        close(number);
        client.sql("delete from ballots.published where vote = ?")
                .param(Ids.fromNumber(number))
                .update();
        return number;
    }

    @Test
    void oneMakesABoxAndTheOthersComeAgain() throws Exception {
        String number = before();
        String path = "/api/v1/votes/" + number + "/box";
        long community = client.sql("select community from ballots.vote where id = ?")
                .param(Ids.fromNumber(number))
                .query(Long.class)
                .single();
        var meanwhile = transaction.execute(_ -> {
            client.sql("select pg_advisory_xact_lock(10, hashtext(?))")
                    .param(community + " " + Ids.fromNumber(number))
                    .query(row -> {});
            try {
                return call("GET", path, "", null, Map.of());
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
        });
        assertThat(meanwhile.statusCode()).isEqualTo(503);
        assertThat(meanwhile.headers().firstValue("Retry-After")).contains("10");
        assertThat(meanwhile.body()).contains("vote-box-making");
        Vote vote = votes.get(Ids.fromNumber(number));
        assertThat(certificate(vote)).contains("公开票箱还没有生成");
        assertThat(call("GET", path, "", null, Map.of()).statusCode()).isEqualTo(200);
        assertThat(certificate(vote)).contains(publishing.hash(vote)).doesNotContain("公开票箱还没有生成");
    }

    @Test
    void whatWasNotRecordedIsUnknownAndNotNone() throws Exception {
        String number = before();
        client.sql("delete from ballots.collected where vote = ?")
                .param(Ids.fromNumber(number))
                .update();
        var shares = get("/api/v1/votes/" + number + "/collected", "");
        assertThat(shares.path("ballots").asInt()).isEqualTo(1);
        assertThat(shares.has("collected")).isFalse();
        assertThat(get("/api/v1/votes/" + number + "/box", "").path("collected").has("collected"))
                .isFalse();
        recounts(number);
    }
}
