package org.gongzhi.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Brings the tables of all modules up to date, before anybody can reach the database. Each module has its
/// own folder and its own history, so that two modules never wait for each other's version numbers; since no
/// module's SQL names another's tables, their order does not matter. `__root`, which sorts before them, made the
/// schemas of the first modules; that of a later one is made here, before its first migration.
final class Migrations {

    private static final String FOLDERS = "db/migration";

    /// The lock is held by the session, not by a transaction that stays open: `create index concurrently`, by
    /// which a large table gets an index while the program of the previous release still writes, would wait
    /// for that transaction for ever.
    private static final Map<String, String> SETTINGS = Map.of("flyway.postgresql.transactional.lock", "false");

    private static final Logger log = LoggerFactory.getLogger(Migrations.class);

    private Migrations() {}

    static void run(DataSource dataSource) {
        run(dataSource, FOLDERS);
    }

    /// The same for the folders below `folders` on the class path.
    static void run(DataSource dataSource, String folders) {
        for (String module : modules(folders)) {
            if (!module.startsWith("__")) {
                makeSchema(dataSource, module);
            }
            String history = "flyway_" + module.replace("__", "");
            forgetFailures(dataSource, history);
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:" + folders + "/" + module)
                    .table(history)
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .configuration(SETTINGS)
                    .load()
                    .migrate();
        }
    }

    private static TreeSet<String> modules(String folders) {
        var modules = new TreeSet<String>();
        try {
            String pattern = "classpath*:" + folders + "/*/V*.sql";
            for (Resource file : new PathMatchingResourcePatternResolver().getResources(pattern)) {
                String[] path = file.getURL().getPath().split("/");
                modules.add(path[path.length - 2]);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return modules;
    }

    /// An error in a file that runs without a transaction, as `create index concurrently` does, leaves a row by which
    /// Flyway refuses every later start. Such files are written to be repeated (`SqlRulesTest`): the row goes, and
    /// the file runs once more.
    private static void forgetFailures(DataSource dataSource, String history) {
        var client = JdbcClient.create(dataSource);
        boolean there = client.sql("select to_regclass(?) is not null")
                .param(history)
                .query(Boolean.class)
                .single();
        if (there && client.sql("delete from " + history + " where not success").update() > 0) {
            log.warn("a migration of {} had failed halfway and is repeated", history);
        }
    }

    /// Asks first: whoever may no longer create schemas can still start. The lock is for two programs that start at
    /// the same moment.
    private static void makeSchema(DataSource dataSource, String name) {
        var client = JdbcClient.create(dataSource);
        boolean there = client.sql("select exists (select from pg_namespace where nspname = ?)")
                .param(name)
                .query(Boolean.class)
                .single();
        if (!there) {
            new TransactionTemplate(new JdbcTransactionManager(dataSource)).executeWithoutResult(_ -> {
                client.sql("select pg_advisory_xact_lock(5, 0)")
                        .query((_, _) -> true)
                        .single();
                client.sql("create schema if not exists " + name).update();
            });
        }
    }
}
