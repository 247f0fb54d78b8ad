package org.gongzhi.ballots;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// "That was not me": contests of collected ballots, upheld and dismissed, in open and in secret votes.
@Tag("sql")
class ContestsTest extends VoteStory {

    private static int counted(JsonNode results, String heads) {
        return results.path(0).path("counted").path(heads).asInt();
    }

    private void taken(String number, int... units) throws Exception {
        for (int unit : units) {
            post(201, liaison(), "/" + number + "/collected", taken(number, unit, "DOOR", Role.OWNERS_COMMITTEE));
        }
    }

    @Test
    void whoContestsAndWhoDecides() throws Exception {
        long[] owners = people(2);
        String number = open(call("replaceable", false), twelve(owners));
        taken(number, 1, 2);
        assertThat(cast(409, owners[0], number, "DISAGREE", "DISAGREE")
                        .path("code")
                        .asString())
                .isEqualTo("vote-cast-already");
        String contest = contestOf(number, owners[0]);
        assertThat(code(404, token(owners[1]), contest, Map.of()))
                .as("another's")
                .isEqualTo("ballot-collected");
        post(200, token(owners[0]), contest, Map.of());
        assertThat(code(409, token(owners[0]), contest, Map.of())).isEqualTo("ballot-contest-none");
        String answer = contest.replace("/contest", "/answer");
        Map<String, Object> upheld = Map.of("upheld", true, "words", "签名不是本人的");
        assertThat(code(403, owners(), answer, upheld)).as("took it in").isEqualTo("ballot-contest-judge");
        assertThat(code(403, liaison(), answer, upheld)).isEqualTo("not-allowed");
        String director = as(Role.COMMITTEE_DIRECTOR);
        assertThat(code(400, director, answer, Map.of("upheld", true))).isEqualTo("words");
        post(200, director, answer, upheld);
        assertThat(told("vote-contest-upheld", owners[0])).isEqualTo(1);
    }

    @Test
    void whoWritesAContestDownForAVoterDoesNotDecideIt() throws Exception {
        long[] owners = people(2);
        String number = open(call("replaceable", false), twelve(owners));
        taken(number, 2);
        String director = as(Role.COMMITTEE_DIRECTOR);
        Map<String, Object> upheld = Map.of("upheld", true, "words", "签名不是本人的");
        String other = contestOf(number, owners[1]);
        post(200, director, other, Map.of("words", "业主到窗口说没签过"));
        assertThat(code(403, director, other.replace("/contest", "/answer"), upheld))
                .isEqualTo("ballot-contest-judge");
        post(200, as(Role.COMMITTEE_STAFF), other.replace("/contest", "/answer"), upheld);
        assertThat(told("vote-contest-upheld", owners[1])).isEqualTo(1);
    }

    @Test
    void aContestUpheldStrikesTheBallotAndItsVoterVotesAgain() throws Exception {
        long[] owners = people(3);
        String number = open(call("replaceable", false), twelve(owners));
        taken(number, 1, 2, 3);
        post(200, token(owners[0]), contestOf(number, owners[0]), Map.of());
        clock.forward(Duration.ofDays(12));
        String decide = "/" + number + "/decide";
        assertThat(code(409, owners(), decide, Map.of())).isEqualTo("vote-contests-open");
        String answer = contestOf(number, owners[0]).replace("/contest", "/answer");
        post(200, as(Role.COMMITTEE_DIRECTOR), answer, Map.of("upheld", true, "words", "签名不是本人的"));
        JsonNode reach = get("/api/v1/votes/" + number, owners()).path("reach");
        assertThat(reach.path("heads").asInt()).isEqualTo(2);
        // the vote has closed meanwhile: this voter, and nobody else, still has three days
        assertThat(code(409, owners(), decide, Map.of())).isEqualTo("vote-again-open");
        cast(201, owners[0], number, "DISAGREE", "DISAGREE");
        assertThat(cast(409, owners[1], number, "DISAGREE", "DISAGREE")
                        .path("code")
                        .asString())
                .isEqualTo("vote-not-open");
        var results = post(200, owners(), decide, Map.of());
        assertThat(counted(results, "disagreeHeads")).isEqualTo(1);
        assertThat(counted(results, "agreeHeads")).isEqualTo(2);
        var shares = get("/api/v1/votes/" + number + "/collected", "");
        assertThat(shares.path("ballots").asInt()).isEqualTo(3);
        assertThat(shares.path("collected").asInt()).isEqualTo(2);
        assertThat(shares.path("by").path(0).path("by").toString()).contains("ESTATE_LIAISON", "OWNERS_COMMITTEE");
        recounts(number);
    }

    @Test
    void whoDoesNotVoteAgainInTimeHasNotVoted() throws Exception {
        long owner = people(1)[0];
        String number = open(call("replaceable", false), twelve(owner));
        taken(number, 1);
        post(200, token(owner), contestOf(number, owner), Map.of());
        clock.forward(Duration.ofDays(12));
        String answer = contestOf(number, owner).replace("/contest", "/answer");
        post(200, as(Role.COMMITTEE_DIRECTOR), answer, Map.of("upheld", true, "words", "签名不是本人的"));
        clock.forward(Duration.ofDays(3).plusSeconds(1));
        assertThat(cast(409, owner, number, "AGREE", "AGREE").path("code").asString())
                .isEqualTo("vote-not-open");
        var results = post(200, owners(), "/" + number + "/decide", Map.of());
        assertThat(counted(results, "participatingHeads")).isZero();
    }

