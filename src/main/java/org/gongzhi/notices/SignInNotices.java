package org.gongzhi.notices;

import java.time.Clock;
import java.util.List;
import org.gongzhi.access.Devices;
import org.gongzhi.access.SignInChanged;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Tells people at once, by every route that works, when how they sign in has changed: if it was not they,
/// they can still do something.
@Component
class SignInNotices {

    /// An account of nobody in the register belongs to no community.
    private static final long NOWHERE = 0;

    private final Notices notices;
    private final People people;
    private final Clock clock;

    SignInNotices(Notices notices, People people, Clock clock) {
        this.notices = notices;
        this.people = people;
        this.clock = clock;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void changed(SignInChanged changed) {
        Long person = changed.account().person();
        long community = person == null
                ? NOWHERE
                : people.find(person).map(Person::community).orElse(NOWHERE);
        notices.tell(List.of(new Notice(
                community,
                Notice.To.account(changed.account().id()),
                "sign-in-changed",
                List.of(Notice.both(said(changed, Words.CHINESE), said(changed, Words.ENGLISH))),
                "/account",
                "sign-in/" + changed.what() + "/" + clock.instant().toEpochMilli())));
    }

    private static String said(SignInChanged changed, Words words) {
        String device = Devices.name(changed.device(), words);
        return words.t(
                "notices.signIn." + changed.what(), device.isEmpty() ? words.t("access.sessions.unknown") : device);
    }
}
