package org.gongzhi.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gongzhi.RunningProgram;
import org.gongzhi.journal.Entry;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// What administrators of one street see and do in another: nothing.
@Tag("sql")
class AdministratorScopeTest extends RunningProgram {

    @Autowired
    private SignIns signIns;

    @Autowired
    private Accounts accounts;

    @Autowired
    private OneTimeCodes codes;

    @Autowired
    private Audit audit;

    private Actor there(Role role) {
        return town.actor(town.foreignSeat.get(role));
    }

    private void forget(Actor administrator, String username) {
        signIns.forgetSecondFactor(administrator, username);
    }

    @Test
    void theSecondFactorOfSomebodyElsewhereIsOutOfReach() throws Exception {
        long account = town.seat(town.grid, Role.VOLUNTEER).person();
        town.allowPassword(account);
        String secret = codes.secret();
        accounts.enrol(account, secret, SignInTest.code(secret, clock.instant()));
        for (String username : List.of(town.username(account), "nobody-has-this-name")) {
            assertThatThrownBy(() -> forget(there(Role.SECURITY_ADMINISTRATOR), username))
                    .hasMessage("UNKNOWN account");
        }
        assertThat(accounts.get(account).secondFactor()).isTrue();
        forget(town.actor(Role.SECURITY_ADMINISTRATOR), town.username(account));
        assertThat(accounts.get(account).secondFactor()).isFalse();
    }

    @Test
    void whoBelongsNowhereIsMendedWhereTheProgramServes() {
        String loose = town.username(town.looseAccount("散"));
        assertThatThrownBy(() -> forget(there(Role.SECURITY_ADMINISTRATOR), loose))
                .hasMessage("UNKNOWN account");
        forget(town.actor(Role.SECURITY_ADMINISTRATOR), loose);
        assertThat(accounts.find(loose)).isPresent();
    }

    @Test
    void looksAreReadWhereTheyWere() {
        Seat seat = town.foreignSeat.get(Role.STREET_OFFICER);
        long person = town.foreignSeat.get(Role.GRID_WORKER).person();
        audit.note(
                town.actor(seat),
                seat,
                new Entry.Where(town.foreignStairwell.community(), null),
                person,
                Audit.Purpose.CARE_VISIT,
                "only there");
        assertThat(looks(there(Role.AUDIT_ADMINISTRATOR))).contains("only there");
        assertThat(looks(town.actor(Role.AUDIT_ADMINISTRATOR))).doesNotContain("only there");
    }

    private List<String> looks(Actor administrator) {
        return audit.looks(administrator, null, 100).rows().stream()
                .map(Audit.Look::subject)
                .toList();
    }
}
