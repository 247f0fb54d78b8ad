package org.gongzhi.matters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gongzhi.RunningProgram;
import org.gongzhi.TestClock;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// The ladder of escalation climbed in time: each step once, each in the timeline, and the government at its
/// end.
@Tag("sql")
class MatterLadderTest extends RunningProgram {

    @Autowired
    private Matters matters;

    @Autowired
    private MatterTimers timers;

    @Autowired
    private MatterStore store;

    @Autowired
    private JdbcClient client;

    private Instant start;

    @BeforeEach
    void aWednesday() {
        start = TestClock.DAY.plusWeeks(1).atTime(9, 0).atZone(Clocks.ZONE).toInstant();
        clock.freeze(start);
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    private Matter report(String kind) {
        return matters.report(new NewMatter(
                kind, town.stairwell.id(), null, "", List.of(), new Matter.Reporter(null, null, "API"), null));
    }

    private List<String> steps(Matter matter) throws Exception {
        var found = new ArrayList<String>();
        for (JsonNode step : get(
                        "/api/v1/matters/" + Ids.number(matter.id()),
                        token(town.seat.get(Role.STREET_OFFICER).person()))
                .path("steps")) {
            if (step.path("kind").asString().equals("Escalated")) {
                found.add(step.path("body").path("event").path("step").asString());
            }
            if (step.path("kind").asString().equals("PassedUp")) {
                found.add("PassedUp");
            }
        }
        return found;
    }

    private void at(Duration later) {
        clock.freeze(start.plus(later));
        Matter any;
        do {
            any = store.climbing(clock.instant(), 1).stream().findFirst().orElse(null);
            timers.climb();
        } while (any != null && !store.climbing(clock.instant(), 1).isEmpty());
    }

    @Test
    void dangerClimbsWithinHoursAndTheGovernmentTakesOver() throws Exception {
        Matter matter = report("E0408"); // two hours; accepted within thirty minutes
        at(Duration.ofMinutes(29));
        assertThat(steps(matter)).isEmpty();
        at(Duration.ofMinutes(31));
        at(Duration.ofMinutes(32));
        assertThat(steps(matter)).as("once").containsExactly("accept-late");
        at(Duration.ofMinutes(61));
        at(Duration.ofMinutes(91));
        at(Duration.ofMinutes(121));
        assertThat(steps(matter)).containsExactly("accept-late", "accept-later", "due-soon", "due");
        at(Duration.ofHours(3).plusMinutes(1));
        at(Duration.ofHours(6).plusMinutes(1));
        assertThat(steps(matter)).endsWith("overdue", "PassedUp", "back-stop");
        assertThat(store.get(matter.id()).lead())
                .isEqualTo(town.seat.get(Role.ESTATE_OFFICE).id());
        at(Duration.ofHours(30));
        assertThat(steps(matter).stream().filter("PassedUp"::equals)).hasSize(1);
    }

    /// The terms of a whole city end with the same working day.
    @Test
    void whatIsDueTogetherIsDoneInOneRound() {
        Matter matter = report("E0404");
        int many = 2 * MatterEscalation.MOST + 1;
        long before = matter.id() - (1L << 40); // ids of the day before, which nobody else gets
        String columns = client.sql("""
                        select string_agg(column_name, ', ') from information_schema.columns
                        where table_schema = 'matters' and table_name = 'matter' and is_generated = 'NEVER'""").query(String.class).single();
        client.sql("insert into matters.matter (" + columns + ") select " + columns + """
                         from (select (jsonb_populate_record(m, jsonb_build_object('id', ? + g,
                            'command_key', null, 'next_step_at', null, 'stage_at', ?::text, 'deadline', ?::text))).*
                        from matters.matter m cross join generate_series(1, ?) g where m.id = ?) r""")
                .params(before, start.toString(), start.minusSeconds(1).toString(), many, matter.id())
                .update();
        try {
            timers.tick();
            timers.climb();
            assertThat(client.sql("""
                                    select count(*) filter (where overdue_told), count(next_step_at) from matters.matter
                                    where id between ? and ?""")
                            .params(before + 1, before + many)
                            .query((row, _) -> List.of(row.getInt(1), row.getInt(2)))
                            .single())
                    .containsExactly(many, many);
        } finally {
            client.sql("delete from matters.matter where id between ? and ?")
                    .params(before + 1, before + many)
                    .update();
        }
    }

    /// Where the tables of a place hold no step for a kind, a report is taken in all the same.
    @Test
    void aMatterForWhichNoStepComesIsWritten() {
        Matter like = report("E0404");
        var told = new NewMatter(
                like.kind(), like.where().place(), null, "", List.of(), new Matter.Reporter(null, null, "API"), null);
        Matter matter =
                Matter.reported(like.id() + 1, told, like.where(), like.lead(), start, start.plus(Duration.ofDays(1)));
        var marks = new MatterStore.Marks(null, null, null, null, null, null, 0, 0);
        try {
            assertThat(store.insert(
                            List.of(new MatterStore.Fresh(matter, null, MatterLadder.NEVER, false, marks, null))))
                    .containsExactly(matter.id());
            assertThat(nextStep(matter)).isEqualTo("infinity");
            store.nextSteps(List.of(new MatterStore.NextStep(matter, start)));
            assertThat(nextStep(matter)).isNotEqualTo("infinity");
            store.nextSteps(List.of(new MatterStore.NextStep(matter, MatterLadder.NEVER)));
            assertThat(nextStep(matter)).isEqualTo("infinity");
        } finally {
            client.sql("delete from matters.matter where id = ?")
                    .param(matter.id())
                    .update();
        }
    }

    private String nextStep(Matter matter) {
        return client.sql("select next_step_at::text from matters.matter where id = ?")
                .param(matter.id())
                .query(String.class)
                .single();
    }

    @Test
    void afterAStandstillWhatWasMissedComesTogether() throws Exception {
        Matter matter = report("E0404"); // a day
        at(Duration.ofHours(27));
        assertThat(steps(matter)).hasSize(1);
    }

    @Test
    void anAcceptedMatterIsNotWarnedAboutAcceptance() throws Exception {
        Matter matter = report("E0404");
        matters.accept(new Matters.Order(matter.id(), null, town.actor(seatOf(matter)), null));
        at(Duration.ofHours(3));
        assertThat(steps(matter)).isEmpty();
        at(Duration.ofHours(21));
        assertThat(steps(matter)).containsExactly("due-soon");
    }

    private org.gongzhi.people.Seat seatOf(Matter matter) {
        return town.seat.values().stream()
                .filter(seat -> seat.id() == matter.lead())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void moreTimeIsAskedForAndGrantedBySomebodyElse() throws Exception {
        Matter matter = report("E0507");
        String number = Ids.number(matter.id());
        String lead = token(seatOf(matter).person());
        String director = token(town.seat.get(Role.COMMITTEE_DIRECTOR).person());
        String path = "/api/v1/matters/" + number + "/";
        var wanted = Map.of("words", "等配件", "until", "2026-12-08");
        assertThat(code(path + "request-extension", lead, Map.of("words", "x", "until", "2027-12-08")))
                .isEqualTo("extension-until");
        assertThat(code(path + "approve-extension", director, Map.of())).isEqualTo("extension-none");
        assertThat(code(path + "request-extension", lead, wanted)).isEmpty();
        assertThat(code(path + "request-extension", lead, wanted)).isEqualTo("extension-twice");
        assertThat(code(path + "approve-extension", lead, Map.of())).isIn("not-allowed", "same-person");
        assertThat(code(path + "approve-extension", director, Map.of())).isEmpty();
        assertThat(store.get(matter.id()).times().deadline()).isEqualTo(Instant.parse("2026-12-08T15:59:59Z"));
        assertThat(code(path + "request-extension", lead, Map.of("words", "再等", "until", "2026-12-10")))
                .isEmpty();
        assertThat(code(path + "refuse-extension", director, Map.of("words", "不必")))
                .isEmpty();
        assertThat(store.get(matter.id()).times().deadline()).isEqualTo(Instant.parse("2026-12-08T15:59:59Z"));
        assertThat(code(path + "accept", lead, Map.of())).isEmpty();
        assertThat(code(path + "request-pause", lead, Map.of("reason", "nothing", "until", "2026-12-01")))
                .isEqualTo("pause-reason");
        assertThat(code(path + "request-pause", lead, Map.of("reason", "weather", "until", "2026-12-01")))
                .isEmpty();
    }

    private String code(String path, String token, Object body) throws Exception {
        var answer = call("POST", path, token, body, Map.of());
        return answer.statusCode() < 300
                ? ""
                : json.readTree(answer.body()).path("code").asString();
    }

    @Test
    void aDisputeThatNobodyDecidesGoesUpToTheStreet() throws Exception {
        Matter matter = report("E0507");
        matters.object(
                new Matters.Order(matter.id(), null, town.actor(seatOf(matter)), null),
                town.seat.get(Role.ESTATE_LIAISON).id(),
                "不属物业");
        clock.freeze(start.plus(Duration.ofDays(3)));
        timers.climb();
        timers.climb();
        var kinds = new ArrayList<String>();
        get(
                        "/api/v1/matters/" + Ids.number(matter.id()),
                        token(town.seat.get(Role.STREET_OFFICER).person()))
                .path("steps")
                .forEach(step -> kinds.add(step.path("kind").asString()));
        assertThat(kinds).containsOnlyOnce("ObjectionRaised");
        assertThat(store.get(matter.id()).lead()).isEqualTo(matter.lead());
    }
}
