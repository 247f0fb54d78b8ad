package org.gongzhi.matters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gongzhi.RunningProgram;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The first promise: one lead, always. Everything here tries to produce none or two.
@Tag("sql")
class OneLeadTest extends RunningProgram {

    @Autowired
    private Matters matters;

    @Autowired
    private MatterStore store;

    @Autowired
    private MatterHandover handover;

    @Autowired
    private Seats seats;

    @Autowired
    private Places places;

    @Autowired
    private JdbcClient client;

    private Matter report(Place place, String kind) {
        return matters.report(
                new NewMatter(kind, place.id(), null, "test", List.of(), new Matter.Reporter(null, null, "API"), null));
    }

    private Seat lead(Matter matter) {
        return seats.get(store.get(matter.id()).lead());
    }

    private long openWithoutLiveLead() {
        return client.sql("""
                        select count(*) from matters.matter m where m.open and not exists (
                            select from people.seat s where s.id = m.lead_seat and s.ended_at is null)""").query(Long.class).single();
    }

    @Test
    void theChainGoesFromTheStairwellOutwards() {
        assertThat(report(town.stairwell, "E0501").lead())
                .isEqualTo(town.seat.get(Role.GRID_WORKER).id());
        assertThat(report(town.stairwell, "E0102").lead())
                .isEqualTo(town.seat.get(Role.PROPERTY_MANAGER).id());
        assertThat(report(town.stairwell, "E0408").lead())
                .isEqualTo(town.seat.get(Role.ESTATE_LIAISON).id());
    }

    @Test
    void anEstateUnderNobodyFallsToTheStreetsEstateOfficeWhenNobodyNearerIsThere() {
        Matter matter = report(town.orphanStairwell, "E0501");
        assertThat(lead(matter).placeCode()).isEqualTo(town.orphanEstate.code());
        seats.within(town.orphanEstate.code()).forEach(each -> seats.end(each.id(), Entry.Who.NOBODY, "离职"));
        assertThat(lead(matter).role()).isEqualTo(Role.ESTATE_OFFICE);
        assertThat(lead(report(town.orphanStairwell, "E0501")).role()).isEqualTo(Role.ESTATE_OFFICE);
        town.seat(town.orphanEstate, Role.ESTATE_LIAISON);
    }

    @Test
    void whoGoesOnLeaveHandsOnAndComesBackLater() {
        Seat second = town.seat(town.grid, Role.GRID_WORKER);
        Matter matter = null;
        do {
            matter = report(town.stairwell, "E0501");
        } while (matter.lead() != second.id());
        seats.leave(second.id(), Entry.Who.NOBODY, "年假", clock.instant().plusSeconds(86_400));
        assertThat(store.get(matter.id()).lead())
                .isEqualTo(town.seat.get(Role.GRID_WORKER).id());
        seats.end(second.id(), Entry.Who.NOBODY, "离职");
    }

