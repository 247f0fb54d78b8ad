package org.gongzhi.ballots;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gongzhi.kernel.Secrets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./gongzhi recount`: counts a published box again, without the program's database and without its answers.
/// With `--cases` a file of cases instead, one JSON object printed for each.
public final class Recount {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Recount() {}

    public static void main(String[] words) throws IOException {
        if (words.length == 2 && words[0].equals("--cases")) {
            cases(Path.of(words[1]), System.out);
        } else if (words.length == 1) {
            System.exit(box(Path.of(words[0]), System.out) ? 0 : 1);
        } else {
            System.err.println("./gongzhi recount FILE | --cases FILE");
            System.exit(2);
        }
    }

    /// Prints what each question comes to, and the fingerprints, to hold against the certificate; true when
    /// all is what the file says. Files of both forms: published, and exact (all files of votes decided earlier).
    static boolean box(Path file, PrintStream out) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        boolean published = JSON.readTree(bytes).path("format").asString().equals(PublishedBox.FORMAT);
        boolean same = published
                ? published(JSON.readValue(bytes, PublishedBox.class), out)
                : exact(JSON.readValue(bytes, BallotBox.class), out);
        out.println("SHA-256 " + Secrets.sha256(bytes));
        out.println(same ? "SAME: 与公布结果一致 / as published" : "DIFFERENT: 与公布结果不一致 / not as published");
        return same;
    }

    private static boolean published(PublishedBox box, PrintStream out) {
        var about = box.about();
        out.println(about.vote() + " " + about.title() + " [" + about.effect() + "]");
        var count = new PublishedCount(box);
        count.results().forEach(result -> out.println(JSON.writeValueAsString(result)));
        boolean proven = count.proven();
        out.println(
                proven
                        ? "PROVEN: 公开的面积合计与各票的承诺相符 / opened areas are the sums of their commitments"
                        : "FORGED: 面积合计与承诺不符 / opened areas are not the sums of their commitments");
        return count.same() && proven;
    }

    private static boolean exact(BallotBox box, PrintStream out) {
        var counted = box.count();
        out.println(box.vote() + " " + box.title() + " [" + box.effect() + "]");
        for (var result : counted) {
            out.println(JSON.writeValueAsString(result));
        }
        boolean genuine = box.genuine();
        out.println((genuine
                        ? "GENUINE: 名册和票箱的指纹相符 / roll and ballots have the fingerprints "
                        : "FORGED: 指纹不符 / not the fingerprints ")
                + box.rollHash() + " " + box.boxHash());
        return counted.equals(box.results()) && genuine;
    }

    /// Cases as in `data/votes/owner_vote_cases.json`.
    static void cases(Path file, PrintStream out) throws IOException {
        var rules = new VoteRules();
        for (JsonNode each : JSON.readTree(Files.readAllBytes(file)).path("cases")) {
            out.println(JSON.writeValueAsString(counted(each, rules)));
        }
    }

    private static Map<String, Object> counted(JsonNode each, VoteRules rules) {
        var units = new ArrayList<VoteCount.Unit>();
        for (JsonNode unit : each.path("units")) {
            units.add(new VoteCount.Unit(
                    unit.path("unit").asString(),
                    unit.path("developer").asBoolean(false)
                            ? Roll.DEVELOPER
                            : unit.path("owner").asString(),
                    unit.path("area").asLong(),
                    unit.path("parking").asBoolean(false)));
        }
        Map<String, VoteCount.Choice> ballots = new HashMap<>();
        each.path("ballots")
                .properties()
                .forEach(ballot -> ballots.put(
                        ballot.getKey(),
                        VoteCount.Choice.valueOf(ballot.getValue().asString())));
        var weights = VoteCount.weigh(units, each.path("includeParking").asBoolean(false));
        var delivered = new ArrayList<String>();
        each.path("delivered").forEach(owner -> delivered.add(owner.asString()));
        var figures = each.path("nonResponse").asString("NOT_PARTICIPATING").equals("COUNT_WITH_MAJORITY")
                ? VoteCount.countWithSilent(weights, ballots, delivered)
                : VoteCount.count(weights, ballots);
        var tests = VoteCount.tests(
                figures, rules.rule("OWNERS_" + each.path("kind").asString()));
        var outcome = VoteCount.outcome(tests);
        var found = new LinkedHashMap<String, Object>();
        found.put("id", each.path("id").asString());
        found.put("totalAreaCenti", figures.totalArea());
        found.put("totalHeads", figures.totalHeads());
        found.put("participatingAreaCenti", figures.participatingArea());
        found.put("participatingHeads", figures.participatingHeads());
        found.put("agreeAreaCenti", figures.agreeArea());
        found.put("agreeHeads", figures.agreeHeads());
        found.put("quorum", outcome != VoteCount.Outcome.NO_QUORUM);
        found.put("passed", outcome == VoteCount.Outcome.PASSED);
        found.put("outcome", outcome.name());
        return found;
    }
}
