package org.gongzhi.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.gongzhi.RunningProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("sql")
class MigrationsTest extends RunningProgram {

    private static final String FOLDERS = "canary/modules";

    @Autowired
    private DataSource dataSource;

    @Autowired
    private JdbcClient client;

    @AfterEach
    void takeTheModuleAway() {
        client.sql("drop schema if exists egg cascade; drop table if exists public.flyway_egg")
                .update();
    }

    @Test
    void aModuleThatComesGetsItsSchemaAndItsTables() {
        Migrations.run(dataSource, FOLDERS);
        Migrations.run(dataSource, FOLDERS);
        assertThat(client.sql("select count(*) from egg.egg").query(Long.class).single())
                .isZero();
    }

    @Test
    void whatFailedHalfwayIsRepeatedAtTheNextStart() {
        for (int start = 0; start < 2; start++) {
            assertThatThrownBy(() -> Migrations.run(dataSource, "canary/halfway"))
                    .hasStackTraceContaining("could not create unique index");
        }
        client.sql("delete from egg.egg").update();
        Migrations.run(dataSource, "canary/halfway");
        assertThat(client.sql("select indisvalid from pg_index where indexrelid = 'egg.egg_key'::regclass")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void twoProgramsThatStartAtOnceMakeItOnce() throws Exception {
        Callable<Boolean> start = () -> {
            Migrations.run(dataSource, FOLDERS);
            return true;
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : threads.invokeAll(List.of(start, start, start))) {
                assertThat(each.get()).isTrue();
            }
        }
    }
}
