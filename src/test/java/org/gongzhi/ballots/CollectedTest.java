package org.gongzhi.ballots;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.People;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Ballots that others take in: two who are there, evidence of its own, the voter's word above theirs.
@Tag("sql")
class CollectedTest extends VoteStory {

    @Autowired
    private People people;

    @Test
    void codesOfBallotsStandOnPaperAndNowhereElse() throws Exception {
        long owner = people(1)[0];
        String number = open(call(), twelve(owner));
        var codes = client.sql("select code from ballots.unit where vote = ?")
                .param(Ids.fromNumber(number))
                .query(String.class)
                .list();
        for (String path : List.of("/units", "/paper", "")) {
            for (String who : List.of(liaison(), owners(), as(Role.VOLUNTEER), token(owner))) {
                String answer = call("GET", "/api/v1/votes/" + number + path, who, null, Map.of())
                        .body();
                assertThat(codes).as(path).noneMatch(answer::contains);
            }
        }
        assertThat(printed(number, as(Role.VOLUNTEER)).statusCode()).isEqualTo(403);
        assertThat(printed(number, owners()).statusCode()).isEqualTo(200);
        assertThat(client.sql("select count(*) from journal.entry where subject_id = ? and kind = 'BallotsPrinted'")
                        .param(Ids.fromNumber(number))
                        .query(Integer.class)
                        .single())
                .as("each printing is on record")
                .isEqualTo(1);
    }

