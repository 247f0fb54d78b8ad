package org.gongzhi.kernel;

import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// Brings the tables of all modules up to date, before anybody can reach the database. Each module has its
/// own folder and its own history, so that two modules never wait for each other's version numbers.
final class Migrations {

    /// The modules that own tables, lower floors first.
    static final List<String> MODULES = List.of(
            "__root",
            "journal",
            "ledger",
            "places",
            "people",
            "access",
            "files",
            "duty",
            "notices",
            "matters",
            "register",
            "exchange",
            "disputes",
            "patrols",
            "library",
            "inspections",
            "conventions",
            "councils",
            "ballots",
            "operations");

    /// The lock is held by the session, not by a transaction that stays open: `create index concurrently`, by
    /// which a large table gets an index while the program of the previous release still writes, would wait
    /// for that transaction for ever.
    private static final Map<String, String> SETTINGS = Map.of("flyway.postgresql.transactional.lock", "false");

    private Migrations() {}

    static void run(DataSource dataSource) {
        for (String module : MODULES) {
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:db/migration/" + module)
                    .table("flyway_" + module.replace("__", ""))
                    .failOnMissingLocations(false)
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .configuration(SETTINGS)
                    .load()
                    .migrate();
        }
    }
}
