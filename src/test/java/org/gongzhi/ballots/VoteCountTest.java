package org.gongzhi.ballots;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Counting against the published cases, and what must hold of every count.
class VoteCountTest {

    private static final Path CASES = Path.of("src/test/resources/votes/owner_vote_cases.json");
    private static final VoteRules RULES = new VoteRules();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void allCasesComeOutAsTheLawSays() throws Exception {
        var bytes = new ByteArrayOutputStream();
        Recount.cases(CASES, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        Map<String, JsonNode> expected = new LinkedHashMap<>();
        for (JsonNode each : JSON.readTree(CASES.toFile()).path("cases")) {
            expected.put(each.path("id").asString(), each.path("expected"));
        }
        var lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSameSizeAs(expected.keySet());
        for (String line : lines) {
            JsonNode found = JSON.readTree(line);
            JsonNode wanted = expected.get(found.path("id").asString());
            wanted.properties()
                    .forEach(each -> assertThat(found.path(each.getKey()))
                            .as(found.path("id") + " " + each.getKey())
                            .isEqualTo(each.getValue()));
        }
    }

    /// A random estate: buyers with several units, a developer with many, parking.
    private record Estate(List<VoteCount.Unit> units, Map<String, VoteCount.Choice> ballots) {}

    private static Estate estate(Random random) {
        int owners = 3 + random.nextInt(40);
        var units = new ArrayList<VoteCount.Unit>();
        for (int i = 0; i < owners * 2; i++) {
            String owner = i < owners ? "O" + i : random.nextInt(4) == 0 ? "#DEV" : "O" + random.nextInt(owners);
            units.add(new VoteCount.Unit("U" + i, owner, 1 + random.nextInt(20_000), random.nextInt(6) == 0));
        }
        Map<String, VoteCount.Choice> ballots = new HashMap<>();
        int warm = random.nextInt(10);
        for (int i = 0; i < owners; i++) {
            if (random.nextInt(4) > 0) {
                ballots.put(
                        "O" + i,
                        random.nextInt(10) < warm
                                ? VoteCount.Choice.AGREE
                                : VoteCount.Choice.values()[random.nextInt(3)]);
            }
        }
        return new Estate(units, ballots);
    }

    private static VoteCount.Outcome outcome(VoteCount.Figures figures, String rule) {
        return VoteCount.outcome(VoteCount.tests(figures, RULES.rule(rule)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OWNERS_ORDINARY", "OWNERS_SPECIAL", "INTERESTED_OWNERS"})
    void oneMoreWhoAgreesNeverTurnsAPassIntoAFail(String rule) {
        var random = new Random(278);
        int passes = 0;
        for (int round = 0; round < 3_000; round++) {
            Estate estate = estate(random);
            var weights = VoteCount.weigh(estate.units, true);
            var before = outcome(VoteCount.count(weights, estate.ballots), rule);
            for (String silent : weights.areas().keySet()) {
                if (estate.ballots.containsKey(silent)) {
                    continue;
                }
                var more = new HashMap<>(estate.ballots);
                more.put(silent, VoteCount.Choice.AGREE);
                var after = outcome(VoteCount.count(weights, more), rule);
                if (before == VoteCount.Outcome.PASSED) {
                    passes++;
                    assertThat(after).isEqualTo(VoteCount.Outcome.PASSED);
                }
                if (before == VoteCount.Outcome.REJECTED) {
                    assertThat(after).as("a quorum that was reached stays").isNotEqualTo(VoteCount.Outcome.NO_QUORUM);
                }
            }
            for (var each : estate.ballots.entrySet()) {
                var turned = new HashMap<>(estate.ballots);
                turned.put(each.getKey(), VoteCount.Choice.AGREE);
                if (before == VoteCount.Outcome.PASSED) {
                    assertThat(outcome(VoteCount.count(weights, turned), rule)).isEqualTo(VoteCount.Outcome.PASSED);
                }
            }
        }
        if (!rule.equals("INTERESTED_OWNERS")) {
            assertThat(passes).as("there was something to turn").isGreaterThan(50);
        }
    }

    @Test
    void splittingAUnitOfTheSameBuyerChangesNothing() {
        var random = new Random(9);
        for (int round = 0; round < 2_000; round++) {
            Estate estate = estate(random);
            var split = new ArrayList<VoteCount.Unit>();
            for (VoteCount.Unit unit : estate.units) {
                long part = unit.area() / (2 + random.nextInt(3));
                split.add(new VoteCount.Unit(unit.unit() + "a", unit.voter(), part, unit.parking()));
                split.add(new VoteCount.Unit(unit.unit() + "b", unit.voter(), unit.area() - part, unit.parking()));
            }
            for (boolean parking : new boolean[] {true, false}) {
                assertThat(VoteCount.count(VoteCount.weigh(split, parking), estate.ballots))
                        .isEqualTo(VoteCount.count(VoteCount.weigh(estate.units, parking), estate.ballots));
            }
        }
    }

    @Test
    void theOrderOfUnitsAndBallotsNeverMatters() {
        var random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            Estate estate = estate(random);
            var units = new ArrayList<>(estate.units);
            Collections.shuffle(units, random);
            var keys = new ArrayList<>(estate.ballots.keySet());
            Collections.shuffle(keys, random);
            var ballots = new LinkedHashMap<String, VoteCount.Choice>();
            keys.forEach(key -> ballots.put(key, estate.ballots.get(key)));
            var one = VoteCount.weigh(estate.units, true);
            var other = VoteCount.weigh(units, true);
            assertThat(VoteCount.count(other, ballots)).isEqualTo(VoteCount.count(one, estate.ballots));
            assertThat(VoteCount.countWithSilent(other, ballots, keys))
                    .isEqualTo(VoteCount.countWithSilent(one, estate.ballots, keys));
        }
    }

    /// A million units of odd areas, and exactly as many agreeing as the law asks for: one hundredth of a square
    /// metre less, or one head, and it fails.
    @Test
    void theThresholdsAreExactWithAMillionUnits() {
        int heads = 1_000_002;
        var areas = new LinkedHashMap<String, Long>();
        for (int i = 0; i < heads; i++) {
            areas.put("O" + i, 9_999L);
        }
        areas.put("O0", 9_999L + 3);
        long total = 9_999L * heads + 3;
        assertThat(total % 3).isZero();
        int two = heads * 2 / 3;
        var rule = RULES.rule("OWNERS_ORDINARY");
        assertThat(BigInteger.valueOf(total * 2 / 3)).isEqualTo(BigInteger.valueOf(9_999L * two + 2));
        assertThat(rule.quorumArea().met(9_999L * two + 2, total)).isTrue();
        assertThat(rule.quorumArea().met(9_999L * two + 1, total)).isFalse();
        assertThat(rule.quorumArea().missing(9_999L * two + 1, total)).isEqualTo(1);
        var weights = new VoteCount.Weights(areas, total);
        Map<String, VoteCount.Choice> ballots = new HashMap<>();
        for (int i = 0; i < two; i++) {
            ballots.put("O" + i, i % 2 == 0 ? VoteCount.Choice.AGREE : VoteCount.Choice.DISAGREE);
        }
        var half = VoteCount.count(weights, ballots);
        assertThat(half.agreeHeads() * 2).as("exactly half of the heads").isEqualTo(half.participatingHeads());
        assertThat(VoteCount.outcome(VoteCount.tests(half, rule))).isEqualTo(VoteCount.Outcome.REJECTED);
        ballots.put("O1", VoteCount.Choice.AGREE);
        assertThat(VoteCount.outcome(VoteCount.tests(VoteCount.count(weights, ballots), rule)))
                .isEqualTo(VoteCount.Outcome.PASSED);
        ballots.remove("O" + (two - 1));
        assertThat(VoteCount.outcome(VoteCount.tests(VoteCount.count(weights, ballots), rule)))
                .isEqualTo(VoteCount.Outcome.NO_QUORUM);
        var special = RULES.rule("OWNERS_SPECIAL");
        assertThat(special.majority().met(750_000, 1_000_000)).isTrue();
        assertThat(special.majority().met(749_999, 1_000_000)).isFalse();
    }

    @Test
    void theSilentJoinAMajorityOnlyAndNeverMakeOne() {
        var units = new ArrayList<VoteCount.Unit>();
        for (int i = 0; i < 12; i++) {
            units.add(new VoteCount.Unit("U" + i, "O" + i, 10_000, false));
        }
        var weights = VoteCount.weigh(units, true);
        var delivered = List.of("O4", "O5", "O6", "O7", "O8", "O9", "O10", "O11", "O11", "stranger");
        var tied = Map.of("O0", VoteCount.Choice.AGREE, "O1", VoteCount.Choice.DISAGREE);
        assertThat(VoteCount.countWithSilent(weights, tied, delivered)).isEqualTo(VoteCount.count(weights, tied));
        var against = Map.of(
                "O0",
                VoteCount.Choice.DISAGREE,
                "O1",
                VoteCount.Choice.DISAGREE,
                "O2",
                VoteCount.Choice.AGREE,
                "O3",
                VoteCount.Choice.DISAGREE);
        var counted = VoteCount.countWithSilent(weights, against, delivered);
        assertThat(counted.agreeHeads()).isEqualTo(1);
        assertThat(counted.disagreeHeads()).isEqualTo(11);
        assertThat(counted.silentCounted()).isEqualTo(8);
    }

    @Test
    void electionsNeedTheMajorityAndATieGoesIntoTheRunOff() {
        var weights = VoteCount.weigh(
                java.util.stream.IntStream.range(0, 10)
                        .mapToObj(i -> new VoteCount.Unit("P" + i, "P" + i, 0, false))
                        .toList(),
                true);
        Map<String, Set<Integer>> picks = new HashMap<>();
        for (int i = 0; i < 8; i++) {
            picks.put("P" + i, new LinkedHashSet<>(i < 6 ? List.of(1, 2) : List.of(3)));
        }
        picks.put("P0", Set.of(1));
        picks.put("P6", Set.of(2, 3));
        var rule = RULES.rule("COMMITTEE_ELECTION");
        var options = VoteCount.options(weights, picks, 3, rule);
        assertThat(options.getFirst().number()).isEqualTo(1);
        assertThat(VoteCount.elected(options, 2)).containsExactly(1, 2);
        assertThat(VoteCount.elected(options, 1)).as("level over the only seat").isEmpty();
        assertThat(VoteCount.elected(options, 3)).as("2 of 8 is no majority").containsExactly(1, 2);
    }

    @Test
    void rankingsGoOnUntilOneHasMoreThanHalf() {
        var rounds = VoteCount.rank(
                Map.of(List.of(1, 2), 4, List.of(2, 1), 3, List.of(3, 2, 1), 2, List.<Integer>of(), 5), 3);
        assertThat(rounds).hasSize(2);
        assertThat(rounds.getFirst().out()).containsExactly(3);
        assertThat(rounds.getLast().heads()).containsEntry(2, 5).containsEntry(1, 4);
    }
}