    private HttpResponse<String> printed(String number, String token) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(url("/votes/" + number + "/ballots.pdf")))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    @Test
    void twoAreThereWhoCollectForThisVote() throws Exception {
        String number = open(call(), twelve());
        String path = "/" + number + "/collected";
        assertThat(code(403, as(Role.GRID_WORKER), path, taken(number, 1, "DOOR", Role.OWNERS_COMMITTEE)))
                .as("a grid worker's seat does not cover the estate")
                .isEqualTo("not-allowed");
        for (String channel : List.of("DOOR", "MAIL", "TABLET", "VIDEO")) {
            assertThat(code(400, liaison(), path, taken(number, 1, channel, Role.ESTATE_LIAISON)))
                    .as("the second is the first")
                    .isEqualTo("ballot-second");
            assertThat(code(400, liaison(), path, taken(number, 1, channel, Role.GRID_WORKER)))
                    .as("the second has no seat on this vote")
                    .isEqualTo("ballot-second");
            var alone = taken(number, 1, channel, Role.OWNERS_COMMITTEE);
            alone.put("presence", "AAAA-AAAA");
            assertThat(code(400, liaison(), path, alone))
                    .as("the second is not there")
                    .isEqualTo("ballot-presence");
            var nobody = taken(number, 1, channel, Role.OWNERS_COMMITTEE);
            nobody.put("second", "nobody-of-this-name");
            assertThat(code(400, liaison(), path, nobody)).isEqualTo("ballot-second");
        }
    }

    @Test
    void aCodeIsGoodForTenMinutesAndNoLonger() throws Exception {
        String number = open(call(), twelve());
        String path = "/" + number + "/collected";
        var late = taken(number, 2, "DOOR", Role.OWNERS_COMMITTEE);
        clock.forward(Duration.ofMinutes(10));
        assertThat(code(400, liaison(), path, late))
                .as("a code is good for ten minutes and no longer")
                .isEqualTo("ballot-presence");
        var inTime = taken(number, 2, "DOOR", Role.OWNERS_COMMITTEE);
        clock.forward(Duration.ofMinutes(8));
        post(201, liaison(), path, inTime);
    }

    @Test
    void twoAccountsOfOneHumanBeingAreNotTwo() throws Exception {
        String number = open(call(), twelve());
        // the same name in the same street: the same human being until both identity numbers are there
        var twin = town.seat(town.estate, Role.ESTATE_LIAISON);
        var body = taken(number, 1, "DOOR", Role.OWNERS_COMMITTEE);
        body.put("second", town.username(twin.person()));
        body.put("presence", code(number, twin.person()));
        assertThat(code(400, liaison(), "/" + number + "/collected", body)).isEqualTo("ballot-second");
    }

    @Test
    void eachBallotHasEvidenceOfItsOwn() throws Exception {
        long owner = people(1)[0];
        String number = open(call(), twelve(owner));
        String path = "/" + number + "/collected";
        for (String channel : List.of("DOOR", "MAIL", "TABLET", "VIDEO")) {
            var bare = taken(number, 1, channel, Role.OWNERS_COMMITTEE);
            bare.put("proof", "");
            assertThat(code(400, liaison(), path, bare)).isEqualTo("ballot-proof");
        }
        var first = taken(number, 1, "DOOR", Role.OWNERS_COMMITTEE);
        post(201, liaison(), path, first);
        assertThat(told("vote-taken", owner)).as("the voter is told").isEqualTo(1);
        var again = taken(number, 2, "MAIL", Role.OWNERS_COMMITTEE);
        again.put("proof", first.get("proof"));
        assertThat(code(409, liaison(), path, again))
                .as("one photo, one ballot")
                .isEqualTo("ballot-evidence-used");
        var delivered = Map.of("position", 3, "sweep", "DELIVERED", "proof", first.get("proof"));
        assertThat(code(409, liaison(), "/" + number + "/units", delivered))
                .as("nor does it prove a delivery")
                .isEqualTo("ballot-evidence-used");
        assertThat(code(409, liaison(), path, taken(number, 1, "MAIL", Role.OWNERS_COMMITTEE)))
                .as("one ballot a voter")
                .isEqualTo("vote-cast-already");
    }

    @Test
    void somebodyErasedOrAwayIsNotThere() throws Exception {
        String number = open(call(), twelve());
        var place = town.estate;
        var gone = town.seat(place, Role.OWNERS_COMMITTEE);
        var body = taken(number, 1, "DOOR", Role.OWNERS_COMMITTEE);
        body.put("second", town.username(gone.person()));
        body.put("presence", code(number, gone.person()));
        client.sql("update people.seat set away_until = ? where id = ?")
                .params(java.sql.Timestamp.from(clock.instant().plus(Duration.ofDays(3))), gone.id())
                .update();
        assertThat(code(400, liaison(), "/" + number + "/collected", body))
                .as("on leave")
                .isEqualTo("ballot-second");
        client.sql("update people.seat set away_until = null, ended_at = ? where id = ?")
                .params(java.sql.Timestamp.from(clock.instant()), gone.id())
                .update();
        people.erase(gone.person(), new org.gongzhi.journal.Entry.Who(null, null));
        assertThat(code(400, liaison(), "/" + number + "/collected", body))
                .as("erased")
                .isEqualTo("ballot-second");
        body.put("second", "erased-" + gone.person());
        assertThat(code(400, liaison(), "/" + number + "/collected", body)).isEqualTo("ballot-second");
    }

    private String code(String number, long account) throws Exception {
        return get("/api/v1/votes/" + number + "/presence", token(account))
                .path("code")
                .asString();
    }

    @Test
    void whatTheVoterCastIsNeverReplacedAndTheirOwnWordReplaces() throws Exception {
        long[] owners = people(2);
        String number = open(call("replaceable", true), twelve(owners));
        cast(201, owners[0], number, "DISAGREE", "DISAGREE");
        assertThat(code(409, liaison(), "/" + number + "/collected", taken(number, 1, "MAIL", Role.OWNERS_COMMITTEE)))
                .isEqualTo("vote-cast-already");
        post(201, liaison(), "/" + number + "/collected", taken(number, 2, "DOOR", Role.OWNERS_COMMITTEE));
        cast(201, owners[1], number, "DISAGREE", "DISAGREE");
        assertThat(code(409, token(owners[1]), contestOf(number, owners[1]), Map.of()))
                .as("it does not count any more")
                .isEqualTo("ballot-contest-none");
        clock.forward(Duration.ofDays(12));
        var results = post(200, owners(), "/" + number + "/decide", Map.of());
        assertThat(results.path(0).path("counted").path("disagreeHeads").asInt())
                .isEqualTo(2);
        assertThat(get("/api/v1/votes/" + number + "/collected", "")
                        .path("collected")
                        .asInt())
                .isZero();
    }

    @Test
    void whoCollectsGivesNobodyAProxy() throws Exception {
        String number = open(call(), twelve(people(1)));
        assertThat(code(
                        403,
                        liaison(),
                        "/" + number + "/proxies",
                        Map.of("voter", 2, "username", town.username(town.resident), "words", "代投", "proof", photo())))
                .isEqualTo("vote-proxy-own");
    }

    @Test
    void theSameCommandNeverChangesWhatItPutIn() throws Exception {
        long owner = people(1)[0];
        String number = open(call("replaceable", false), twelve(owner));
        var key = Map.of("Idempotency-Key", "k" + System.nanoTime());
        String path = "/api/v1/votes/" + number + "/ballots";
        var first = done(201, call("POST", path, token(owner), Map.of("answers", List.of("AGREE", "AGREE")), key));
        var again =
                done(201, call("POST", path, token(owner), Map.of("answers", List.of("DISAGREE", "DISAGREE")), key));
        assertThat(again.path("code").asString()).isEqualTo(first.path("code").asString());
        assertThat(close(number).path(0).path("counted").path("agreeHeads").asInt())
                .isEqualTo(1);
    }
}
