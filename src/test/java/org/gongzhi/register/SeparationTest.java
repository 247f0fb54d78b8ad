package org.gongzhi.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.gongzhi.access.Actor;
import org.gongzhi.access.FirstCodes;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.register.Proposal.Wanted;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// One administrator's seat for each human being, none beside it, never the last one gone; and codes that
/// nobody has alone.
@Tag("sql")
class SeparationTest extends TwoPeople {

    @Test
    void aCodeInTwoHalvesOpensOnlyTogetherOnceAndNotForEver() {
        var first = propose(officer, wanted(Role.ESTATE_OFFICE, "没手机的人", true));
        assertThat(first.half()).hasSize(10);
        var second = appointments.confirm(security, first.waiting());
        assertThat(second.half()).hasSize(10).isNotEqualTo(first.half());
        String name = second.username();
        String password = "eine lange Losung 7";
        refuses("first-code", () -> codes.use(new FirstCodes.Entered(name, first.half() + first.half(), password)));
        refuses("first-code", () -> codes.use(new FirstCodes.Entered(name, second.half(), password)));
        refuses(
                "first-code",
                () -> codes.use(new FirstCodes.Entered("nobody-has-this", first.half() + second.half(), password)));
        // a password that does not fit leaves the code as it was
        refuses("password-short", () -> codes.use(new FirstCodes.Entered(name, first.half() + second.half(), "kurz")));
        clock.forward(Duration.ofDays(8));
        refuses("first-code", () -> codes.use(new FirstCodes.Entered(name, first.half() + second.half(), password)));
        clock.reset();
        codes.use(new FirstCodes.Entered(
                name, first.half().toLowerCase(java.util.Locale.ROOT) + " " + second.half(), password));
        assertThat(accounts.checkPassword(name, password)).isNotNull();
    }

    @Test
    void tenWrongCodesEndIt() {
        var first = propose(officer, wanted(Role.ESTATE_OFFICE, "被猜的人", true));
        var second = appointments.confirm(security, first.waiting());
        for (int i = 0; i < 10; i++) {
            refuses(
                    "first-code",
                    () -> codes.use(
                            new FirstCodes.Entered(second.username(), "2222222222-2222222222", "eine lange Losung 7")));
        }
        refuses(
                "first-code",
                () -> codes.use(new FirstCodes.Entered(
                        second.username(), first.half() + second.half(), "eine lange Losung 7")));
        var again = appointments.freshCode(officer, second.seat().id(), true);
        var other = appointments.confirm(security, again.waiting());
        codes.use(new FirstCodes.Entered(second.username(), again.half() + other.half(), "eine lange Losung 7"));
    }

    @Test
    void oneHumanBeingGetsOneAdministratorsSeatAndNoOtherBesideEvenAtOnce() throws Exception {
        Wanted one = wanted(Role.SYSTEM_ADMINISTRATOR, "三头六臂", false);
        var waiting = new ArrayList<Long>();
        waiting.add(propose(security, one).waiting());
        waiting.add(propose(security, wanted(Role.AUDIT_ADMINISTRATOR, "三头 六臂", false))
                .waiting());
        waiting.add(propose(security, wanted(Role.SECURITY_ADMINISTRATOR, "三头·六臂", false))
                .waiting());
        waiting.add(propose(officer, wanted(Role.GRID_WORKER, "三头六臂", "10019990001", false))
                .waiting());
        var answers = atOnce(waiting.stream()
                .<Callable<String>>map(id -> () -> {
                    try {
                        appointments.confirm(audit, id);
                        return "given";
                    } catch (Refusal refused) {
                        return refused.code();
                    }
                })
                .toList());
        assertThat(answers).containsOnlyOnce("given").containsOnly("given", "seat-separate");
    }

    @Test
    void theLastAdministratorOfAKindHandsOverAndDoesNotLeave() throws Exception {
        Seat watcher = audit.seats().getFirst();
        long end = appointments.end(security, watcher.id(), "离职").waiting();
        refuses("seat-last-administrator", () -> appointments.confirm(officer, end));
        var waits = appointments.handOver(
                security,
                watcher.id(),
                new Wanted(null, "新审计", "10019990002", "", "1", null, null, null, null, "", "轮岗", false));
        var done = appointments.confirm(officer, waits.waiting());
        assertThat(done.seat().role()).isEqualTo(Role.AUDIT_ADMINISTRATOR);
        assertThat(seats.get(watcher.id()).endedAt()).isNotNull();
        Seat other = town.seat(there.street(), Role.SECURITY_ADMINISTRATOR);
        var both = List.of(other.id(), security.seats().getFirst().id());
        assertThat(atOnce(both.stream()
                        .<Callable<String>>map(id -> () -> {
                            try {
                                seats.end(id, Entry.Who.NOBODY, "离职");
                                return "ended";
                            } catch (Refusal refused) {
                                return refused.code();
                            }
                        })
                        .toList()))
                .containsExactlyInAnyOrder("ended", "seat-last-administrator");
    }

    @Test
    void whoHeldSeveralSeatsBeforeKeepsThemAndHandsOneOver() {
        long both = town.holderOfEveryRole(there.street());
        Actor old = sessions.load(both);
        assertThat(old.may(org.gongzhi.access.Right.ACCOUNT_MANAGE)).isTrue();
        Seat security = old.seats().stream()
                .filter(seat -> seat.role() == Role.SECURITY_ADMINISTRATOR)
                .findFirst()
                .orElseThrow();
        seats.leave(security.id(), Entry.Who.NOBODY, "休假", clock.instant().plus(Duration.ofDays(1)));
        seats.back(seats.get(security.id()));
        var next = new Wanted(null, "接任人", "10019990003", "", "1", null, null, null, null, "", "分设", false);
        refuses("seat-own", () -> appointments.handOver(old, security.id(), next));
        var waits = appointments.handOver(officer, security.id(), next);
        assertThat(appointments.confirm(audit, waits.waiting()).seat().holder()).isEqualTo("接任人");
    }

    @Test
    void theCommandLineGivesTheFirstSeatAndACodeToWhoeverRunsIt() {
        var first = appointing.first(
                "头一位", "10019990004", Role.STREET_OFFICER, there.street().code(), "值班");
        refuses("wrong-password", () -> accounts.checkPassword(first.username(), ""));
        codes.use(new FirstCodes.Entered(first.username(), first.code(), "eine lange Losung 7"));
        assertThat(accounts.checkPassword(first.username(), "eine lange Losung 7")
                        .person())
                .isEqualTo(first.seat().person());
        assertThat(appointing
                        .first(
                                "头一位",
                                "10019990004",
                                Role.ESTATE_OFFICE,
                                there.street().code(),
                                "值班")
                        .code())
                .isNull();
        refuses(
                "seat-separate",
                () -> appointing.first(
                        "头一位",
                        "10019990004",
                        Role.AUDIT_ADMINISTRATOR,
                        there.street().code(),
                        "审计"));
    }
}
