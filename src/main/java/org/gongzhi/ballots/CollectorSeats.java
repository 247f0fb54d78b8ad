package org.gongzhi.ballots;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.files.Photos;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Sent;
import org.gongzhi.people.Humans;
import org.gongzhi.people.People;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Who takes ballots in: two different people who are there, each with a seat that collects for this vote.
@Component
class CollectorSeats {

    /// Two who took something in: seats for the record, the account of the second.
    record Two(Seat first, Seat second, long secondAccount) {}

    private final Seats seats;
    private final People people;
    private final Accounts accounts;
    private final Presence presence;
    private final Photos photos;
    private final Clock clock;

    CollectorSeats(Seats seats, People people, Accounts accounts, Presence presence, Photos photos, Clock clock) {
        this.seats = seats;
        this.people = people;
        this.accounts = accounts;
        this.presence = presence;
        this.photos = photos;
        this.clock = clock;
    }

    /// The code that shows one's own presence as the second of two.
    String presence(Actor actor, Vote vote) {
        if (collecting(vote, actor.person()).isEmpty()) {
            throw Refusal.forbidden("not-allowed");
        }
        return presence.code(vote.id(), Objects.requireNonNull(actor.account()));
    }

    /// Whoever acts, and the other one whose telephone shows the code of this vote.
    Two two(Actor actor, Vote vote, Collected.Taken taken) {
        Seat first = collecting(vote, actor.person()).orElseThrow(() -> Refusal.forbidden("not-allowed"));
        var other = accounts.find(Sent.text(taken.second())).orElse(null);
        Seat second = other == null ? null : collecting(vote, other.person()).orElse(null);
        if (other == null || second == null || mayBeOne(first.person(), second.person())) {
            throw Refusal.invalid("ballot-second");
        }
        if (!presence.shown(vote.id(), other.id(), taken.presence())) {
            throw Refusal.invalid("ballot-presence");
        }
        return new Two(first, second, other.id());
    }

    /// The two who typed a pile: each signed in for it.
    Two typists(Vote vote, long first, long second) {
        Seat one = collecting(vote, accounts.get(first).person()).orElseThrow(() -> Refusal.conflict("paper-second"));
        Seat other =
                collecting(vote, accounts.get(second).person()).orElseThrow(() -> Refusal.conflict("paper-second"));
        if (mayBeOne(one.person(), other.person())) {
            throw Refusal.conflict("paper-second");
        }
        return new Two(one, other, second);
    }

    /// The narrowest seat of somebody present that collects for a vote.
    private Optional<Seat> collecting(Vote vote, @Nullable Long person) {
        Instant now = clock.instant();
        return person == null
                ? Optional.empty()
                : seats.of(person).stream()
                        .filter(seat -> seat.present(now) && Actor.of(seat).may(Right.VOTE_COLLECT, vote.placeCode()))
                        .max(Comparator.comparingInt(seat -> seat.placeCode().length()));
    }

    /// Claims a photo as the evidence of one act: taken since the vote was announced, and of nothing else.
    String evidence(Vote vote, @Nullable String photo) {
        if (photo == null || photo.isBlank()) {
            throw Refusal.invalid("ballot-proof");
        }
        if (!photos.claimFresh(
                photo.strip(), Objects.requireNonNull(vote.times().fixedAt()))) {
            throw Refusal.conflict("ballot-evidence-used");
        }
        return photo.strip();
    }

    /// Seats as people read them, by id; one that was erased has no name.
    Map<Long, String> names(Collection<Long> ids) {
        return seats.all(new LinkedHashSet<>(ids)).stream()
                .collect(Collectors.toMap(Seat::id, seat -> (seat.title() + " " + seat.holder()).strip()));
    }

    static List<String> two(Map<Long, String> names, long first, long second) {
        return List.of(names.getOrDefault(first, ""), names.getOrDefault(second, ""));
    }

    /// Whether somebody holds one of the two seats that took a ballot in, or may be the human being who does.
    boolean took(Actor actor, Collected ballot) {
        return seats.all(List.of(ballot.seat(), ballot.second())).stream()
                .anyMatch(seat -> mayBeOne(seat.person(), actor.person()));
    }

    /// Whether an account is that of somebody, or of who may be the same human being.
    boolean acted(Actor actor, @Nullable Long account) {
        return account != null
                && (account.equals(actor.account())
                        || mayBeOne(accounts.get(account).person(), actor.person()));
    }

    /// Two accounts of one human being are not two.
    private boolean mayBeOne(@Nullable Long one, @Nullable Long other) {
        if (one == null || other == null) {
            return false;
        }
        var both = people.all(List.of(one, other));
        return one.equals(other) || both.size() == 2 && Humans.mayBeOne(both.getFirst(), both.getLast());
    }
}
