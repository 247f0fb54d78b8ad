package org.gongzhi.register;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gongzhi.kernel.Phone;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Whom a proposal is about, for whoever decides it: nobody confirms blind.
@Component
public class AppointmentBoard {

    /// Somebody by name, title and masked mobile number.
    public record Party(String name, String title, String mobile) {}

    /// Who holds the seat now, and who is to have it. Whose account it is when a second factor is taken away is
    /// not told: nobody learns which user names exist.
    public record Whom(@Nullable Party holder, @Nullable Party next) {

        public static final Whom NOBODY = new Whom(null, null);
    }

    private final Seats seats;
    private final People people;

    AppointmentBoard(Seats seats, People people) {
        this.seats = seats;
        this.people = people;
    }

    /// For each proposal that waits, by its id.
    public Map<Long, Whom> whom(Collection<Proposal> proposals) {
        List<Long> wanted = proposals.stream()
                .map(Proposal::wanted)
                .filter(Objects::nonNull)
                .map(Proposal.Wanted::seat)
                .filter(Objects::nonNull)
                .toList();
        Map<Long, Seat> held = seats.all(wanted).stream().collect(Collectors.toMap(Seat::id, Function.identity()));
        Map<Long, Person> holders = people
                .all(held.values().stream().map(Seat::person).distinct().toList())
                .stream()
                .collect(Collectors.toMap(Person::id, Function.identity()));
        var whom = new HashMap<Long, Whom>();
        for (Proposal each : proposals) {
            var entered = each.wanted();
            if (entered != null) {
                Seat seat = entered.seat() == null ? null : held.get(entered.seat());
                whom.put(each.id(), new Whom(seat == null ? null : holder(seat, holders), next(entered)));
            }
        }
        return whom;
    }

    private static Party holder(Seat seat, Map<Long, Person> holders) {
        Person person = holders.get(seat.person());
        return new Party(seat.holder(), seat.title(), person == null ? "" : person.maskedPhone());
    }

    private static @Nullable Party next(Proposal.Wanted wanted) {
        if (wanted.name().isEmpty()) {
            return null;
        }
        String mobile = Phone.parse(wanted.mobile()).map(Phone::number).orElse("");
        return new Party(
                wanted.name(),
                wanted.title(),
                Person.of(0, 0, "", wanted.name(), mobile, null).maskedPhone());
    }
}
