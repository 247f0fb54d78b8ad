package org.gongzhi.ballots;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Somebody with the register (every door with its area) and the published box tries to learn what doors voted.
@Tag("sql")
class BoxAttackTest extends VoteStory {

    private static final Pattern NUMBER = Pattern.compile("(?<=[:\\[,])\\d+(?=[,\\]}])");

    /// Doors with different areas; the accounts of the first owners.
    private Map<String, Long> register(int doors) {
        var register = new TreeMap<String, Long>();
        for (int i = 0; i < doors; i++) {
            register.put("D%03d".formatted(i), 6_013 + i * 140L);
        }
        return register;
    }

    private List<Map<String, Object>> lines(Map<String, Long> register, long... accounts) {
        var lines = new ArrayList<Map<String, Object>>();
        register.forEach((door, area) -> {
            int n = lines.size();
            lines.add(unit(n + 1, door, area, "accounts", n < accounts.length ? List.of(accounts[n]) : List.of()));
        });
        return lines;
    }

    private String box(String number) throws Exception {
        return call("GET", "/api/v1/votes/" + number + "/box", "", null, Map.of())
                .body();
    }

    /// Doors whose area stands anywhere in the box: that put 600 of 600 ballots to doors.
    private static Set<String> byArea(Map<String, Long> register, String box) {
        var numbers = NUMBER.matcher(box).results().map(each -> each.group()).collect(Collectors.toSet());
        return register.entrySet().stream()
                .filter(each -> numbers.contains(Long.toString(each.getValue())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /// Doors whose area a commitment opens to without its blind, or with that of another line.
    private static Set<String> byCommitment(Map<String, Long> register, Set<String> commitments) {
        var found = new HashSet<String>();
        register.forEach((door, area) -> {
            for (BigInteger guess : List.of(BigInteger.ZERO, BigInteger.ONE, BigInteger.valueOf(area))) {
                if (commitments.contains(Committed.of(area, guess))) {
                    found.add(door);
                }
            }
        });
        return found;
    }

    private static Set<String> values(JsonNode box, String field) {
        return box.path("questions").findValues(field).stream()
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void aConsultationGivesNoDoorAway() throws Exception {
        long[] owners = people(8);
        var register = register(60);
        var ask = Map.of("type", "DECISION", "rule", "POLL", "title", "是否同意", "seats", 1);
        String number = consult(register, owners, List.of(ask, ask));
        for (int i = 0; i < owners.length; i++) {
            cast(201, owners[i], number, i % 2 == 0 ? "AGREE" : "DISAGREE", i == 0 ? "ABSTAIN" : "AGREE");
        }
        closed(number);
        String box = box(number);
        assertThat(byArea(register, box)).as("doors found by their area").isEmpty();
        JsonNode read = json.readTree(box);
        assertThat(read.findValues("area").stream().filter(JsonNode::isString)).isEmpty();
        assertThat(read.path("roll").path("areas")).isEmpty();
        assertThat(read.path("roll").path("heads").asInt()).isEqualTo(60);
        assertThat(read.path("results").toString()).doesNotContain("MAJORITY_AREA");
        nothingJoins(read, 16);
        String results = call("GET", "/api/v1/votes/" + number + "/results", "", null, Map.of())
                .body();
        assertThat(byArea(register, results)).isEmpty();
        String page = call("GET", "/votes/" + number, token(owners[0]), null, Map.of())
                .body();
        assertThat(page).contains("SHA-256");
        assertThat(register.values()).noneMatch(area -> page.contains(VotePapers.squareMetres(area)));
        recounts(number);
    }

    /// Nothing joins what one ballot answered to two questions, nor tells the order in which ballots came.
    private static void nothingJoins(JsonNode box, int lines) {
        var receipts = box.path("questions").findValues("receipt");
        assertThat(receipts.stream().map(JsonNode::asString).distinct()).hasSize(lines);
        for (JsonNode question : box.path("questions")) {
            assertThat(question.path("lines").findValues("receipt").stream().map(JsonNode::asString))
                    .isSorted();
        }
    }

    private String consult(Map<String, Long> register, long[] owners, List<Object> questions) throws Exception {
        String number = post(201, owners(), "", call("effect", "CONSULTATIVE", "questions", questions))
                .path("number")
                .asString();
        done(200, call("PUT", "/api/v1/votes/" + number + "/roll", owners(), lines(register, owners), Map.of()));
        post(200, owners(), "/" + number + "/roll/publish", Map.of());
        var now = clock.instant();
        post(200, owners(), "/" + number + "/announce", Map.of("opens", now, "closes", now.plus(Duration.ofDays(3))));
        return number;
    }

    private void closed(String number) throws Exception {
        clock.forward(Duration.ofDays(4));
        post(200, owners(), "/" + number + "/decide", Map.of());
    }

    @Test
    void aDecisionIsCountedByAreaWithoutTheAreaOfAnybody() throws Exception {
        long[] owners = people(10);
        var register = register(12);
        String number = open(call(), lines(register, owners));
        for (int i = 0; i < owners.length; i++) {
            cast(201, owners[i], number, i < 7 ? "AGREE" : "DISAGREE", i < 6 ? "AGREE" : "ABSTAIN");
        }
        close(number);
        String text = box(number);
        JsonNode box = json.readTree(text);
        assertThat(byArea(register, text)).isEmpty();
        var commitments = values(box, "area");
        assertThat(commitments)
                .as("none stands twice: each line has its own blind")
                .hasSize(20);
        box.path("roll").path("areas").forEach(each -> commitments.add(each.asString()));
        assertThat(commitments).hasSize(32);
        assertThat(byCommitment(register, commitments)).isEmpty();
        assertThat(text).doesNotContain("disagreeArea").doesNotContain("U1");
        onlyWhatTheLawCompares(box.path("questions").get(0), List.copyOf(register.values()));
        recounts(number);
        forged(text);
        ownLines(number, owners[0], commitments);
    }

    private static void onlyWhatTheLawCompares(JsonNode question, List<Long> areas) {
        var sums = new HashMap<String, Long>();
        for (JsonNode sum : question.path("sums")) {
            sums.put(sum.path("of").asString(), sum.path("opening").path("area").asLong());
        }
        long all = areas.subList(0, 10).stream().mapToLong(each -> each).sum();
        long agree = areas.subList(0, 7).stream().mapToLong(each -> each).sum();
        assertThat(sums).isEqualTo(Map.of("ALL", all, "AGREE", agree));
    }

    /// Whatever is changed, somebody who counts again notices.
    private void forged(String box) throws Exception {
        JsonNode read = json.readTree(box);
        String sum = read.path("questions")
                .get(0)
                .path("sums")
                .get(1)
                .path("opening")
                .path("area")
                .asString();
        String line = read.path("questions").get(0).path("lines").get(0).toString();
        String commitment =
                read.path("questions").get(0).path("lines").get(1).path("area").asString();
        for (String forged : List.of(
                box.replaceFirst("\"answer\":\"DISAGREE\"", "\"answer\":\"AGREE\""),
                box.replace("\"area\":" + sum, "\"area\":" + (Long.parseLong(sum) + 1)),
                box.replace(line + ",", ""),
                box.replace(commitment, Committed.of(1, BigInteger.ONE)),
                box.replaceFirst("\"heads\":12", "\"heads\":11"))) {
            assertThat(forged).isNotEqualTo(box);
            assertThat(recount(forged)).isFalse();
        }
    }

    private boolean recount(String box) throws Exception {
        Path file = Files.writeString(folder.resolve(UUID.randomUUID() + ".json"), box);
        return Recount.box(file, new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    }

    /// The voter opens their own lines, and nobody else's.
    private void ownLines(String number, long owner, Set<String> commitments) throws Exception {
        var own = get("/api/v1/votes/" + number + "/openings", token(owner));
        assertThat(own).hasSize(2);
        for (JsonNode each : own) {
            String commitment = each.path("commitment").asString();
            assertThat(commitments).contains(commitment);
            var opening = new Committed.Opening(
                    each.path("opening").path("area").asLong(),
                    each.path("opening").path("blind").asString());
            assertThat(opening.area()).isEqualTo(6_013);
            assertThat(Committed.addsUp(List.of(commitment), opening)).isTrue();
            assertThat(Committed.addsUp(List.of(commitment), new Committed.Opening(6_014, opening.blind())))
                    .isFalse();
        }
        assertThat(get("/api/v1/votes/" + number + "/openings", token(town.resident)))
                .isEmpty();
    }

    @Test
    void anOptionOfFewHeadsHasNoAreaAndPicksDoNotJoin() throws Exception {
        long[] owners = people(12);
        var register = register(12);
        var elect = Map.of(
                "type", "ELECTION", "matter", 3, "title", "选举业主委员会", "options", List.of("甲", "乙", "丙"), "seats", 2);
        String number = open(call("questions", List.of(elect)), lines(register, owners));
        for (int i = 0; i < owners.length; i++) {
            cast(201, owners[i], number, i == 0 ? "1 3" : "1 2");
        }
        var results = close(number);
        var few = results.path(0).path("options").get(2);
        assertThat(few.path("heads").asInt()).isEqualTo(1);
        assertThat(few.path("area").isNull())
                .as("one head: the sum would be a door")
                .isTrue();
        assertThat(results.path(0).path("elected").toString()).isEqualTo("[1,2]");
        String box = box(number);
        assertThat(byArea(register, box)).isEmpty();
        assertThat(box).doesNotContain("\"1 2\"").doesNotContain("\"1 3\"");
        recounts(number);
    }

    @Test
    void theExactBoxIsForAuditingWithAPurposeOnRecord() throws Exception {
        long[] owners = people(5);
        var register = register(12);
        String number = open(call(), lines(register, owners));
        for (long owner : owners) {
            cast(201, owner, number, "AGREE", "AGREE");
        }
        close(number);
        String path = "/" + number + "/box/exact";
        assertThat(code(403, owners(), path, Map.of("purpose", "看看"))).isEqualTo("not-allowed");
        assertThat(code(403, as(Role.COMMITTEE_DIRECTOR), path, Map.of("purpose", "看看")))
                .isEqualTo("not-allowed");
        String officer = as(Role.STREET_OFFICER);
        assertThat(code(400, officer, path, Map.of())).isEqualTo("words");
        String exact = json.writeValueAsString(post(200, officer, path, Map.of("purpose", "业主投诉，复核计票")));
        assertThat(byArea(register, exact)).hasSize(12);
        assertThat(recount(exact)).as("the form of all boxes before").isTrue();
        onRecord(number, token(owners[0]));
    }

    private void onRecord(String number, String owner) throws Exception {
        String history = get("/api/v1/votes/" + number, owner).path("history").toString();
        assertThat(history)
                .as("everybody on the roll sees that it was looked at")
                .contains("BoxRevealed");
        String sql = """
                select (select body ->> 'purpose' from journal.entry where subject_id = ? and kind = 'BoxRevealed')
                    || (select count(*) from access.look where subject = ? and purpose = 'COUNT_AGAIN')""";
        assertThat(client.sql(sql)
                        .params(Ids.fromNumber(number), "vote " + number)
                        .query(String.class)
                        .single())
                .isEqualTo("业主投诉，复核计票1");
    }

    @Test
    void aBoxOfAVoteDecidedEarlierIsPublishedInTheNewForm() throws Exception {
        long[] owners = people(8);
        var register = register(12);
        String number = open(call(), lines(register, owners));
        for (long owner : owners) {
            cast(201, owner, number, "AGREE", "DISAGREE");
        }
        close(number);
        String before = box(number);
        client.sql("delete from ballots.published where vote = ?")
                .param(Ids.fromNumber(number))
                .update();
        assertThat(box(number)).isEqualTo(before);
        assertThat(byArea(register, before)).isEmpty();
    }
}