    @Test
    void theLastSeatOfAStreetCannotLeaveWhileItLeads() {
        var chain = town.street(441_900_109L);
        Matter matter = report(places.get(chain.getFirst().place()), "E0501");
        assertThat(lead(matter)).isEqualTo(chain.getFirst());
        // the chain behind it: end all but one, then try to end the last
        for (Seat each : chain.subList(0, chain.size() - 1)) {
            seats.end(each.id(), Entry.Who.NOBODY, "撤销");
            assertThat(openWithoutLiveLead()).isZero();
        }
        assertThat(lead(matter)).isEqualTo(chain.getLast());
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> seats.end(chain.getLast().id(), Entry.Who.NOBODY, "撤销"))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("last-seat"));
    }

    @Test
    void theDatabaseItselfRefusesAMatterWithoutALead() {
        Matter matter = report(town.stairwell, "E0501");
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> client.sql("update matters.matter set lead_seat = null where id = ?")
                        .param(matter.id())
                        .update());
    }

    @Test
    void ofManyDispatchesAtOnceEachIsWholeOrRefused() throws Exception {
        for (int round = 0; round < 5; round++) {
            Matter matter = report(town.stairwell, "E0501");
            var targets =
                    List.of(Role.ESTATE_LIAISON, Role.COMMITTEE_STAFF, Role.COMMITTEE_DIRECTOR, Role.ESTATE_OFFICE);
            var tries = new ArrayList<Callable<Matter>>();
            for (int i = 0; i < 16; i++) {
                long to = town.seat.get(targets.get(i % targets.size())).id();
                var order = new Matters.Order(matter.id(), 1, town.actor(Role.STREET_OFFICER), null);
                tries.add(() -> matters.dispatch(order, to, "请处理"));
            }
            var results = together(tries);
            assertThat(results.stream().filter(OneLeadTest::succeeded).count()).isEqualTo(1);
            assertThat(store.get(matter.id()).version()).isEqualTo(2);
        }
    }

    @Test
    void reportsAndLeavingsAtOnceNeverLeaveAMatterWithSomebodyWhoIsGone() throws Exception {
        for (int round = 0; round < 8; round++) {
            var leaving = new ArrayList<Seat>();
            for (int i = 0; i < 4; i++) {
                leaving.add(town.seat(town.grid, Role.GRID_WORKER));
            }
            var tries = new ArrayList<Callable<Object>>();
            for (int i = 0; i < 40; i++) {
                tries.add(() -> report(town.stairwell, "E0501"));
            }
            for (Seat seat : leaving) {
                tries.add(10 * leaving.indexOf(seat), () -> {
                    seats.end(seat.id(), Entry.Who.NOBODY, "离职");
                    return seat;
                });
            }
            for (Future<Object> result : together(tries)) {
                assertThat(succeeded(result))
                        .as("nothing was refused: %s", result)
                        .isTrue();
            }
            assertThat(openWithoutLiveLead()).isZero();
        }
    }

    @Test
    void dispatchesAndLeavingsAtOnceNeitherLoseAMatterNorLeaveItWithSomebodyWhoIsGone() throws Exception {
        for (int round = 0; round < 8; round++) {
            Seat target = town.seat(town.estate, Role.ESTATE_LIAISON);
            var tries = new ArrayList<Callable<Object>>();
            for (int i = 0; i < 12; i++) {
                Matter matter = report(town.stairwell, "E0501");
                var order = new Matters.Order(matter.id(), null, town.actor(Role.STREET_OFFICER), null);
                tries.add(() -> matters.dispatch(order, target.id(), ""));
            }
            tries.add(6, () -> {
                seats.end(target.id(), Entry.Who.NOBODY, "离职");
                return target;
            });
            together(tries);
            assertThat(openWithoutLiveLead()).isZero();
        }
    }

    @Test
    void theCheckFindsAndMendsWhatAFaultHasLeft() {
        Seat gone = town.seat(town.estate, Role.ESTATE_LIAISON);
        seats.end(gone.id(), Entry.Who.NOBODY, "离职");
        Matter matter = report(town.stairwell, "E0501");
        client.sql("update matters.matter set lead_seat = ? where id = ?")
                .params(gone.id(), matter.id())
                .update();
        assertThat(openWithoutLiveLead()).isEqualTo(1);
        assertThat(handover.checkLeads()).isEqualTo(1);
        assertThat(openWithoutLiveLead()).isZero();
        assertThat(handover.checkLeads()).isZero();
    }

    @Test
    void aMatterCannotBeGivenToSomebodyElsewhereOrWithoutTheRight() {
        Matter matter = report(town.stairwell, "E0501");
        var order = new Matters.Order(matter.id(), null, town.actor(Role.STREET_OFFICER), null);
        for (long to : List.of(
                town.foreignSeat.get(Role.GRID_WORKER).id(),
                town.seat.get(Role.VOLUNTEER).id())) {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> matters.dispatch(order, to, ""))
                    .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("target-seat"));
        }
    }

    @Test
    void whoActsOnAnOldVersionIsToldSo() {
        Matter matter = report(town.stairwell, "E0501");
        var grid = town.actor(Role.GRID_WORKER);
        matters.accept(new Matters.Order(matter.id(), 1, grid, null));
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> matters.ask(new Matters.Order(matter.id(), 1, grid, null), "几楼?"))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("changed-meanwhile"));
    }

    private static boolean succeeded(Future<?> result) {
        return result.state() == Future.State.SUCCESS;
    }

    static <T> List<Future<T>> together(List<Callable<T>> tries) throws InterruptedException, ExecutionException {
        var start = new CountDownLatch(1);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = tries.stream()
                    .map(each -> callers.submit(() -> {
                        start.await();
                        return each.call();
                    }))
                    .toList();
            start.countDown();
            callers.shutdown();
            callers.awaitTermination(60, java.util.concurrent.TimeUnit.SECONDS);
            return results;
        }
    }
}
