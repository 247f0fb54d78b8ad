package org.gongzhi.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// SQL that a database spread over many machines by community can carry out. What broke the rules when they came
/// stands in `src/test/resources/house/offenders.csv`, and only shrinks.
class SqlRulesTest {

    private static final SqlRules HOUSE = new SqlRules(Source.main(), Folders.MIGRATIONS);
    private static final SqlRules CANARY = new SqlRules(
            Source.read(Path.of("src/test/resources/canary/java")), Path.of("src/test/resources/canary/migration"));
    private static final String BIRDS = "canary.bird.BirdStore#";

    @Test
    void whoLocksRowsNamesOneCommunity() {
        Offenders.hold("lock-without-community", HOUSE.locksWithoutCommunity());
        assertThat(CANARY.locksWithoutCommunity())
                .containsExactly(new Offence("lock-without-community", BIRDS + "locksAnywhere", 2));
    }

    @Test
    void nothingIsGroupedManyWaysAtOnce() {
        Offenders.hold("grouping-sets", HOUSE.groupingSets());
        assertThat(CANARY.groupingSets())
                .containsExactly(new Offence("grouping-sets", BIRDS + "countsByEverything", 2));
    }

    @Test
    void noQueryCallsItself() {
        Offenders.hold("recursive-query", HOUSE.recursive());
        assertThat(CANARY.recursive())
                .containsExactlyInAnyOrder(
                        new Offence("recursive-query", BIRDS + "climbs", 1),
                        new Offence("recursive-query", "bird/V1__bird.sql", 1));
    }

    /// It runs without a transaction, and after an error once more from its beginning.
    @Test
    void aMigrationBesideTheRunningProgramCanBeRepeated() {
        Offenders.hold("not-repeatable", HOUSE.notRepeatable());
        assertThat(CANARY.notRepeatable()).containsExactly(new Offence("not-repeatable", "bird/V2__bird_nest.sql", 1));
    }

    @Test
    void noSubqueryMixesSharedTablesWithThoseOfACommunity() {
        Offenders.hold("mixed-subquery", HOUSE.mixedSubqueries());
        assertThat(CANARY.mixedSubqueries()).containsExactly(new Offence("mixed-subquery", BIRDS + "mixes", 2));
    }
}
