package org.gongzhi.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.gongzhi.access.Actor;
import org.gongzhi.access.FirstCodes;
import org.gongzhi.journal.Entry;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.register.Proposal.Wanted;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Whoever may correct a telephone in the register does not get hold of an account by it, and nobody confirms
/// blind.
@Tag("sql")
class FreshCodeTest extends TwoPeople {

    private static final String OWN = "10017770001";
    private static final String SPARE = "10017770002";
    private static final Duration LONG_AGO = Duration.ofDays(31);

    @Autowired
    private AppointmentBoard board;

    @Autowired
    private Register register;

    @Autowired
    private People people;

    private Seat liaison;
    private Actor director;

    /// A liaison whose telephone has been the same for long.
    @BeforeEach
    void aLiaison() {
        liaison = town.seat(there.community(), Role.ESTATE_LIAISON);
        director = town.actor(town.seat(there.community(), Role.COMMITTEE_DIRECTOR));
        telephone(OWN);
        clock.forward(LONG_AGO);
    }

    private void telephone(String number) {
        Person person = people.get(liaison.person());
        register.change(
                director, person.id(), new Register.Typed("林联络", number, null, null, null, null), person.version());
    }

    private Proposal waiting(long id) {
        return appointments.waiting(officer).stream()
                .filter(each -> each.id() == id)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSecondPersonSeesWhoseCodeItIsAndWhereItGoes() {
        long id = appointments.freshCode(director, liaison.id(), false).waiting();
        var whom = board.whom(appointments.waiting(officer)).get(id);
        assertThat(whom.holder())
                .isEqualTo(new AppointmentBoard.Party(liaison.holder(), liaison.title(), "100****0001"));
        assertThat(whom.next()).isNull();
        var done = appointments.confirm(officer, id);
        assertThat(done.sent()).isTrue();
        assertThat(sentTo(OWN)).isNotEmpty();
    }

    @Test
    void aTelephoneThatWasChangedLatelyGetsNoWholeCode() {
        telephone(SPARE);
        var waits = appointments.freshCode(director, liaison.id(), false);
        assertThat(waits.half()).as("in halves").isNotNull();
        assertThat(waits.changed()).isNotNull();
        assertThat(waiting(waits.waiting()).code().changed())
                .as("the second person is told too")
                .isEqualTo(waits.changed());
        var done = appointments.confirm(officer, waits.waiting());
        assertThat(done.sent()).isFalse();
        assertThat(done.changed()).isNotNull();
        refuses("first-code", () -> codes.use(new FirstCodes.Entered(done.username(), waits.half(), "eine Losung 71")));
        codes.use(new FirstCodes.Entered(done.username(), waits.half() + done.half(), "eine lange Losung 7"));
        clock.forward(LONG_AGO);
        assertThat(appointments.freshCode(director, liaison.id(), false).half())
                .as("a month later it is theirs")
                .isNull();
    }

    @Test
    void aTelephoneThatIsChangedAfterTheProposalGetsNothing() {
        long id = appointments.freshCode(director, liaison.id(), false).waiting();
        telephone(SPARE);
        refuses("code-phone-changed", () -> appointments.confirm(officer, id));
        assertThat(waiting(id).state()).isEqualTo(Proposal.State.PROPOSED);
        telephone(OWN);
        assertThat(appointments.confirm(officer, id).sent()).isTrue();
    }

    @Test
    void whoIsAppointedOrTakesOverIsShownWithTheirMobile() {
        long given = propose(officer, wanted(Role.ESTATE_OFFICE, "新来的", "10017770003", false))
                .waiting();
        long over = appointments
                .handOver(
                        director,
                        liaison.id(),
                        new Wanted(null, "接班的", "10017770004", "", "1", null, null, null, null, "", "轮岗", false))
                .waiting();
        var whom = board.whom(appointments.waiting(officer));
        assertThat(whom.get(given))
                .isEqualTo(new AppointmentBoard.Whom(null, new AppointmentBoard.Party("新来的", "岗位", "100****0003")));
        assertThat(whom.get(over).next().mobile()).isEqualTo("100****0004");
        assertThat(whom.get(over).holder().name()).isEqualTo(liaison.holder());
        assertThat(appointments.confirm(security, given).sent()).isTrue();
    }

    @Test
    void nobodyDecidesAboutTheirOwnSeat() {
        Seat watched = audit.seats().getFirst();
        town.seat(there.street(), Role.AUDIT_ADMINISTRATOR);
        long end = appointments.end(security, watched.id(), "离职").waiting();
        refuses("seat-own", () -> appointments.confirm(audit, end));
        Seat own = security.seats().getFirst();
        refuses("seat-own", () -> appointments.end(security, own.id(), "离职"));
        var next = new Wanted(null, "接任人", "10017770005", "", "1", null, null, null, null, "", "轮岗", false);
        refuses("seat-own", () -> appointments.handOver(security, own.id(), next));
        long over = appointments.handOver(officer, own.id(), next).waiting();
        refuses("seat-own", () -> appointments.confirm(security, over));
        assertThat(appointments.confirm(audit, over).seat().holder()).isEqualTo("接任人");
    }

    @Test
    void aCodeForWhoeverReachesFurtherIsProposedAndConfirmedByThoseWhoReachAsFar() {
        long id = appointments.freshCode(director, liaison.id(), false).waiting();
        Actor second = town.actor(town.seat(there.community(), Role.COMMITTEE_DIRECTOR));
        seats.appoint(wide(), Entry.Who.NOBODY);
        refuses("seat-wider", () -> appointments.freshCode(director, liaison.id(), false));
        refuses("second-self", () -> appointments.confirm(second, id));
        long wide = appointments.freshCode(officer, liaison.id(), false).waiting();
        refuses("seat-wider", () -> appointments.confirm(director, wide));
        assertThat(appointments.confirm(security, wide).sent()).isTrue();
    }

    /// A seat of the liaison at the street.
    private Seat wide() {
        Wanted wanted = wanted(Role.DEPARTMENT_OFFICER, liaison.holder(), OWN, false);
        return Appointing.seat(there.street(), wanted, people.get(liaison.person()));
    }

    @Test
    void noCodeIsMadeForASeatThatEndedMeanwhile() {
        long id = appointments.freshCode(director, liaison.id(), false).waiting();
        seats.end(liaison.id(), Entry.Who.NOBODY, "离职");
        refuses("seat-ended", () -> appointments.confirm(officer, id));
    }
}
