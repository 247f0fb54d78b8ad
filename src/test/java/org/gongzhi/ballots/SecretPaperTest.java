package org.gongzhi.ballots;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.gongzhi.documents.Paper;
import org.gongzhi.documents.PaperFormat;
import org.gongzhi.files.Photos;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Secret votes on paper: who and what are parted, photos too.
@Tag("sql")
class SecretPaperTest extends VoteStory {

    @Autowired
    private SecretPaper secret;

    @Autowired
    private VotePapers papers;

    @Autowired
    private VoteStore votes;

    @Autowired
    private RollStore rolls;

    /// Rows of any table that lead from a voter of a vote to a photo of a ballot or to answers. The photo of a delivery
    /// (`unit`) shows neither.
    private int leading(String number) {
        var tables = client.sql("""
                        select v.table_name, string_agg(p.column_name || ' is not null', ' or ')
                        from information_schema.columns v join information_schema.columns p
                            on p.table_schema = v.table_schema and p.table_name = v.table_name
                        where v.table_schema = 'ballots' and v.column_name = 'voter' and v.table_name <> 'unit'
                        and p.column_name in ('proof', 'answers', 'receipt') group by 1""")
                .query((row, _) -> "select count(*) from ballots." + row.getString(1) + " where vote = :vote"
                        + " and voter is not null and (" + row.getString(2) + ")")
                .list();
        assertThat(tables).hasSizeGreaterThanOrEqualTo(5);
        return client.sql("select (" + String.join(") + (", tables) + ")")
                .param("vote", Ids.fromNumber(number))
                .query(Integer.class)
                .single();
    }

    private List<String> shot(Map<String, Object> taken) {
        return List.of((String) taken.get("proof"));
    }

    private void gone(List<String> shots) {
        assertThat(shots).allSatisfy(shot -> {
            assertThat(Files.exists(photos.path(shot, Photos.Size.LARGE))).isFalse();
            assertThat(Files.exists(photos.path(shot, Photos.Size.SMALL))).isFalse();
        });
    }

    /// A pile of one sheet that two typed; the path of the pile.
    private String typed(String number, int unit, String scan) throws Exception {
        String path = pile(number, 1);
        typed(200, path, as(Role.COMMITTEE_DIRECTOR), unit, "AGREE", scan);
        typed(200, path, as(Role.COMMITTEE_STAFF), unit, "AGREE", "");
        return path;
    }

    @Test
    void afterTheOpeningNothingLeadsFromAVoterToAPhotoOrToAnswers() throws Exception {
        long[] voters = people(4);
        String number = secret(voters);
        String director = as(Role.COMMITTEE_DIRECTOR);
        var door = taken(number, 1, "DOOR", Role.COMMITTEE_STAFF);
        var struck = taken(number, 2, "MAIL", Role.COMMITTEE_STAFF);
        post(201, director, "/" + number + "/collected", door);
        post(201, director, "/" + number + "/collected", struck);
        cast(201, voters[2], number, "AGREE", "AGREE");
        String scan = photo();
        post(200, director, typed(number, 4, scan) + "/agree", Map.of());
        strike(number, voters[1]);
        assertThat(leading(number)).as("until then the voter can contest").isPositive();
        String evidence = "/api/v1/votes" + contestOf(number, voters[0]).replace("/contest", "/evidence");
        clock.forward(Duration.ofDays(7));
        post(200, director, "/" + number + "/decide", Map.of());
        assertThat(leading(number)).isZero();
        gone(shot(door));
        gone(shot(struck));
        gone(List.of(scan));
        for (String who : List.of(token(voters[0]), director, as(Role.STREET_OFFICER))) {
            assertThat(call("GET", evidence, who, null, Map.of()).statusCode()).isEqualTo(409);
        }
        assertThat(mine(number, voters[0]).path("evidence").asBoolean()).isFalse();
    }

    private void strike(String number, long voter) throws Exception {
        String contest = contestOf(number, voter);
        post(200, token(voter), contest, Map.of());
        post(
                200,
                as(Role.STREET_OFFICER),
                contest.replace("/contest", "/answer"),
                Map.of("upheld", true, "words", "本人不在家"));
    }

    @Test
    void aSecretPileLaidAsideIsForgotten() throws Exception {
        String number = secret(people(1));
        String scan = photo();
        String path = typed(number, 1, scan);
        post(200, as(Role.COMMITTEE_DIRECTOR), path + "/drop", Map.of("words", "录错了一沓"));
        assertThat(leading(number)).isZero();
        gone(List.of(scan));
    }

