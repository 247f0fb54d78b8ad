package org.gongzhi.kernel;

import java.util.List;
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
                    .load()
                    .migrate();
        }
    }
}
