package org.gongzhi.duty;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;
import org.gongzhi.Town;
import org.gongzhi.access.Actor;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;

/// A roster with a shift, a swap, leave, a hand-over, a task.
class DutyForeigners implements Foreigners {

    private final Town town;
    private final Clock clock;

    DutyForeigners(Town town, Clock clock) {
        this.town = town;
        this.clock = clock;
    }

    @Override
    public void make(Foreign street) throws Exception {
        Seat first = town.seat(street.community, Role.GRID_WORKER);
        Seat second = town.seat(street.community, Role.GRID_WORKER);
        Actor worker = street.actor(first.person());
        String shift = shift(street, first);
        String swap = street.post(
                        "/duty/swaps", worker, Map.of("shift", shift, "to", second.id(), "words", Foreign.SECRET))
                .path("swap")
                .asString();
        street.stands("/duty/swaps/{id}", swap);
        street.stands("/duty/swaps/{id}/{act}", "agree", "decline", "withdraw", "approve", "refuse");
        street.may("/duty/swaps/{id}", worker, street.actor(second.person()));
        absence(street, first, worker);
        String handover = street.post(
                        "/duty/handovers", worker, Map.of("from", first.id(), "to", second.id(), "log", Foreign.SECRET))
                .path("id")
                .asString();
        street.stands("/duty/handovers/{id}", handover);
        street.may("/duty/handovers/{id}", street.actor(second.person()));
        task(street);
        wishes(street, worker, first, second, shift);
        street.open("/duty/calendar/{token}.ics", "the token in the address is what opens it");
    }

    /// What is wanted without an address of its own.
    private void wishes(Foreign street, Actor worker, Seat first, Seat second, String shift) {
        String community = street.community.code();
        for (String address : java.util.List.of("/duty/matrix", "/duty/rosters", "/duty/tasks")) {
            street.names(address, "place", community);
            street.says(address, "place", community);
        }
        street.says("/duty/matrix", "subject", "E0507");
        street.says("/duty/matrix", "leadSeat", first.id());
        street.says("/duty/matrix", "why", "x");
        street.names("/duty/matrix", "leadSeat", first.id());
        street.says("/duty/rosters", "name", "x");
        street.says("/duty/rosters", "role", "GRID_WORKER");
        street.says("/duty/rosters", "since", Clocks.today(clock).toString());
        street.says("/duty/swaps", "shift", shift);
        street.says("/duty/swaps", "to", second.id());
        street.names("/duty/swaps", "shift", shift);
        street.names("/duty/swaps", "to", second.id());
        street.names("/duty/swaps", "back", shift);
        leave(street, first, second);
        for (String address : java.util.List.of("/duty/swaps", "/duty/absences", "/duty/handovers")) {
            street.may(address, worker);
        }
        street.names("/duty/tasks", "fundFen"); // an amount
        street.says("/duty/tasks", "fundFen", 1);
        street.says("/duty/tasks", "title", "x");
        street.says("/duty/tasks", "legalBasis", "x");
        street.says("/duty/tasks", "askedBy", "x");
        street.says("/duty/tasks", "payer", "x");
        street.says("/duty/tasks", "dueOn", Clocks.today(clock).plusDays(30).toString());
    }

    private void leave(Foreign street, Seat first, Seat second) {
        Instant from = clock.instant().plus(Duration.ofDays(30));
        street.says("/duty/absences", "seat", first.id());
        street.says("/duty/absences", "from", from.toString());
        street.says("/duty/absences", "until", from.plus(Duration.ofDays(1)).toString());
        street.names("/duty/absences", "seat", first.id());
        street.names("/duty/absences", "substitute", second.id());
        street.says("/duty/handovers", "from", first.id());
        street.says("/duty/handovers", "to", second.id());
        street.names("/duty/handovers", "from", first.id());
        street.names("/duty/handovers", "to", second.id());
    }

    private String shift(Foreign street, Seat seat) throws Exception {
        String roster = street.post(
                        "/duty/rosters",
                        street.officer,
                        Map.of(
                                "place",
                                street.community.code(),
                                "role",
                                "GRID_WORKER",
                                "name",
                                Foreign.SECRET,
                                "since",
                                Clocks.today(clock).toString()))
                .path("roster")
                .asString();
        var planned = planned(seat, clock.instant().plus(Duration.ofDays(2)));
        String shift = street.post("/duty/rosters/" + roster + "/shifts", street.officer, planned)
                .path("shift")
                .asString();
        street.stands("/duty/rosters/{id}", roster);
        street.stands("/duty/shifts/{id}", shift);
        says(street, seat, planned);
        return shift;
    }

    private static Map<String, Object> planned(Seat seat, Instant from) {
        String until = from.plusSeconds(3600).toString();
        return Map.of("seat", seat.id(), "startsAt", from.toString(), "endsAt", until);
    }

    private static void says(Foreign street, Seat seat, Map<String, ?> planned) {
        planned.forEach((name, value) -> street.says("/duty/rosters/{id}", name, value));
        street.says("/duty/rosters/{id}/shifts", "from", planned.get("startsAt"));
        street.says("/duty/rosters/{id}/shifts", "until", planned.get("endsAt"));
        street.says("/duty/rosters/{id}/rotation", "first", "2026-12-01");
        street.says("/duty/rosters/{id}/rotation", "last", "2026-12-02");
        street.says("/duty/rosters/{id}/rotation", "from", "08:00");
        street.says("/duty/rosters/{id}/rotation", "until", "16:00");
        street.says("/duty/rosters/{id}", "seats", java.util.List.of(seat.id()));
        street.says("/duty/shifts/{id}", "seat", seat.id());
    }

    private void absence(Foreign street, Seat seat, Actor worker) throws Exception {
        Instant from = clock.instant().plus(Duration.ofDays(9));
        String absence = street.post(
                        "/duty/absences",
                        worker,
                        Map.of(
                                "seat",
                                seat.id(),
                                "from",
                                from.toString(),
                                "until",
                                from.plus(Duration.ofDays(1)).toString(),
                                "kind",
                                "LEAVE",
                                "words",
                                Foreign.SECRET))
                .path("absence")
                .asString();
        street.may("/duty/absences/{id}", worker);
        street.stands("/duty/absences/{id}", absence);
        street.stands("/duty/absences/{id}/{act}", "approve", "refuse", "withdraw", "back");
    }

    private void task(Foreign street) throws Exception {
        String task = street.post(
                        "/duty/tasks",
                        street.officer,
                        Map.of(
                                "place",
                                street.community.code(),
                                "title",
                                Foreign.SECRET,
                                "text",
                                "x",
                                "legalBasis",
                                "x",
                                "askedBy",
                                "x",
                                "payer",
                                "x",
                                "dueOn",
                                Clocks.today(clock).plusDays(30).toString()))
                .path("id")
                .asString();
        street.stands("/duty/tasks/{id}", task);
        street.stands("/duty/tasks/{id}/{act}", "accept", "refuse", "appeal", "uphold", "overrule", "done", "withdraw");
    }
}
