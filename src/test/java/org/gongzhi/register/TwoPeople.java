package org.gongzhi.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.gongzhi.PostOffice;
import org.gongzhi.RunningProgram;
import org.gongzhi.Town;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.access.FirstCodes;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.register.Proposal.Wanted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A street of its own with an officer, a security and an audit administrator, for acts that take two people.
abstract class TwoPeople extends RunningProgram {

    private static final Pattern CODE = Pattern.compile("[2-9A-Z]{10}-[2-9A-Z]{10}");

    @Autowired
    protected Appointments appointments;

    @Autowired
    protected Appointing appointing;

    @Autowired
    protected FirstCodes codes;

    @Autowired
    protected Accounts accounts;

    @Autowired
    protected Seats seats;

    @Autowired
    protected JdbcClient client;

    protected Town.Elsewhere there;
    protected Actor officer;
    protected Actor security;
    protected Actor audit;
    protected int mobiles;

    @BeforeEach
    void aStreetOfItsOwn() {
        there = town.elsewhere();
        officer = town.actor(town.seat(there.street(), Role.STREET_OFFICER));
        security = town.actor(town.seat(there.street(), Role.SECURITY_ADMINISTRATOR));
        audit = town.actor(town.seat(there.street(), Role.AUDIT_ADMINISTRATOR));
    }

    @AfterEach
    void today() {
        clock.reset();
    }

    protected Wanted wanted(Role role, String name, boolean byHand) {
        return wanted(role, name, "1001%07d".formatted(there.street().id() % 1000 * 1000 + ++mobiles), byHand);
    }

    protected static Wanted wanted(Role role, String name, String mobile, boolean byHand) {
        return new Wanted(role, name, mobile, "岗位", "0769-1", Seat.Mode.APPOINTED, null, null, null, "", "", byHand);
    }

    protected Appointments.Outcome propose(Actor actor, Wanted wanted) {
        String place = wanted.role() == Role.GRID_WORKER
                ? there.stairwell().code()
                : there.street().code();
        return appointments.appoint(actor, place, wanted);
    }

    protected static void refuses(String code, Runnable act) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    protected String sentTo(String mobile) {
        return PostOffice.SENT.stream()
                .filter(each -> each.body().contains(mobile))
                .map(each -> CODE.matcher(each.body()))
                .filter(java.util.regex.Matcher::find)
                .map(java.util.regex.Matcher::group)
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    protected static List<String> atOnce(List<Callable<String>> tries) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<String>();
            for (var each : threads.invokeAll(tries)) {
                answers.add(each.get());
            }
            return answers;
        }
    }
}
