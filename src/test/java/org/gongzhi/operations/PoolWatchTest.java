package org.gongzhi.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.gongzhi.ApiTest;
import org.gongzhi.kernel.Aside;
import org.gongzhi.kernel.DatabaseServer;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Loans;
import org.gongzhi.kernel.LockWait;
import org.gongzhi.kernel.Work;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Autowired;

/// The whole pool is lost on purpose: the program says so, by what, and gets well by itself.
@Tag("sql")
class PoolWatchTest extends ApiTest {

    @Autowired
    private Loans pool;

    @Autowired
    private LockWait locks;

    @Autowired
    private DatabaseServer server;

    @Autowired
    private PoolWatch watch;

    @Autowired
    private Watch all;

    @Autowired
    private Alarms alarms;

    @Autowired
    private Aside aside;

    @Autowired
    private Limits limits;

    @Autowired
    private Operations operations;

    @Autowired
    private RoundWatch rounds;

    @AfterEach
    void reset() {
        clock.reset();
    }

    /// Takes every connection there is, by threads that end with it; what somebody else has now comes back first.
    private void loseAll(String name) throws InterruptedException {
        while (pool.holders().stream().filter(Loans.Holder::lost).count() < pool.getMaximumPoolSize()) {
            loseOne(name);
        }
    }

    private void lose() {
        try {
            pool.getConnection().prepareStatement("select 'lost'").execute();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void loseOne(String name) throws InterruptedException {
        Thread.ofVirtual()
                .start(() -> {
                    Work.begin(name);
                    lose();
                })
                .join();
    }

    private List<Alarm> lasting(String what, String detail) {
        return alarms.lasting().stream()
                .filter(each -> each.what().equals(what) && each.detail().equals(detail))
                .toList();
    }

    private void healthNames(String line) throws Exception {
        var health = call("GET", "/health", "", null, Map.of());
        assertThat(health.statusCode()).isEqualTo(503);
        var told = json.readTree(health.body());
        assertThat(told.path("database").asBoolean())
                .as("asked beside the pool")
                .isTrue();
        assertThat(told.path("reasons").toString()).isEqualTo("[\"connections\"]");
        assertThat(health.body()).as("statements are nobody's business").doesNotContain(line);
    }

    @Test
    void aPoolThatIsLostIsToldOfAndGetsWell() throws Exception {
        String line = "GET /" + UUID.randomUUID() + ": select 'lost'";
        loseAll(line.substring(0, line.indexOf(':')));
        healthNames(line);

        watch.look();
        assertThat(pool.state().held()).as("told before it is taken back").isTrue();
        watch.look();
        assertThat(pool.state().held()).isFalse();
        assertThat(pool.state().lines()).doesNotContain(line);

        assertThat(call("GET", "/health", "", null, Map.of()).statusCode()).isEqualTo(200);
        onePastAlarmWithItsMatter(line);
        tellsForAnHour(line);
    }

    @Test
    void whoHasAConnectionForLongerThanAFewSecondsIsShown() throws Exception {
        String operator = as(Role.SYSTEM_ADMINISTRATOR);
        String said = "select '" + UUID.randomUUID() + "'";
        try (var held = pool.getConnection();
                var statement = held.createStatement()) {
            statement.execute(said);
            assertThat(call("GET", "/operations/now", operator, null, Map.of()).body())
                    .doesNotContain(said);
            clock.forward(Duration.ofSeconds(7));
            assertThat(call("GET", "/operations/now", operator, null, Map.of()).body())
                    .containsPattern(said + "</code> <span class=\"quiet\">for [789] s");
        }
    }

    /// A tool beside the program, which keeps a lock until it ends.
    private Connection tool(int number) throws SQLException {
        var login = new Properties();
        login.setProperty("ApplicationName", "tool");
        if (server.user() != null) {
            login.setProperty("user", server.user());
            login.setProperty("password", server.password());
        }
        Connection tool = DriverManager.getConnection(server.url(), login);
        tool.setAutoCommit(false);
        try (var statement = tool.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(" + number + "), '王小明'");
        }
        return tool;
    }

    private Integer waitFor(int number) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.prepareStatement("select pg_advisory_lock_shared(?)")) {
            statement.setInt(1, number);
            statement.execute();
            try (var free = connection.createStatement()) {
                free.execute("select pg_advisory_unlock_all()");
            }
            return 1;
        }
    }

