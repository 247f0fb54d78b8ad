package org.gongzhi.register;

import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.kernel.Words;
import org.gongzhi.notices.Notice;
import org.gongzhi.notices.Notices;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.springframework.stereotype.Component;

/// Tells whoever may be the second person that something waits for them, and the first what became of it. Never
/// whom it is about: a message may be read over a shoulder.
@Component
class AppointmentNotices {

    private static final String PAGE = "/appointments";

    private final Notices notices;
    private final SeatRules rules;
    private final Places places;

    AppointmentNotices(Notices notices, SeatRules rules, Places places) {
        this.notices = notices;
        this.rules = rules;
        this.places = places;
    }

    void proposed(Actor first, Proposal proposal) {
        Place place = rules.place(proposal.placeCode());
        var parts = List.of(
                act(proposal),
                places.address(place),
                Notice.both(Words.CHINESE.minute(proposal.expiresAt()), Words.ENGLISH.minute(proposal.expiresAt())));
        notices.tell(rules.seconds(first, place).stream()
                .map(seat -> new Notice(
                        proposal.community(),
                        Notice.To.seat(seat.id()),
                        "appointment-proposed",
                        parts,
                        PAGE,
                        "appointment/" + proposal.id()))
                .toList());
    }

    void decided(List<Proposal> proposals, Proposal.State state) {
        String became = both("register.appointments.state." + state);
        notices.tell(proposals.stream()
                .map(each -> new Notice(
                        each.community(),
                        Notice.To.account(each.by().account()),
                        "appointment-decided",
                        List.of(act(each), places.address(rules.place(each.placeCode())), became),
                        PAGE,
                        "appointment/" + each.id()))
                .toList());
    }

    private static String act(Proposal proposal) {
        return both("register.act." + proposal.act());
    }

    private static String both(String key) {
        return Notice.both(Words.CHINESE.t(key), Words.ENGLISH.t(key));
    }
}