    @Test
    void thePhotoIsForTheVoterAndWhileAContestWaitsForWhoeverDecides() throws Exception {
        long[] voters = people(1);
        String number = secret(voters);
        String director = as(Role.COMMITTEE_DIRECTOR);
        post(201, director, "/" + number + "/collected", taken(number, 1, "DOOR", Role.COMMITTEE_STAFF));
        String contest = contestOf(number, voters[0]);
        String evidence = "/api/v1/votes" + contest.replace("/contest", "/evidence");
        String judge = as(Role.STREET_OFFICER);
        looks(evidence, Map.of(token(voters[0]), 200, director, 409, judge, 409));
        post(200, token(voters[0]), contest, Map.of());
        looks(evidence, Map.of(token(voters[0]), 200, director, 403, judge, 200));
        assertThat(client.sql("select count(*) from access.look where subject = ? and purpose = 'JUDGE_CONTEST'")
                        .param("vote " + number)
                        .query(Integer.class)
                        .single())
                .as("the look of whoever decides is on record, with its reason")
                .isEqualTo(1);
        post(200, judge, contest.replace("/contest", "/answer"), Map.of("upheld", false, "words", "签名一致"));
        looks(evidence, Map.of(token(voters[0]), 409, director, 409, judge, 409));
    }

    private void looks(String evidence, Map<String, Integer> expected) throws Exception {
        for (var look : expected.entrySet()) {
            assertThat(call("GET", evidence, look.getKey(), null, Map.of()).statusCode())
                    .isEqualTo(look.getValue());
        }
    }

    @Test
    void aCancelledSecretVoteKeepsNeitherSheetsNorEnvelopes() throws Exception {
        long[] voters = people(3);
        String number = secret(voters);
        String director = as(Role.COMMITTEE_DIRECTOR);
        var door = taken(number, 1, "DOOR", Role.COMMITTEE_STAFF);
        post(201, director, "/" + number + "/collected", door);
        String scan = photo();
        String path = typed(number, 2, scan);
        cast(201, voters[2], number, "AGREE", "AGREE");
        post(200, director, "/" + number + "/cancel", Map.of("words", "候选人退出"));
        assertThat(leading(number)).isZero();
        assertThat(client.sql("select count(*) from ballots.slip where vote = ?")
                        .param(Ids.fromNumber(number))
                        .query(Integer.class)
                        .single())
                .isZero();
        gone(shot(door));
        gone(List.of(scan));
        typed(409, path, director, 2, "AGREE", "");
    }

    @Test
    void votesDecidedBeforeAreParted() throws Exception {
        long[] voters = people(1);
        String number = secret(voters);
        String director = as(Role.COMMITTEE_DIRECTOR);
        post(201, director, "/" + number + "/collected", taken(number, 1, "DOOR", Role.COMMITTEE_STAFF));
        clock.forward(Duration.ofDays(5));
        post(200, director, "/" + number + "/decide", Map.of());
        String old = photo();
        for (String table : List.of("collected", "ballot")) {
            client.sql("update ballots." + table + " set proof = ? where vote = ?")
                    .params(old, Ids.fromNumber(number))
                    .update();
        }
        client.sql("update ballots.vote set parted_at = null where id = ?")
                .param(Ids.fromNumber(number))
                .update();
        secret.round();
        assertThat(leading(number)).isZero();
        gone(List.of(old));
    }

    @Test
    void theSheetSaysWhoAboveTheLineAndWhatBelowIt() throws Exception {
        String number = secret(people(1));
        Vote vote = votes.get(Ids.fromNumber(number));
        var coded = rolls.coded(vote, 0, 1);
        for (Words words : Words.all()) {
            var blocks = papers.ballots(vote, coded, "https://x", words).blocks();
            var lines = blocks.stream().map(Paper.Block::toString).toList();
            String cut = lines.stream()
                    .filter(line -> line.contains("- - -"))
                    .findFirst()
                    .orElseThrow();
            var upper = lines.subList(0, lines.indexOf(cut));
            var lower = lines.subList(lines.indexOf(cut), lines.size());
            String code = coded.getFirst().code();
            assertThat(upper).anyMatch(line -> line.contains(code)).noneMatch(line -> line.contains("□"));
            assertThat(lower).anyMatch(line -> line.contains("□")).noneMatch(line -> line.contains(code));
            assertThat(blocks.subList(upper.size(), blocks.size())).allMatch(Paper.Text.class::isInstance);
            assertThat(PaperFormat.PDF.write(papers.ballots(vote, coded, "https://x", words)))
                    .isNotEmpty();
        }
    }
}
