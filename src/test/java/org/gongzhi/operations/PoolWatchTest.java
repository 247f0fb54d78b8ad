package org.gongzhi.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gongzhi.ApiTest;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Loans;
import org.gongzhi.kernel.Work;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// The whole pool is lost on purpose: the program says so, by what, and gets well by itself.
@Tag("sql")
class PoolWatchTest extends ApiTest {

    @Autowired
    private Loans pool;

    @Autowired
    private PoolWatch watch;

    @Autowired
    private Watch all;

    @Autowired
    private Alarms alarms;

    @AfterEach
    void reset() {
        clock.reset();
    }

    /// Takes every connection there is, by threads that end with it; what somebody else has now comes back first.
    private void loseAll(String name) throws InterruptedException {
        while (pool.holders().stream().filter(Loans.Holder::lost).count() < pool.getMaximumPoolSize()) {
            Thread.ofVirtual()
                    .start(() -> {
                        Work.begin(name);
                        lose();
                    })
                    .join();
        }
    }

    private void lose() {
        try {
            pool.getConnection().prepareStatement("select 'lost'").execute();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
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
