package org.gongzhi.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.FirstCodes;
import org.gongzhi.journal.Entry;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.register.Proposal.Wanted;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two different human beings stand behind every administrator, every new account and every lost way to sign
/// in.
@Tag("sql")
class AppointmentsTest extends TwoPeople {

    @Test
    void theSecurityAdministratorGivesNoSeatThatSeesPeople() {
        refuses("not-allowed", () -> propose(security, wanted(Role.GRID_WORKER, "傀儡", false)));
        refuses("not-allowed", () -> propose(security, wanted(Role.STREET_OFFICER, "傀儡", false)));
        assertThat(security.may(org.gongzhi.access.Right.SEAT_MANAGE)).isFalse();
    }

    @Test
    void anAdministratorIsProposedByOneAndConfirmedByAnotherHumanBeing() {
        Wanted wanted = wanted(Role.SYSTEM_ADMINISTRATOR, "新系统员", false);
        var waits = propose(security, wanted);
        long id = waits.waiting();
        assertThat(waits.half()).isNull();
        assertThat(accountsNamed("新系统员")).isZero();
        refuses("second-self", () -> appointments.confirm(security, id));
        // the same human being with another row in the register, another account and another telephone
        Actor twin = sessions.load(twin(security, Role.STREET_OFFICER));
        refuses("second-self", () -> appointments.confirm(twin, id));
        var done = appointments.confirm(officer, id);
        assertThat(done.seat().role()).isEqualTo(Role.SYSTEM_ADMINISTRATOR);
        assertThat(done.sent()).isTrue();
        assertThat(done.half()).isNull();
        refuses("appointment-over", () -> appointments.confirm(audit, id));
        assertThat(journalled(id)).containsExactly("AppointmentProposed", "AppointmentConfirmed");
        String code = sentTo(wanted.mobile());
        refuses("wrong-password", () -> accounts.checkPassword(done.username(), ""));
        codes.use(new FirstCodes.Entered(done.username(), code, "eine lange Losung 7"));
        assertThat(accounts.checkPassword(done.username(), "eine lange Losung 7")
                        .person())
                .isEqualTo(done.seat().person());
        refuses("first-code", () -> codes.use(new FirstCodes.Entered(done.username(), code, "eine andere Losung 8")));
    }

    /// A second row of the register with the same name, its own telephone and its own account.
    private long twin(Actor of, Role role) {
        Seat seat = town.seat(there.street(), role);
        client.sql("update people.person set phone = null where id = ?")
                .param(seat.person())
                .update();
        client.sql(
                        "update people.person set sealed_name = (select sealed_name from people.person where id = ?) where id = ?")
                .params(of.person(), seat.person())
                .update();
        return seat.person();
    }

    private long accountsNamed(String name) {
        return client.sql("select count(*) from people.seat where holder = ?")
                .param(name)
                .query(Long.class)
                .single();
    }

    private List<String> journalled(long id) {
        return client.sql(
                        "select kind from journal.entry where subject_kind = 'appointment' and subject_id = ? order by seq")
                .param(id)
                .query(String.class)
                .list();
    }

    @Test
    void nobodyGivesThemselvesASeatByNamingAnotherTelephone() {
        refuses("seat-self", () -> propose(officer, wanted(Role.ESTATE_OFFICE, officer.name(), false)));
        Wanted puppet = wanted(Role.AUDIT_ADMINISTRATOR, "傀儡", "10012345678", false);
        refuses("seat-phone", () -> propose(security, puppet));
    }

    @Test
    void itIsRefusedTakenBackOrExpires() {
        long refused =
                propose(security, wanted(Role.SYSTEM_ADMINISTRATOR, "甲", false)).waiting();
        appointments.refuse(audit, refused);
        long withdrawn =
                propose(security, wanted(Role.SYSTEM_ADMINISTRATOR, "乙", false)).waiting();
        refuses("not-allowed", () -> appointments.withdraw(officer, withdrawn));
        appointments.withdraw(security, withdrawn);
        long late =
                propose(security, wanted(Role.SYSTEM_ADMINISTRATOR, "丙", false)).waiting();
        clock.forward(Duration.ofDays(8));
        refuses("appointment-over", () -> appointments.confirm(officer, late));
        appointments.expire();
        for (long each : List.of(refused, withdrawn, late)) {
            refuses("appointment-over", () -> appointments.confirm(officer, each));
        }
        assertThat(appointments.decided(officer))
                .extracting(Proposal::state)
                .containsExactlyInAnyOrder(Proposal.State.REFUSED, Proposal.State.WITHDRAWN, Proposal.State.EXPIRED);
        assertThat(appointments.decided(officer)).extracting(Proposal::wanted).containsOnlyNulls();
        refuses("appointment", () -> appointments.refuse(town.actor(Role.STREET_OFFICER), refused));
    }

    @Test
    void whoProposedAndHasLeftIsNoFirstPerson() {
        Seat leaving = town.seat(there.street(), Role.SECURITY_ADMINISTRATOR);
        long id = propose(town.actor(leaving), wanted(Role.SYSTEM_ADMINISTRATOR, "丁", false))
                .waiting();
        seats.end(leaving.id(), Entry.Who.NOBODY, "离职");
        refuses("proposer-gone", () -> appointments.confirm(officer, id));
    }

    @Test
    void aSeatForAKnownAccountIsGivenAtOnceAndNeverAnAdministrators() {
        Wanted wanted = wanted(Role.ESTATE_OFFICE, "老熟人", true);
        var given = appointments.confirm(security, propose(officer, wanted).waiting());
        var second = propose(officer, wanted(Role.DEPARTMENT_OFFICER, "老熟人", wanted.mobile(), false));
        assertThat(second.waiting()).isNull();
        assertThat(second.username()).isEqualTo(given.username());
        assertThat(second.half()).isNull();
        assertThat(propose(officer, wanted(Role.AUDIT_ADMINISTRATOR, "老熟人", wanted.mobile(), false))
                        .waiting())
                .isNotNull();
    }

    @Test
    void aLostSecondFactorTakesTwoAndTellsNobodyWhichNamesExist() {
        Seat lost = town.seat(there.street(), Role.ESTATE_OFFICE);
        client.sql("update access.account set totp = ? where id = ?")
                .params(new byte[] {1}, lost.person())
                .update();
        var known = appointments.forgetSecondFactor(security, town.username(lost.person()));
        var unknown = appointments.forgetSecondFactor(security, "nobody-has-this-name");
        assertThat(accounts.get(lost.person()).secondFactor()).isTrue();
        refuses("second-self", () -> appointments.confirm(security, known.waiting()));
        assertThat(appointments.confirm(audit, known.waiting()))
                .isEqualTo(appointments.confirm(audit, unknown.waiting()));
        assertThat(accounts.get(lost.person()).secondFactor()).isFalse();
        long own = appointments
                .forgetSecondFactor(security, town.username(audit.account()))
                .waiting();
        refuses("seat-self", () -> appointments.confirm(audit, own));
    }
}