    @Test
    void aPoolThatWaitsForALockIsToldOfAsWhatItIs() throws Exception {
        int number = ThreadLocalRandom.current().nextInt(1_000_000, Integer.MAX_VALUE);
        String operator = as(Role.SYSTEM_ADMINISTRATOR);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var tool = tool(number)) {
            String kept = "tool #" + tool.unwrap(PGConnection.class).getBackendPID();
            var waiting = Stream.generate(() -> threads.submit(() -> waitFor(number)))
                    .limit(pool.getMaximumPoolSize())
                    .toList();
            Awaitility.await().until(pool::full);
            healthTellsOfLocks();
            watch.look();
            watch.look();
            clock.forward(Duration.ofSeconds(7));
            assertThat(call("GET", "/operations/now", operator, null, Map.of()).body())
                    .contains(kept, "select pg_advisory_xact_lock(?), …", "select pg_advisory_lock_shared(?)</code>")
                    .doesNotContain("王小明", String.valueOf(number));
            tool.rollback();
            for (var each : waiting) {
                assertThat(each.get()).isEqualTo(1);
            }
            watch.look();
            onePastAlarmOf(kept);
        }
        assertThat(call("GET", "/health", "", null, Map.of()).statusCode()).isEqualTo(200);
    }

    private void healthTellsOfLocks() {
        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                call("GET", "/health", "", null, Map.of()).body())
                        .contains("\"database\":true", "[\"locks\"]")
                        .doesNotContain("advisory"));
    }

    private void onePastAlarmOf(String kept) {
        var told = alarms.newest(100).stream()
                .filter(each ->
                        each.what().equals(PoolWatch.LOCKED) && each.detail().startsWith(kept + " "))
                .toList();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().endedAt()).isNotNull();
        assertThat(told.getFirst().matter()).isNotNull();
    }

    @Test
    void aSecondProgramEndsNoAlarmOfTheFirst() throws Exception {
        String line = "GET /" + UUID.randomUUID() + ": select 'lost'";
        loseOne(line.substring(0, line.indexOf(':')));
        watch.look();
        watch.look();
        alarms.note(new Alarms.Problem(PoolWatch.HELD, line));
        var second = new PoolWatch(pool, locks, alarms, aside, limits, clock);
        var secondWatch = new Watch(operations, alarms, limits, second, rounds, false);
        second.look();
        secondWatch.look();
        assertThat(lasting(PoolWatch.LOST, line)).hasSize(1);
        assertThat(lasting(PoolWatch.HELD, line)).hasSize(1);
        clock.forward(Duration.ofMinutes(121));
        secondWatch.look();
        assertThat(lasting(PoolWatch.HELD, line)).as("the first is gone").isEmpty();
    }

    private void onePastAlarmWithItsMatter(String line) throws Exception {
        String operator = as(Role.SYSTEM_ADMINISTRATOR);
        var told = alarms.newest(100).stream()
                .filter(each ->
                        each.what().equals(PoolWatch.HELD) && each.detail().equals(line))
                .toList();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().endedAt()).isNotNull();
        assertThat(read(operator, "/matters/" + Ids.number(told.getFirst().matter()))
                        .toString())
                .contains("select 'lost'");
        assertThat(call("GET", "/operations", operator, null, Map.of()).body()).contains(line);
    }

    private void tellsForAnHour(String line) {
        all.look();
        assertThat(lasting(PoolWatch.LOST, line)).hasSize(1);
        clock.forward(Duration.ofMinutes(61));
        watch.look();
        all.look();
        assertThat(lasting(PoolWatch.LOST, line))
                .as("nothing was lost for an hour")
                .isEmpty();
    }
}
