package org.gongzhi.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gongzhi.RunningProgram;
import org.gongzhi.journal.Entry;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What administrators of one street see and do in another: nothing.
@Tag("sql")
class AdministratorScopeTest extends RunningProgram {

    @Autowired
    private SignIns signIns;

    @Autowired
    private Accounts accounts;

    @Autowired
    private Audit audit;

    @Autowired
    private JdbcClient client;

    private Actor there(Role role) {
        return town.actor(town.foreignSeat.get(role));
    }

    private boolean forgets(Actor administrator, long account) {
        client.sql("update access.account set totp = ? where id = ?")
                .params(new byte[] {1}, account)
                .update();
        signIns.forgetSecondFactor(
                administrator.scope(Right.ACCOUNT_MANAGE), town.username(account), List.of(administrator));
        return !accounts.get(account).secondFactor();
    }

    @Test
    void theSecondFactorOfSomebodyElsewhereIsOutOfReachAndNobodyLearnsWhichNamesExist() {
        long account = town.seat(town.grid, Role.VOLUNTEER).person();
        Actor far = there(Role.SECURITY_ADMINISTRATOR);
        assertThat(forgets(far, account)).isFalse();
        signIns.forgetSecondFactor(far.scope(Right.ACCOUNT_MANAGE), "nobody-has-this-name", List.of(far));
        assertThat(forgets(town.actor(Role.SECURITY_ADMINISTRATOR), account)).isTrue();
    }

    @Test
    void whoBelongsNowhereIsMendedWhereTheProgramServes() {
        long loose = town.looseAccount("散");
        assertThat(forgets(there(Role.SECURITY_ADMINISTRATOR), loose)).isFalse();
        assertThat(forgets(town.actor(Role.SECURITY_ADMINISTRATOR), loose)).isTrue();
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