    @Test
    void aContestDismissedLeavesTheBallotWithItsReason() throws Exception {
        long owner = people(1)[0];
        String number = open(call("replaceable", false), twelve(owner));
        taken(number, 1);
        post(200, token(owner), contestOf(number, owner), Map.of("words", "我没签过"));
        String answer = contestOf(number, owner).replace("/contest", "/answer");
        String director = as(Role.COMMITTEE_DIRECTOR);
        var waiting = get("/api/v1/votes/" + number + "/contests", director).path(0);
        assertThat(waiting.path("words").asString()).isEqualTo("我没签过");
        String evidence = "/api/v1/votes" + answer.replace("/answer", "/evidence");
        var looks = Map.of(director, 200, token(owner), 200, token(town.resident), 404, "", 401);
        for (var look : looks.entrySet()) {
            assertThat(call("GET", evidence, look.getKey(), null, Map.of()).statusCode())
                    .isEqualTo(look.getValue());
        }
        post(200, director, answer, Map.of("upheld", false, "words", "与登记签名一致，邻居在场"));
        assertThat(told("vote-contest-dismissed", owner)).isEqualTo(1);
        assertThat(mine(number, owner).path("answer").asString()).startsWith("与登记签名一致");
        assertThat(code(409, token(owner), contestOf(number, owner), Map.of())).isEqualTo("ballot-contest-none");
        assertThat(code(409, director, answer, Map.of("upheld", true, "words", "又想了想")))
                .isEqualTo("vote-state");
        clock.forward(Duration.ofDays(12));
        assertThat(counted(post(200, owners(), "/" + number + "/decide", Map.of()), "agreeHeads"))
                .isEqualTo(1);
    }

    @Test
    void aSecretBallotWaitsInItsEnvelopeUntilTheBoxIsOpened() throws Exception {
        long[] voters = people(3);
        String number = secret(voters);
        String director = as(Role.COMMITTEE_DIRECTOR);
        for (int unit : new int[] {1, 2}) {
            post(201, director, "/" + number + "/collected", taken(number, unit, "DOOR", Role.COMMITTEE_STAFF));
        }
        cast(201, voters[2], number, "AGREE", "AGREE");
        String contest = contestOf(number, voters[0]);
        post(200, token(voters[0]), contest, Map.of());
        String answer = contest.replace("/contest", "/answer");
        post(200, as(Role.STREET_OFFICER), answer, Map.of("upheld", true, "words", "本人不在家"));
        cast(201, voters[0], number, "DISAGREE", "DISAGREE");
        clock.forward(Duration.ofDays(5));
        var results = post(200, director, "/" + number + "/decide", Map.of());
        assertThat(counted(results, "agreeHeads"))
                .as("what was struck never came into the box")
                .isEqualTo(2);
        assertThat(counted(results, "disagreeHeads")).isEqualTo(1);
        assertThat(client.sql("select count(*) from ballots.collected where vote = ? and answers is not null")
                        .param(Ids.fromNumber(number))
                        .query(Integer.class)
                        .single())
                .as("the outer envelopes are empty")
                .isZero();
    }

    @Test
    void whoVotesAgainAfterTheCloseDoesSoOnce() throws Exception {
        long owner = people(1)[0];
        String number = open(call("replaceable", true), twelve(owner));
        taken(number, 1);
        post(200, token(owner), contestOf(number, owner), Map.of());
        clock.forward(Duration.ofDays(12));
        String answer = contestOf(number, owner).replace("/contest", "/answer");
        post(200, as(Role.COMMITTEE_DIRECTOR), answer, Map.of("upheld", true, "words", "签名不是本人的"));
        var key = Map.of("Idempotency-Key", "again" + System.nanoTime());
        String path = "/api/v1/votes/" + number + "/ballots";
        var first = done(201, call("POST", path, token(owner), Map.of("answers", List.of("AGREE", "AGREE")), key));
        assertThat(cast(409, owner, number, "DISAGREE", "DISAGREE").path("code").asString())
                .isEqualTo("vote-cast-already");
        var same = done(201, call("POST", path, token(owner), Map.of("answers", List.of("AGREE", "AGREE")), key));
        assertThat(same.path("code").asString())
                .as("safe to repeat")
                .isEqualTo(first.path("code").asString());
        assertThat(counted(post(200, owners(), "/" + number + "/decide", Map.of()), "agreeHeads"))
                .isEqualTo(1);
    }

    @Test
    void oneHumanBeingWithAnotherAccountIsNoOtherJudge() throws Exception {
        long owner = people(1)[0];
        String number = open(call("replaceable", false), twelve(owner));
        taken(number, 1);
        String director = as(Role.COMMITTEE_DIRECTOR);
        post(200, director, contestOf(number, owner), Map.of("words", "业主到窗口说没签过"));
        String answer = contestOf(number, owner).replace("/contest", "/answer");
        Map<String, Object> upheld = Map.of("upheld", true, "words", "签名不是本人的");
        // of the same name in the same street: the same human being until both identity numbers are there
        for (Role role : List.of(Role.OWNERS_COMMITTEE, Role.COMMITTEE_DIRECTOR)) {
            var place = role == Role.OWNERS_COMMITTEE ? town.estate : town.community;
            var twin = town.seat(place, role);
            assertThat(code(403, token(twin.person()), answer, upheld))
                    .as(role.name())
                    .isEqualTo("ballot-contest-judge");
        }
        post(200, as(Role.COMMITTEE_STAFF), answer, upheld);
    }
}
