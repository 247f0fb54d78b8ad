package org.gongzhi.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.gongzhi.RunningProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// A small pool of two, whose connections are lost on purpose.
@Tag("sql")
class LoansTest extends RunningProgram {

    private static final Duration QUIET = Duration.ofSeconds(20);

    @Autowired
    private DatabaseServer server;

    private Loans two;

    @BeforeEach
    void two() {
        two = new Loans(clock, QUIET);
        two.setMaximumPoolSize(2);
        two.setConnectionTimeout(5000);
        two.setJdbcUrl(server.url());
        if (server.user() != null) {
            two.setUsername(server.user());
            two.setPassword(server.password());
        }
    }

    @AfterEach
    void close() {
        clock.reset();
        two.close();
    }

    /// A thread that asks something and ends without giving the connection back.
    private void lose(String name, String sql) throws InterruptedException {
        Thread.ofVirtual()
                .start(() -> {
                    Work.begin(name);
                    keep(sql);
                })
                .join();
    }

    private Connection keep(String sql) {
        try {
            Connection connection = two.getConnection();
            connection.prepareStatement(sql).execute();
            return connection;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void whatADeadRequestKeptIsTakenBackAtTheSecondLook() throws Exception {
        lose("GET /a", "select  1 +\n 1");
        lose("GET /b", "select 2");
        assertThat(two.state().used()).isEqualTo(2);
        assertThat(two.state().held()).as("dead work works no more").isTrue();
        assertThat(two.state().holders())
                .extracting(Loans.Holder::line)
                .containsExactly("GET /a: select 1 + 1", "GET /b: select 2");
        assertThat(two.takeBack()).isEmpty();
        assertThat(two.takeBack()).extracting(Loans.Holder::work).containsExactlyInAnyOrder("GET /a", "GET /b");
        assertThat(two.takeBack()).isEmpty();
        assertThat(two.state().held()).isFalse();
        try (var connection = two.getConnection();
                var again = two.getConnection()) {
            assertThat(connection.isValid(1) && again.isValid(1)).isTrue();
        }
    }

    @Test
    void aRequestThatIsOverIsDeadThoughItsThreadLives() throws Exception {
        var work = Work.begin("GET");
        Work.called("GET /c");
        Connection connection = keep("select 3");
        assertThat(two.holders()).noneMatch(Loans.Holder::lost);
        work.end();
        two.takeBack();
        assertThat(two.takeBack()).extracting(Loans.Holder::line).containsExactly("GET /c: select 3");
        connection.close();
        assertThat(two.holders()).isEmpty();
    }

    @Test
    void whoLivesKeepsItAndIsNamedWhenAllAreQuiet() throws Exception {
        Connection first = keep("select 4");
        Connection second = keep("select 5");
        assertThat(two.state().held()).as("they may still work").isFalse();
        clock.forward(QUIET);
        assertThat(two.state().held()).isTrue();
        assertThat(two.holders().getFirst().work()).isEqualTo("LoansTest.whoLivesKeepsItAndIsNamedWhenAllAreQuiet");
        two.takeBack();
        assertThat(two.takeBack()).isEmpty();
        assertThat(first.isValid(1)).isTrue();
        second.close();
        assertThat(two.state().held()).isFalse();
        first.close();
        assertThat(two.holders()).isEmpty();
    }

    /// One that works does not hide that the others are stuck; what PostgreSQL is asked directly counts as work.
    @Test
    void deadWorkIsToldOfAndTakenBackWhateverElseWorks() throws Exception {
        two.setMaximumPoolSize(3);
        lose("GET /d", "select 6");
        lose("GET /e", "select 7");
        try (Connection works = keep("select 8")) {
            works.unwrap(org.postgresql.PGConnection.class);
            clock.forward(QUIET);
            assertThat(two.state().held()).as("two of three do nothing").isTrue();
            two.takeBack();
            assertThat(two.takeBack()).extracting(Loans.Holder::work).containsExactlyInAnyOrder("GET /d", "GET /e");
            lose("GET /f", "select 9");
            try (Connection another = keep("select 10")) {
                another.unwrap(org.postgresql.PGConnection.class);
                assertThat(two.state().held()).as("two of three work").isFalse();
                assertThat(two.state().holders().getFirst().work()).isEqualTo("GET /f");
                two.takeBack();
                assertThat(two.takeBack()).extracting(Loans.Holder::work).containsExactly("GET /f");
                assertThat(works.isValid(1) && another.isValid(1)).isTrue();
            }
        }
    }

    /// One waits within the database for what the other has: that is work, however long it lasts.
    @Test
    void whoWaitsForAnAnswerWorks() throws Exception {
        Connection first = keep("select pg_advisory_lock(77001)");
        var done = new CountDownLatch(1);
        var waits = Thread.ofVirtual().start(() -> {
            try (Connection second = keep("select pg_advisory_lock(77001)")) {
                done.countDown();
                second.createStatement().execute("select pg_advisory_unlock_all()");
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        });
        Awaitility.await().until(() -> two.holders().size() == 2);
        Awaitility.await().until(() -> waiting() == 1);
        clock.forward(QUIET);
        assertThat(two.state().held()).isFalse();
        first.createStatement().execute("select pg_advisory_unlock_all()");
        done.await();
        waits.join();
        first.close();
        assertThat(two.holders()).isEmpty();
    }

    private long waiting() throws SQLException {
        var login = new Properties();
        if (server.user() != null) {
            login.setProperty("user", server.user());
            login.setProperty("password", server.password());
        }
        try (var connection = java.sql.DriverManager.getConnection(server.url(), login);
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select count(*) from pg_locks where locktype = 'advisory' and objid = 77001 and not granted")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void whatAnotherProgramWritesIsToldWithoutItsValues() {
        assertThat(LockWait.withoutValues("update  people.person\n set age = 44, name = '王小明' where id = 1"))
                .isEqualTo("update people.person set age = ?, name = …");
        assertThat(LockWait.withoutValues("select $1, t2.c3 from t2 where x > 1.5 -- 13800138000"))
                .isEqualTo("select $1, t2.c3 from t2 where x > ? …");
        assertThat(LockWait.withoutValues("do $body$ begin perform 1; end $body$"))
                .isEqualTo("do …");
    }
}
