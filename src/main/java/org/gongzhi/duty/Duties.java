package org.gongzhi.duty;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.SeatEnding;
import org.gongzhi.people.SeatGiven;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/// Finds the one seat that leads: the responsibility matrix first, then the rules of `duty/leads.csv`;
/// rosters say who is on duty. The way goes from the place outwards to its street, and somebody who is there
/// is better than nobody.
@Component
public class Duties {

    /// Everybody who has to do with a subject at a place at a moment. `leads` has one entry unless several
    /// would lead; `cell` is what the matrix says, empty when the rule of the group decided.
    public record Bodies(
            List<Seat> leads, boolean lastResort, @Nullable Cell cell, List<Seat> helpers, List<Seat> supervisors) {}

    /// What is remembered of a place for a moment: who sits around it, and who leads what.
    private record Around(Instant at, List<Seats.Held> held, Map<String, Line.Slot> leads) {

        Optional<Seat> seat(long id) {
            return held.stream()
                    .map(Seats.Held::seat)
                    .filter(seat -> seat.id() == id)
                    .findFirst();
        }
    }

    /// The matrix and the rosters around a community, for a moment.
    private record Rules(Instant at, List<Cell> cells, List<Roster.Planned> rosters) {}

    private static boolean fresh(Instant at, Instant now) {
        return Duration.between(at, now).abs().compareTo(MEMORY) < 0;
    }

    private static final long NONE = Long.MIN_VALUE;
    private static final Duration MEMORY = Duration.ofSeconds(5);

    private final Seats seats;
    private final DutyStore store;
    private final Grounds grounds;
    private final Subjects subjects;
    private final Clock clock;
    private final Cache<Long, Around> around =
            Caffeine.newBuilder().maximumSize(100_000).expireAfterWrite(MEMORY).build();
    private final Cache<Long, Rules> rules =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(MEMORY).build();

    Duties(Seats seats, DutyStore store, Grounds grounds, Subjects subjects, Clock clock) {
        this.seats = seats;
        this.store = store;
        this.grounds = grounds;
        this.subjects = subjects;
        this.clock = clock;
    }

    /// The seat that leads a subject at `place` now. `turn` spreads the work among seats that are equal. The
    /// answer may be some seconds old: whoever stores it holds the seat first ([Seats#hold]) and asks again
    /// with [#forget] when it is gone.
    public Seat lead(String subject, Place place, long turn) {
        return find(subject, place, turn, NONE).orElseThrow(() -> Refusal.unavailable("nobody-responsible"));
    }

    /// The same, passing over one seat: for handing on what it held.
    public Optional<Seat> leadInstead(String subject, Place place, long turn, long not) {
        return find(subject, place, turn, not);
    }

    private Optional<Seat> find(String subject, Place place, long turn, long not) {
        Around here = known(place);
        var slot = here.leads.computeIfAbsent(
                not == NONE ? subject : subject + " without " + not,
                _ -> watch(place, here, not).lead(place.code(), subjects.get(subject, place.code()), here.at));
        return pick(slot, turn)
                .flatMap(id ->
                        here.seat(id).or(() -> seats.all(List.of(id)).stream().findFirst()));
    }

    private static Optional<Long> pick(Line.Slot slot, long turn) {
        return slot.empty()
                ? Optional.empty()
                : Optional.of(slot.seats()[(int) Math.floorMod(turn, (long) slot.seats().length)]);
    }

    private Watch watch(Place place, Around here, long not) {
        Rules near = rules(place);
        var codes = Place.outward(place.code());
        return grounds.now(
                here.held,
                near.cells.stream()
                        .filter(cell -> codes.contains(cell.placeCode()))
                        .toList(),
                near.rosters.stream()
                        .filter(planned -> codes.contains(planned.roster().placeCode()))
                        .toList(),
                not);
    }

    private Around known(Place place) {
        Instant now = clock.instant();
        Around found = around.getIfPresent(place.id());
        if (found != null && fresh(found.at, now)) {
            return found;
        }
        // one asks the database, the others wait for its answer
        return Objects.requireNonNull(around.asMap()
                .compute(place.id(), (_, known) -> known != null && fresh(known.at, now) ? known : load(place, now)));
    }

    private Around load(Place place, Instant now) {
        var held = new ArrayList<>(seats.heldAt(Place.outward(place.code()), now));
        Rules near = rules(place);
        var named =
                near.cells.stream().map(Cell::leadSeat).filter(Objects::nonNull).collect(Collectors.toSet());
        near.rosters.forEach(planned -> planned.shifts().forEach(shift -> named.add(shift.seat())));
        held.forEach(each -> named.remove(each.seat().id()));
        if (!named.isEmpty()) {
            held.addAll(seats.heldBy(named));
        }
        return new Around(now, held, new ConcurrentHashMap<>());
    }

