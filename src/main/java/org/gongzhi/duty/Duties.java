package org.gongzhi.duty;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Tables;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.SeatEnding;
import org.gongzhi.people.SeatGiven;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/// Finds the one seat that leads. The rules are `duty/leads.csv`; the way goes from the place outwards to its street.
@Component
public class Duties {

    private final Places places;
    private final Seats seats;
    private final Clock clock;
    private final Map<String, List<Role>> rules = new HashMap<>();
    private final Cache<Long, List<Seat>> around = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofSeconds(5))
            .build();

    Duties(Places places, Seats seats, Clock clock) {
        this.places = places;
        this.seats = seats;
        this.clock = clock;
        var rows = Tables.read("duty/leads.csv");
        var last = roles(rows.stream()
                .filter(row -> row.get("group").equals("*"))
                .findFirst()
                .orElseThrow());
        for (var row : rows) {
            var whole = new ArrayList<>(roles(row));
            whole.addAll(last);
            rules.put(row.get("group"), whole);
        }
    }

    private static List<Role> roles(Tables.Row row) {
        return java.util.Arrays.stream(row.get("roles").split(" "))
                .map(Role::valueOf)
                .toList();
    }

    /// The seat that leads matters of `group` at `place` now. `turn` spreads the work among seats that are equal. The
    /// answer may be some seconds old: whoever stores it holds the seat first ([Seats#hold]) and asks again with
    /// [#forget] when it is gone.
    public Seat lead(String group, Place place, long turn) {
        return find(group, place, turn, -1).orElseThrow(() -> Refusal.unavailable("nobody-responsible"));
    }

    /// The same, passing over one seat: for handing on what it held.
    public Optional<Seat> leadInstead(String group, Place place, long turn, long not) {
        return find(group, place, turn, not);
    }

    private Optional<Seat> find(String group, Place place, long turn, long not) {
        Instant now = clock.instant();
        var present = seatsAround(place).stream()
                .filter(seat -> seat.id() != not && seat.present(now))
                .toList();
        for (Role role : rule(group)) {
            var nearest = nearest(present, role);
            if (!nearest.isEmpty()) {
                return Optional.of(nearest.get((int) Math.floorMod(turn, (long) nearest.size())));
            }
        }
        return Optional.empty();
    }

    private List<Role> rule(String group) {
        List<Role> rule = rules.get(group);
        if (rule == null) {
            throw new IllegalArgumentException("duty/leads.csv has no group " + group);
        }
        return rule;
    }

    private static List<Seat> nearest(List<Seat> seats, Role role) {
        int longest = seats.stream()
                .filter(seat -> seat.role() == role)
                .mapToInt(seat -> seat.placeCode().length())
                .max()
                .orElse(-1);
        return seats.stream()
                .filter(seat -> seat.role() == role && seat.placeCode().length() == longest)
                .toList();
    }

    /// Every seat on the way from a place outwards: those who could be given a matter there.
    public List<Seat> seatsAround(Place place) {
        return around.get(
                place.id(),
                _ -> seats.at(places.chain(place).stream().map(Place::code).toList()));
    }

    /// Drops what is remembered about a place.
    public void forget(Place place) {
        around.invalidate(place.id());
    }

    /// Drops everything that is remembered.
    public void forgetAll() {
        around.invalidateAll();
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void seatEnded(SeatEnding ending) {
        forgetAll();
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void seatGiven(SeatGiven given) {
        forgetAll();
    }
}
