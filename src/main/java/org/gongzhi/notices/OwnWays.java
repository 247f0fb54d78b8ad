package org.gongzhi.notices;

import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Person;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// What reaches one human being and nobody else: a text message to their own telephone. It goes at once and
/// is kept nowhere, so that no inbox and no table shows a code.
@Component
public class OwnWays {

    private static final Logger log = LoggerFactory.getLogger(OwnWays.class);

    private final Routing routing;
    private final NoticeSettings settings;
    private final Ids ids;

    OwnWays(Routing routing, NoticeSettings settings, Ids ids) {
        this.routing = routing;
        this.settings = settings;
        this.ids = ids;
    }

    /// Whether this installation sends text messages, and knows where to.
    public boolean reaches(Person person) {
        Carrier carrier = routing.carrier(Route.SMS);
        return person.phone() != null && carrier != null && carrier.able();
    }

    /// Sends the code that sets a password; false when it did not go out.
    public boolean firstCode(Person person, String username, String code) {
        Carrier carrier = routing.carrier(Route.SMS);
        if (carrier == null || person.phone() == null) {
            return false;
        }
        Words words = Words.CHINESE;
        try {
            carrier.carry(new Carrier.Letter(
                    ids.next(),
                    person.phone(),
                    words.t("notices.firstCode.title"),
                    words.t("notices.firstCode.text", username, code),
                    settings.base() + "/first-sign-in"));
            return true;
        } catch (Carrier.Failed failed) {
            log.warn("a first code did not go out: {}", failed.getMessage());
            return false;
        }
    }
}
