package org.gongzhi.ballots;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// The life of a vote over HTTP: roll, announcement, ballots of all channels, result, recount.
@Tag("sql")
class VotesTest extends VoteStory {

    @Autowired
    private Votes votes;

    @Test
    void ownersDecideFromTheRollToTheRecount() throws Exception {
        long[] owners = people(8);
        String number = open(call(), twelve(owners));
        for (int i = 0; i < 5; i++) {
            var receipt = cast(201, owners[i], number, "AGREE", "AGREE");
            assertThat(receipt.path("code").asString()).matches("([A-Z2-9]{5}-){3}[A-Z2-9]{5}");
        }
        for (int i = 5; i < 8; i++) {
            cast(201, owners[i], number, "DISAGREE", "ABSTAIN");
        }
        // while it is open: who took part and what is missing, never the direction
        var view = get("/api/v1/votes/" + number, owners());
        assertThat(view.path("reach").path("heads").asInt()).isEqualTo(8);
        assertThat(view.path("reach").path("missingArea").asLong()).isZero();
        assertThat(view.toString()).doesNotContain("DISAGREE").doesNotContain("agreeHeads");
        assertThat(call("GET", "/api/v1/votes/" + number + "/box", "", null, Map.of())
                        .statusCode())
                .isEqualTo(409);
        assertThat(post(409, owners(), "/" + number + "/decide", Map.of())
                        .path("code")
                        .asString())
                .isEqualTo("vote-still-open");
        // one changes their mind: the last one before the close counts, and only it
        var last = cast(201, owners[7], number, "AGREE", "AGREE");
        assertThat(last.path("n").asInt()).isEqualTo(2);
        var results = close(number);
        assertThat(results.path(0).path("counted").path("agreeHeads").asInt()).isEqualTo(6);
        assertThat(results.path(0).path("outcome").asString()).isEqualTo("PASSED");
        assertThat(results.path(1).path("outcome").asString())
                .as("6 of 8 is exactly three quarters")
                .isEqualTo("PASSED");
        assertThat(cast(409, owners[0], number, "AGREE", "AGREE").path("code").asString())
                .isEqualTo("vote-not-open");
        // everybody finds their own ballot
        var found =
                get("/api/v1/votes/" + number + "/receipts/" + last.path("code").asString(), "");
        assertThat(found.path("answers").path(1).asString()).isEqualTo("AGREE");
        // the certificate says what was counted, readably
        var certificate = http.send(
                java.net.http.HttpRequest.newBuilder(java.net.URI.create(url("/votes/" + number + "/certificate.pdf")))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        try (var pdf = org.apache.pdfbox.Loader.loadPDF(certificate.body())) {
            assertThat(new org.apache.pdfbox.text.PDFTextStripper().getText(pdf))
                    .contains("3 × 80000 ≥ 2 × 120000")
                    .contains(view.path("vote").path("rollHash").asString());
        }
        // anybody counts again from the file alone
        String box = call("GET", "/api/v1/votes/" + number + "/box", "", null, Map.of())
                .body();
        assertThat(box).doesNotContain("业主O");
        Path file = Files.writeString(folder.resolve("box.json"), box);
        var out = new ByteArrayOutputStream();
        assertThat(Recount.box(file, new PrintStream(out, true, StandardCharsets.UTF_8)))
                .as(out.toString(StandardCharsets.UTF_8))
                .isTrue();
        Files.writeString(file, box.replaceFirst("\"answer\":\"AGREE\"", "\"answer\":\"DISAGREE\""));
        assertThat(Recount.box(file, new PrintStream(out, true, StandardCharsets.UTF_8)))
                .as("a changed ballot is noticed")
                .isFalse();
        post(200, owners(), "/" + number + "/file", Map.of("words", "镇住建办 2026-12"));
    }

    @Test
    void theRollIsPublishedObjectedToCorrectedAndThenFixed() throws Exception {
        long[] owners = people(2);
        String number = post(201, owners(), "", call()).path("number").asString();
        var lines = twelve(owners);
        lines.set(11, unit(12, "O1", 10_000));
        lines.add(unit(13, "X", 5_000, "developer", true));
        lines.add(unit(14, "Y", 5_000, "developer", true));
        done(200, call("PUT", "/api/v1/votes/" + number + "/roll", owners(), lines, Map.of()));
        post(200, owners(), "/" + number + "/roll/publish", Map.of());
        assertThat(get("/api/v1/votes/" + number, token(owners[0]))
                        .path("vote")
                        .path("totalHeads")
                        .asInt())
                .as("eleven buyers and the developer as one")
                .isEqualTo(12);
        assertThat(get("/api/v1/votes/" + number, token(town.resident))
                        .path("onRoll")
                        .asBoolean())
                .as("who is missing sees the vote, not the roll, and can say so")
                .isFalse();
        for (int i = 0; i < 3; i++) {
            post(200, token(town.resident), "/" + number + "/objections", Map.of("words", "名册里没有我家"));
        }
        assertThat(post(409, token(town.resident), "/" + number + "/objections", Map.of("words", "还有"))
                        .path("code")
                        .asString())
                .isEqualTo("vote-objections-many");
        post(200, token(owners[0]), "/" + number + "/objections", Map.of("words", "我家是 98 平方米"));
        clock.forward(Duration.ofDays(11));
        var opens = clock.instant().plus(Duration.ofDays(19));
        var announcement = Map.of("opens", opens, "closes", opens.plus(Duration.ofDays(10)));
        assertThat(post(409, owners(), "/" + number + "/announce", announcement)
                        .path("code")
                        .asString())
                .isEqualTo("vote-objections-open");
        long objection = 0;
        for (JsonNode each : get("/api/v1/votes/" + number, owners()).path("objections")) {
            if (each.path("account").asLong() == owners[0]) {
                objection = each.path("id").asLong();
            } else {
                post(
                        200,
                        owners(),
                        "/" + number + "/objections/" + each.path("id").asLong(),
                        Map.of("granted", false, "words", "您家不在本小区"));
            }
        }
        assertThat(post(400, owners(), "/" + number + "/roll/1", Map.of("area", 9_800, "basis", "SURVEY"))
                        .path("code")
                        .asString())
                .as("a correction without a reason")
                .isEqualTo("words");
        post(200, owners(), "/" + number + "/roll/1", Map.of("area", 9_800, "basis", "SURVEY", "reason", "按房产证实测面积"));
        post(200, owners(), "/" + number + "/objections/" + objection, Map.of("granted", true, "words", "已改为 98 平方米"));
        assertThat(post(
                                400,
                                owners(),
                                "/" + number + "/announce",
                                Map.of(
                                        "opens",
                                        clock.instant().plus(Duration.ofDays(14)),
                                        "closes",
                                        opens.plus(Duration.ofDays(10))))
                        .path("code")
                        .asString())
                .as("less than fifteen days' notice")
                .isEqualTo("vote-notice");
        post(200, owners(), "/" + number + "/announce", announcement);
        var view = get("/api/v1/votes/" + number, owners());
        assertThat(view.path("vote").path("totalArea").asLong()).isEqualTo(129_800);
        assertThat(view.path("vote").path("rollHash").asString()).hasSize(64);
        assertThat(view.path("corrections").path(0).path("before").asString()).startsWith("10000 REGISTER");
        assertThat(post(409, owners(), "/" + number + "/roll/1", Map.of("area", 1, "basis", "SURVEY", "reason", "x"))
                        .path("code")
                        .asString())
                .isEqualTo("vote-roll-fixed");
        assertThat(call("PUT", "/api/v1/votes/" + number + "/roll", owners(), twelve(), Map.of())
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void twoTelephonesOfTheSameOwnerAtOnceAreOneBallot() throws Exception {
        long[] owners = people(2);
        var lines = twelve();
        lines.set(0, unit(1, "O1", 10_000, "accounts", List.of(owners[0], owners[1])));
        for (boolean replaceable : new boolean[] {false, true}) {
            String number = open(call("replaceable", replaceable), lines);
            var tries = new ArrayList<Callable<HttpResponse<String>>>();
            for (int i = 0; i < 16; i++) {
                String token = token(owners[i % 2]);
                String answer = i % 3 == 0 ? "AGREE" : "DISAGREE";
                tries.add(() -> call(
                        "POST",
                        "/api/v1/votes/" + number + "/ballots",
                        token,
                        Map.of("answers", List.of(answer, answer)),
                        Map.of()));
            }
            int taken = 0;
            try (var pool = Executors.newFixedThreadPool(16)) {
                for (var each : pool.invokeAll(tries)) {
                    taken += each.get().statusCode() == 201 ? 1 : 0;
                    assertThat(each.get().statusCode()).isIn(201, 409);
                }
            }
            assertThat(taken).isEqualTo(replaceable ? 16 : 1);
            assertThat(get("/api/v1/votes/" + number, owners())
                            .path("reach")
                            .path("heads")
                            .asInt())
                    .isEqualTo(1);
            assertThat(client.sql("select n from ballots.ballot where vote = ?")
                            .param(Ids.fromNumber(number))
                            .query(Integer.class)
                            .single())
                    .isEqualTo(replaceable ? 16 : 1);
            clock.reset();
        }
    }

    @Test
    void aRepeatedCommandGivesTheSameReceipt() throws Exception {
        long[] owners = people(1);
        String number = open(call("replaceable", false), twelve(owners));
        var body = Map.of("answers", List.of("AGREE", "AGREE"));
        var headers = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        var answer = call("POST", "/api/v1/votes/" + number + "/ballots", token(owners[0]), body, headers);
        assertThat(answer.headers().firstValue("Gongzhi-Receipt")).isPresent();
        assertThat(answer.headers().firstValue("Gongzhi-Promise")).isPresent();
        var first = done(201, answer);
        var again = done(201, call("POST", "/api/v1/votes/" + number + "/ballots", token(owners[0]), body, headers));
        assertThat(again.path("code").asString()).isEqualTo(first.path("code").asString());
        assertThat(again.path("n").asInt()).isEqualTo(1);
        assertThat(cast(409, owners[0], number, "AGREE", "AGREE").path("code").asString())
                .isEqualTo("vote-cast-already");
    }

    @Test
    void badInputIsRefusedAndNothingIsCounted() throws Exception {
        long[] owners = people(1);
        String number = open(call(), twelve(owners));
        assertThat(cast(400, owners[0], number, "AGREE").path("code").asString())
                .isEqualTo("ballot-answers");
        assertThat(cast(400, owners[0], number, "AGREE", "PERHAPS").path("code").asString())
                .isEqualTo("ballot-answer");
        assertThat(cast(403, town.otherResident, number, "AGREE", "AGREE")
                        .path("code")
                        .asString())
                .isEqualTo("vote-not-on-roll");
        assertThat(call("POST", "/api/v1/votes/" + number + "/ballots", "", Map.of(), Map.of())
                        .statusCode())
                .isEqualTo(401);
        assertThat(post(400, owners(), "", call("questions", List.of()))
                        .path("code")
                        .asString())
                .isEqualTo("vote-questions");
        assertThat(post(400, owners(), "", call("secret", true)).path("code").asString())
                .isEqualTo("vote-secret-owners");
        assertThat(post(400, owners(), "", call("nonResponse", "COUNT_WITH_MAJORITY"))
                        .path("code")
                        .asString())
                .as("silence counts only where the owners' own rules say so")
                .isEqualTo("vote-silence");
        assertThat(post(403, token(owners[0]), "", call()).path("code").asString())
                .isEqualTo("not-allowed");
        assertThat(get("/api/v1/votes/" + number, owners())
                        .path("reach")
                        .path("heads")
                        .asInt())
                .isZero();
    }

    @Test
    void aProxyVotesForSomebodyElseAndOneAtATime() throws Exception {
        long[] owners = people(3);
        String number = open(call(), twelve(owners));
        int voter = get("/api/v1/votes/" + number, token(owners[0]))
                .path("mine")
                .path(0)
                .path("voter")
                .path("id")
                .asInt();
        var body = Map.of("voter", voter, "username", town.username(owners[2]), "words", "按我的意见投");
        assertThat(post(403, token(owners[1]), "/" + number + "/proxies", body)
                        .path("code")
                        .asString())
                .isEqualTo("vote-proxy-own");
        post(200, token(owners[0]), "/" + number + "/proxies", body);
        assertThat(post(409, token(owners[0]), "/" + number + "/proxies", body)
                        .path("code")
                        .asString())
                .isEqualTo("vote-proxy-twice");
        assertThat(cast(400, owners[2], number, "AGREE", "AGREE").path("code").asString())
                .as("says for whom")
                .isEqualTo("vote-voter");
        post(
                201,
                token(owners[2]),
                "/" + number + "/ballots",
                Map.of("voter", voter, "answers", List.of("AGREE", "AGREE")));
        done(200, call("DELETE", "/api/v1/votes/" + number + "/proxies/" + voter, token(owners[0]), null, Map.of()));
        assertThat(post(
                                400,
                                token(owners[2]),
                                "/" + number + "/ballots",
                                Map.of("voter", voter, "answers", List.of("AGREE", "AGREE")))
                        .path("code")
                        .asString())
                .isEqualTo("vote-voter");
    }

    @Test
    void theCommitteeIsToldAndTheFilingIsWatched() throws Exception {
        long[] owners = people(12);
        String number = open(call("questions", List.of(question(3))), twelve(owners));
        for (int i = 0; i < 10; i++) {
            cast(201, owners[i], number, "AGREE");
        }
        close(number);
        long director = town.seat.get(Role.COMMITTEE_DIRECTOR).id();
        assertThat(client.sql("select template from notices.message where seat = ? and path = ? order by id")
                        .params(director, "/votes/" + number)
                        .query(String.class)
                        .list())
                .containsExactly("vote-committee", "vote-decided");
        var view = get("/api/v1/votes/" + number, owners());
        assertThat(view.path("annulUntil").asString()).isNotEmpty();
        assertThat(view.path("fileBy").asString()).isNotEmpty();
        votes.remindFiling();
        assertThat(filing(number)).isZero();
        clock.forward(Duration.ofDays(25));
        votes.remindFiling();
        votes.remindFiling();
        assertThat(filing(number)).isEqualTo(1);
        clock.forward(Duration.ofDays(20));
        votes.remindFiling();
        assertThat(filing(number)).as("once more when it is late").isEqualTo(2);
        post(200, owners(), "/" + number + "/file", Map.of("words", "住建局备案 2026-17"));
        assertThat(get("/api/v1/votes/" + number, owners()).path("fileBy").isNull())
                .isTrue();
    }

    private int filing(String number) {
        return client.sql("select count(*) from notices.message where template = 'vote-file' and path = ?")
                .param("/votes/" + number)
                .query(Integer.class)
                .single();
    }

    /// Rules of procedure in force, with a clause about silence.
    private String ownersRule() throws Exception {
        String base = "/api/v1/conventions";
        String rules = done(
                        201,
                        call(
                                "POST",
                                base,
                                owners(),
                                Map.of(
                                        "place",
                                        town.estate.code(),
                                        "kind",
                                        "OWNERS_RULES",
                                        "name",
                                        "议事规则 " + UUID.randomUUID()),
                                Map.of()))
                .path("number")
                .asString();
        done(
                204,
                call(
                        "PUT",
                        base + "/" + rules + "/clauses",
                        owners(),
                        Map.of(
                                "version",
                                1,
                                "clauses",
                                List.of(Map.of("number", 1, "title", "未参与表决", "text", "计入多数票", "effects", List.of()))),
                        Map.of()));
        done(
                204,
                call(
                        "POST",
                        base + "/" + rules + "/record",
                        owners(),
                        Map.of("words", "2025年第1号决定，原件存业委会", "at", "2025-03-01T00:00:00Z"),
                        Map.of()));
        return rules + "#1";
    }

    @Test
    void silenceCountsOnlyByTheOwnersRuleAndBothCountsAreShown() throws Exception {
        long[] owners = people(5);
        assertThat(post(400, owners(), "", call("nonResponse", "COUNT_WITH_MAJORITY", "nonResponseRule", "《议事规则》第十二条"))
                        .path("code")
                        .asString())
                .as("words alone are no rule")
                .isEqualTo("vote-silence");
        String number =
                open(call("nonResponse", "COUNT_WITH_MAJORITY", "nonResponseRule", ownersRule()), twelve(owners));
        assertThat(get("/api/v1/votes/" + number, owners())
                        .path("vote")
                        .path("nonResponseRule")
                        .asString())
                .endsWith("第1条");
        String liaison = as(Role.ESTATE_LIAISON);
        for (int i = 0; i < 5; i++) {
            cast(201, owners[i], number, i < 4 ? "AGREE" : "DISAGREE", "AGREE");
        }
        assertThat(post(400, liaison, "/" + number + "/units", Map.of("position", 6, "sweep", "DELIVERED"))
                        .path("code")
                        .asString())
                .as("delivery has to be proved")
                .isEqualTo("ballot-proof");
        for (int i = 6; i <= 11; i++) {
            post(200, liaison, "/" + number + "/units", Map.of("position", i, "sweep", "DELIVERED", "proof", photo()));
        }
        var results = close(number);
        assertThat(results.path(0).path("cast").path("participatingHeads").asInt())
                .isEqualTo(5);
        assertThat(results.path(0).path("counted").path("participatingHeads").asInt())
                .as("one was never reached")
                .isEqualTo(11);
        assertThat(results.path(0).path("counted").path("agreeHeads").asInt()).isEqualTo(10);
        assertThat(results.path(0).path("outcome").asString()).isEqualTo("PASSED");
        recounts(number);
    }

    @Test
    void secretElectionsKeepWhoAndWhatApart() throws Exception {
        long[] voters = people(7);
        var lines = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < 7; i++) {
            lines.add(Map.of("owner", "P" + i, "name", "代表" + i, "area", 0, "accounts", List.of(voters[i])));
        }
        var elect = Map.of(
                "type",
                "ELECTION",
                "rule",
                "COMMITTEE_ELECTION_REPRESENTATIVES",
                "title",
                "选举居委会委员",
                "options",
                List.of("甲", "乙", "丙", "丁"),
                "seats",
                2);
        var rank = Map.of(
                "type",
                "RANKING",
                "rule",
                "REPRESENTATIVES_ASSEMBLY",
                "title",
                "先修哪里",
                "options",
                List.of("路", "灯", "树"),
                "seats",
                1);
        String director = as(Role.COMMITTEE_DIRECTOR);
        String number = post(
                        201,
                        director,
                        "",
                        call(
                                "place",
                                town.community.code(),
                                "electorate",
                                "PERSONS",
                                "secret",
                                true,
                                "replaceable",
                                false,
                                "questions",
                                List.of(elect, rank)))
                .path("number")
                .asString();
        done(200, call("PUT", "/api/v1/votes/" + number + "/roll", director, lines, Map.of()));
        post(200, director, "/" + number + "/roll/publish", Map.of());
        clock.forward(Duration.ofDays(9));
        var opens = clock.instant().plus(Duration.ofDays(25));
        post(
                200,
                director,
                "/" + number + "/announce",
                Map.of("opens", opens, "closes", opens.plus(Duration.ofDays(1))));
        clock.forward(Duration.ofDays(25).plusMinutes(1));
        var codes = new HashSet<String>();
        String[] picks = {"1 2", "1 2", "1 2", "1 3", "3", ""};
        for (int i = 0; i < picks.length; i++) {
            var receipt = cast(201, voters[i], number, picks[i], i % 2 == 0 ? "1 2 3" : "2 1");
            codes.add(receipt.path("code").asString());
            assertThat(receipt.path("pseudonym").asString()).isEmpty();
        }
        assertThat(cast(400, voters[6], number, "1 2 3", "1").path("code").asString())
                .isEqualTo("ballot-options");
        assertThat(cast(409, voters[0], number, "3", "1").path("code").asString())
                .isEqualTo("vote-cast-already");
        assertThat(codes).hasSize(6);
        assertThat(client.sql(
                                "select count(*) from ballots.ballot where vote = ? and (answers is not null or receipt is not null)")
                        .param(Ids.fromNumber(number))
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(client.sql(
                                "select count(*) from journal.entry where subject_kind = 'ballot' and subject_id = ? and actor is not null")
                        .param(Ids.fromNumber(number))
                        .query(Integer.class)
                        .single())
                .isZero();
        clock.forward(Duration.ofDays(2));
        var results = post(200, director, "/" + number + "/decide", Map.of());
        assertThat(results.path(0).path("elected").toString()).isEqualTo("[1]");
        assertThat(results.path(0).path("tests").path(0).path("met").asBoolean())
                .as("6 of 7 is more than two thirds")
                .isTrue();
        String box = call("GET", "/api/v1/votes/" + number + "/box", "", null, Map.of())
                .body();
        assertThat(box).doesNotContain("voter");
        for (String code : codes) {
            assertThat(get("/api/v1/votes/" + number + "/receipts/" + code, "")
                            .path("found")
                            .asBoolean())
                    .isTrue();
        }
        recounts(number);
        // one seat stayed open: the run-off has the same roll, and one third is enough
        assertThat(post(409, director, "/" + number + "/run-off", Map.of("question", 2))
                        .path("code")
                        .asString())
                .isEqualTo("vote-run-off");
        String second = post(201, director, "/" + number + "/run-off", Map.of("question", 1))
                .path("number")
                .asString();
        var runOff = get("/api/v1/votes/" + second, director).path("vote");
        assertThat(runOff.path("questions").path(0).path("rule").asString()).isEqualTo("COMMITTEE_RUNOFF");
        assertThat(runOff.path("questions").path(0).path("options").toString()).isEqualTo("[\"乙\",\"丙\"]");
        assertThat(runOff.path("questions").path(0).path("seats").asInt()).isEqualTo(1);
        post(200, director, "/" + second + "/roll/publish", Map.of());
        assertThat(get("/api/v1/votes/" + second, director)
                        .path("vote")
                        .path("totalHeads")
                        .asInt())
                .isEqualTo(7);
    }

    @Test
    void whereTheLawWantsTheOfficialSystemTheResultIsOnlyRecorded() throws Exception {
        String number = open(call("effect", "RECORDED_FROM_OFFICIAL_SYSTEM"), twelve(people(1)));
        assertThat(post(409, as(Role.ESTATE_LIAISON), "/" + number + "/collected", Map.of("unit", codeOf(number, 1)))
                        .path("code")
                        .asString())
                .isEqualTo("vote-official-record");
        clock.forward(Duration.ofDays(11));
        var figures = new HashMap<String, Object>(Map.of(
                "totalArea",
                120_000,
                "totalHeads",
                12,
                "participatingArea",
                90_000,
                "participatingHeads",
                9,
                "agreeArea",
                60_000,
                "agreeHeads",
                6,
                "disagreeArea",
                10_000,
                "disagreeHeads",
                1,
                "silentCounted",
                0));
        var wrong = new HashMap<>(figures);
        wrong.put("agreeHeads", 10);
        assertThat(post(
                                400,
                                owners(),
                                "/" + number + "/official-result",
                                Map.of("figures", List.of(figures, wrong), "source", "市电子投票系统 2026-1"))
                        .path("code")
                        .asString())
                .isEqualTo("vote-figures");
        var results = post(
                200,
                owners(),
                "/" + number + "/official-result",
                Map.of("figures", List.of(figures, figures), "source", "市电子投票系统 2026-1"));
        assertThat(results.path(0).path("outcome").asString()).isEqualTo("PASSED");
        assertThat(results.path(1).path("outcome").asString()).isEqualTo("REJECTED");
    }

    @Test
    void aVoteIsExtendedCancelledAndAnnulledWithReasons() throws Exception {
        long[] owners = people(2);
        String number = open(call(), twelve(owners));
        var until = clock.instant().plus(Duration.ofDays(30));
        assertThat(post(400, owners(), "/" + number + "/extend", Map.of("until", until))
                        .path("code")
                        .asString())
                .isEqualTo("words");
        post(200, owners(), "/" + number + "/extend", Map.of("until", until, "words", "参与人数不足"));
        cast(201, owners[0], number, "AGREE", "AGREE");
        clock.forward(Duration.ofDays(29));
        assertThat(votes.remind()).as("who has not voted").isGreaterThanOrEqualTo(1);
        assertThat(votes.remind()).isZero();
        clock.forward(Duration.ofDays(2));
        var results = post(200, owners(), "/" + number + "/decide", Map.of());
        assertThat(results.path(0).path("outcome").asString()).isEqualTo("NO_QUORUM");
        assertThat(post(403, owners(), "/" + number + "/annul", Map.of("words", "x"))
                        .path("code")
                        .asString())
                .isEqualTo("not-allowed");
        post(200, as(Role.STREET_OFFICER), "/" + number + "/annul", Map.of("words", "法院判决撤销"));
        clock.reset();
        String other = open(call(), twelve());
        post(200, owners(), "/" + other + "/cancel", Map.of("words", "议题撤回"));
        assertThat(post(409, owners(), "/" + other + "/cancel", Map.of("words", "再次"))
                        .path("code")
                        .asString())
                .isEqualTo("vote-state");
    }
}
