package org.gongzhi.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.kernel.Words;
import org.gongzhi.notices.Notices;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@Tag("sql")
class AppointmentNoticesTest extends TwoPeople {

    @Autowired
    private Notices notices;

    private List<Notices.Message> told(Actor whom) {
        return notices.inbox(whom.account(), false, null, 20).rows();
    }

    @Test
    void whoeverMayConfirmIsToldAndTheFirstHearsWhatBecameOfIt() {
        Actor worker = town.actor(town.seat(there.street(), Role.DEPARTMENT_OFFICER));
        long id = propose(security, wanted(Role.SYSTEM_ADMINISTRATOR, "后来的系统员", false))
                .waiting();
        for (Actor second : List.of(officer, audit)) {
            assertThat(told(second)).singleElement().satisfies(message -> {
                assertThat(message.path()).isEqualTo("/appointments");
                assertThat(message.title(Words.CHINESE)).contains("等您确认");
                assertThat(message.text(Words.CHINESE)).contains("任命岗位").doesNotContain("后来的系统员");
                assertThat(message.text(Words.ENGLISH)).contains("Give a seat").contains("25 Nov");
            });
        }
        assertThat(told(security)).as("the first cannot be the second").isEmpty();
        assertThat(told(worker)).as("may not confirm").isEmpty();
        appointments.confirm(officer, id);
        assertThat(told(security))
                .singleElement()
                .satisfies(message -> assertThat(message.text(Words.ENGLISH))
                        .contains("Confirmed")
                        .contains("远处"));
    }

    @Test
    void whatIsRefusedOrOverIsToldToo() {
        long refused =
                propose(security, wanted(Role.SYSTEM_ADMINISTRATOR, "甲", false)).waiting();
        appointments.refuse(audit, refused);
        long taken =
                propose(security, wanted(Role.SYSTEM_ADMINISTRATOR, "乙", false)).waiting();
        appointments.withdraw(security, taken);
        propose(security, wanted(Role.SYSTEM_ADMINISTRATOR, "丙", false));
        clock.forward(Duration.ofDays(8));
        appointments.expire();
        appointments.expire();
        assertThat(told(security))
                .as("not what they took back themselves")
                .extracting(message -> message.parts().getLast())
                .satisfiesExactly(
                        part -> assertThat(part).endsWith("Expired"),
                        part -> assertThat(part).endsWith("Refused"));
    }
}