    private Rules rules(Place place) {
        Instant now = clock.instant();
        // a place wider than a community has nothing within it that could decide
        if (place.code().length() < COMMUNITY_DIGITS) {
            return rules(DutyStore.Reach.around(place.code()), now);
        }
        Rules found = rules.getIfPresent(place.community());
        if (found != null && fresh(found.at, now)) {
            return found;
        }
        return Objects.requireNonNull(rules.asMap()
                .compute(
                        place.community(),
                        (community, known) -> known != null && fresh(known.at, now)
                                ? known
                                : rules(DutyStore.Reach.whole(Long.toString(community)), now)));
    }

    private Rules rules(DutyStore.Reach reach, Instant now) {
        Instant until = now.plus(MEMORY);
        return new Rules(now, store.cells(reach, now, until), store.rosters(reach, now, until));
    }

    private static final int COMMUNITY_DIGITS = 12;

    /// Every seat on the way from a place outwards: those who could be given a matter there.
    public List<Seat> seatsAround(Place place) {
        return known(place).held.stream()
                .map(Seats.Held::seat)
                .filter(seat -> seat.endedAt() == null && Place.covers(seat.placeCode(), place.code()))
                .toList();
    }

    /// Who was or is responsible for a subject at a place at a moment, with helpers and supervisors, from
    /// what was written then.
    public Bodies bodies(Subject subject, String placeCode, Instant when) {
        Watch watch = grounds.moment(placeCode, when, NONE);
        var slot = watch.lead(placeCode, subject, when);
        Cell cell = watch.cell(placeCode, subject, when);
        Subjects.Rule rule = subjects.rule(subject.group());
        List<Role> helpers = cell != null && !cell.helperRoles().isEmpty() ? cell.helperRoles() : rule.helpers();
        Role supervisor = supervisor(cell, rule);
        var helping = helpers.stream()
                .flatMap(role -> watch.nearest(placeCode, role, when).stream())
                .distinct()
                .toList();
        var watching = supervisor == null ? List.<Long>of() : watch.nearest(placeCode, supervisor, when);
        var wanted = new ArrayList<>(Arrays.stream(slot.seats()).boxed().toList());
        wanted.addAll(helping);
        wanted.addAll(watching);
        Map<Long, Seat> known = seats.all(wanted).stream().collect(Collectors.toMap(Seat::id, seat -> seat));
        return new Bodies(
                Arrays.stream(slot.seats())
                        .mapToObj(known::get)
                        .filter(Objects::nonNull)
                        .toList(),
                slot.lastResort(),
                cell,
                some(helping, known),
                some(watching, known));
    }

    private static @Nullable Role supervisor(@Nullable Cell cell, Subjects.Rule rule) {
        return cell != null && cell.supervisor() != null ? cell.supervisor() : rule.supervisor();
    }

    private static List<Seat> some(List<Long> ids, Map<Long, Seat> known) {
        return ids.stream().map(known::get).filter(Objects::nonNull).toList();
    }

    /// Who supervises a subject at a place now: told when a term is in danger. Never the lead itself.
    public List<Seat> supervisors(String subject, Place place, long lead) {
        Around here = known(place);
        var slot = here.leads.computeIfAbsent("supervisor " + subject, _ -> {
            Watch watch = watch(place, here, NONE);
            Subject asked = subjects.get(subject, place.code());
            Cell cell = watch.cell(place.code(), asked, here.at);
            Role role = supervisor(cell, subjects.rule(asked.group()));
            return role == null
                    ? Line.Slot.NOBODY
                    : new Line.Slot(
                            watch.nearest(place.code(), role, here.at).stream()
                                    .mapToLong(Long::longValue)
                                    .toArray(),
                            false,
                            false);
        });
        return Arrays.stream(slot.seats())
                .filter(id -> id != lead)
                .mapToObj(here::seat)
                .flatMap(Optional::stream)
                .toList();
    }

    /// Drops what is remembered about a place.
    public void forget(Place place) {
        around.invalidate(place.id());
        rules.invalidate(place.community());
    }

    /// Drops everything that is remembered.
    public void forgetAll() {
        around.invalidateAll();
        rules.invalidateAll();
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void seatEnded(SeatEnding ending) {
        forgetAll();
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void seatGiven(SeatGiven given) {
        forgetAll();
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void dutyChanged(DutyChanged changed) {
        forgetAll();
    }
}
