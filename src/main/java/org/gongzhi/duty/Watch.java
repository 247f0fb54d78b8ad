package org.gongzhi.duty;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.gongzhi.calendar.WorkingCalendar;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.jspecify.annotations.Nullable;

/// Works out who leads where and when, from a [Ground]: for one moment, for a moment of the past, or for
/// every minute of the coming days. A place where nothing differs from the place around it shares its lines,
/// so that a whole city costs little more than the places that have something of their own.
final class Watch {

    /// One place and what it has of its own.
    private final class At {
        final Ground.Node node;
        final @Nullable At around;
        final boolean own;
        final List<Cell> cells = new ArrayList<>();
        final Map<Role, Line> chains = new EnumMap<>(Role.class);
        final Map<Role, Line> raws = new EnumMap<>(Role.class);
        final Map<String, Line> rules = new HashMap<>();
        final Map<String, Line> leads = new HashMap<>();

        @Nullable
        Line emergency;

        At(Ground.Node node, @Nullable At around) {
            this.node = node;
            this.around = around;
            var here = ground.cells().getOrDefault(node.code(), List.of());
            this.own = around == null
                    || ground.seats().containsKey(node.code())
                    || ground.rosters().containsKey(node.code())
                    || !here.isEmpty();
            if (around != null) {
                cells.addAll(around.cells);
            }
            cells.addAll(here);
        }
    }

    private static final int COMMUNITY_DIGITS = 12;

    private final Ground ground;
    private final Subjects subjects;
    private final WorkingCalendar calendar;
    private final long from;
    private final long until;
    private final Line nobody;
    private final Line everywhere;
    private final long without;
    private final TreeMap<String, At> places = new TreeMap<>();
    private final Map<Long, Line> presence = new HashMap<>();
    private final Map<Long, Seat> seats = new HashMap<>();
    private @Nullable Line working;

    Watch(Ground ground, Subjects subjects, WorkingCalendar calendar) {
        this(ground, subjects, calendar, Long.MIN_VALUE);
    }

    /// The same as if one seat were not there.
    Watch(Ground ground, Subjects subjects, WorkingCalendar calendar, long without) {
        this.ground = ground;
        this.subjects = subjects;
        this.calendar = calendar;
        this.without = without;
        this.from = ground.from().getEpochSecond();
        this.until = Math.max(from + 1, ground.until().getEpochSecond());
        this.nobody = Line.of(from, until, Line.Slot.NOBODY);
        this.everywhere = Line.of(from, until, Line.Slot.of(0));
        for (var here : ground.seats().values()) {
            here.forEach(held -> seats.put(held.seat().id(), held.seat()));
        }
        for (Ground.Node node : ground.nodes()) {
            places.put(node.code(), new At(node, around(node.code())));
        }
    }

    private @Nullable At around(String code) {
        for (String wider : Place.outward(code)) {
            At found = places.get(wider);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /// Who stands for a subject at a place at a moment of the window.
    Line.Slot lead(String placeCode, Subject subject, Instant when) {
        At at = around(placeCode);
        return at == null ? Line.Slot.NOBODY : line(at, subject).at(Math.clamp(when.getEpochSecond(), from, until - 1));
    }

    private Line line(At at, Subject subject) {
        Line known = at.leads.get(subject.code());
        if (known == null) {
            known = at.own || at.around == null ? lead(at, subject) : line(at.around, subject);
            at.leads.put(subject.code(), known);
        }
        return known;
    }

    private Line lead(At at, Subject subject) {
        Line line = rule(at, subject.group());
        if (at.around != null && line == rule(at.around, subject.group()) && !about(at, subject)) {
            return line(at.around, subject);
        }
        line = decided(at, subject, line);
        Line wider = at.around == null ? line : line(at.around, subject);
        return line.same(wider) ? wider : line;
    }

    /// The rule's line with what the matrix and emergency rosters say over it.
    private Line decided(At at, Subject subject, Line ruled) {
        Line line = ruled;
        var cells = at.cells.stream()
                .filter(cell -> cell.about(subject))
                .sorted(Comparator.comparingInt((Cell cell) -> cell.placeCode().length())
                        .thenComparingInt(cell -> cell.exactness(subject)))
                .toList();
        for (Cell cell : cells) {
            Line mask = spans(cell.since(), cell.until(), cell.hours());
            line = cell(at, cell).over(line.lastResort()).where(mask, line);
        }
        if (subject.urgent()) {
            Line first = emergency(at);
            line = first == nobody ? line : first.over(line);
        }
        return line;
    }

    private boolean about(At at, Subject subject) {
        return at.cells.stream().anyMatch(cell -> cell.about(subject))
                || subject.urgent() && ground.rosters().containsKey(at.node.code());
    }

    private Line cell(At at, Cell cell) {
        Line line = cell.leadSeat() == null ? nobody : presence(cell.leadSeat());
        for (Role role : cell.leadRoles()) {
            line = line.over(chain(at, role));
        }
        return cell.substitute() == null ? line : line.over(chain(at, cell.substitute()));
    }

    private Line rule(At at, String group) {
        Line known = at.rules.get(group);
        if (known != null) {
            return known;
        }
        Line line;
        if (at.around != null && !at.own) {
            line = rule(at.around, group);
        } else {
            List<Role> roles = subjects.rule(group).roles();
            List<Role> last = subjects.rule(Subjects.ALL).roles();
            boolean same = at.around != null;
            line = nobody;
            for (Role role : roles) {
                same &= at.around != null && chain(at, role) == chain(at.around, role);
                line = line.over(chain(at, role));
            }
            Line behind = nobody;
            for (Role role : last) {
                same &= at.around != null && chain(at, role) == chain(at.around, role);
                behind = behind.over(chain(at, role));
            }
            line = line.over(behind.lastResort());
            // without rosters whoever is there is on duty, and was asked already
            if (!ground.rosters().isEmpty()) {
                for (Role role : roles) {
                    line = line.over(raw(at, role).lastResort());
                }
                for (Role role : last) {
                    line = line.over(raw(at, role).lastResort());
                }
            }
            if (same && at.around != null) {
                line = rule(at.around, group);
            }
        }
        at.rules.put(group, line);
        return line;
    }

    /// The nearest on duty of a role, from a place outwards.
    private Line chain(At at, Role role) {
        Line known = at.chains.get(role);
        if (known == null) {
            Line here = onDuty(at, role);
            Line wider = at.around == null ? nobody : chain(at.around, role);
            known = here == nobody ? wider : here.over(wider);
            at.chains.put(role, known);
        }
        return known;
    }

    /// The same without looking at rosters: somebody who is there is better than nobody.
    private Line raw(At at, Role role) {
        Line known = at.raws.get(role);
        if (known == null) {
            Line here = there(at, role);
            Line wider = at.around == null ? nobody : raw(at.around, role);
            known = here == nobody ? wider : here.over(wider);
            at.raws.put(role, known);
        }
        return known;
    }

    private Line there(At at, Role role) {
        Line line = nobody;
        for (Seats.Held held : ground.seats().getOrDefault(at.node.code(), List.of())) {
            if (held.seat().role() == role) {
                Line one = presence(held.seat().id());
                line = line == nobody ? one : line.and(one);
            }
        }
        return line;
    }

    private Line onDuty(At at, Role role) {
        Line line = there(at, role);
        Line mask = nobody;
        Line regular = nobody;
        Line onCall = nobody;
        for (Roster.Planned planned : ground.rosters().getOrDefault(at.node.code(), List.of())) {
            Roster roster = planned.roster();
            if (roster.role() != role || roster.kind() == Roster.Kind.EMERGENCY) {
                continue;
            }
            mask = mask.and(spans(roster.since(), roster.until(), roster.hours()));
            if (roster.kind() == Roster.Kind.REGULAR) {
                regular = regular.and(shifts(planned));
            } else {
                onCall = onCall.and(shifts(planned));
            }
        }
        return mask == nobody ? line : regular.over(onCall).where(mask, line);
    }

    /// The shifts of a roster, as far as their holders are there.
    private Line shifts(Roster.Planned planned) {
        var bySeat = new HashMap<Long, List<long[]>>();
        for (Roster.Shift shift : planned.shifts()) {
            bySeat.computeIfAbsent(shift.seat(), _ -> new ArrayList<>()).add(new long[] {
                shift.startsAt().getEpochSecond(), shift.endsAt().getEpochSecond()
            });
        }
        Line line = nobody;
        for (var each : bySeat.entrySet()) {
            Line one = presence(each.getKey()).only(Line.within(from, until, each.getValue(), Line.Slot.of(0)));
            line = line == nobody ? one : line.and(one);
        }
        return line;
    }

    private Line emergency(At at) {
        Line known = at.emergency;
        if (known == null) {
            Line here = nobody;
            for (Roster.Planned planned : ground.rosters().getOrDefault(at.node.code(), List.of())) {
                if (planned.roster().kind() == Roster.Kind.EMERGENCY) {
                    Roster roster = planned.roster();
                    here = here.and(shifts(planned).only(spans(roster.since(), roster.until(), roster.hours())));
                }
            }
            Line wider = at.around == null ? nobody : emergency(at.around);
            known = here == nobody ? wider : here.over(wider);
            at.emergency = known;
        }
        return known;
    }

    /// When the holder of a seat is there.
    private Line presence(long seat) {
        Line known = presence.get(seat);
        if (known == null) {
            known = seat == without ? nobody : there(seat);
            presence.put(seat, known);
        }
        return known;
    }

    private Line there(long id) {
        Seat seat = seats.get(id);
        if (seat == null) {
            return nobody;
        }
        long begin = from;
        long end = until;
        for (Seats.Held held : ground.seats().getOrDefault(seat.placeCode(), List.of())) {
            if (held.seat().id() == id) {
                begin = Math.max(begin, held.since().getEpochSecond());
            }
        }
        if (seat.endedAt() != null) {
            end = Math.min(end, seat.endedAt().getEpochSecond());
        }
        LocalDate lastDay = seat.endsOn();
        if (lastDay != null && !(ground.live() && until - from <= 1)) {
            end = Math.min(end, lastDay.plusDays(1).atStartOfDay(Clocks.ZONE).toEpochSecond());
        }
        var away = new ArrayList<long[]>();
        if (ground.live() && seat.awayUntil() != null) {
            away.add(new long[] {from, Math.ceilDiv(seat.awayUntil().toEpochMilli(), 1000)});
        }
        for (Absence absence : ground.absences().getOrDefault(id, List.of())) {
            if (absence.counts()) {
                away.add(new long[] {
                    absence.startsAt().getEpochSecond(), absence.endsAt().getEpochSecond()
                });
            }
        }
        away.sort(Comparator.comparingLong(span -> span[0]));
        var spans = new ArrayList<long[]>();
        for (long[] span : away) {
            if (span[0] > begin) {
                spans.add(new long[] {begin, Math.min(span[0], end)});
            }
            begin = Math.max(begin, span[1]);
        }
        if (begin < end) {
            spans.add(new long[] {begin, end});
        }
        return Line.within(from, until, spans, Line.Slot.of(id));
    }

    private Line spans(Instant since, @Nullable Instant ended, Hours hours) {
        long begin = since.getEpochSecond();
        long end = ended == null ? until : ended.getEpochSecond();
        Line period = begin <= from && end >= until
                ? everywhere
                : Line.within(from, until, List.of(new long[] {begin, end}), Line.Slot.of(0));
        return switch (hours) {
            case ALWAYS -> period;
            case WORKING -> period.only(working());
            case OFF -> nobody.where(working(), period);
        };
    }

    private Line working() {
        if (working == null) {
            working = Line.within(
                    from,
                    until,
                    calendar.spans(Instant.ofEpochSecond(from), Instant.ofEpochSecond(until)).stream()
                            .map(span -> new long[] {
                                span.from().getEpochSecond(), span.until().getEpochSecond()
                            })
                            .toList(),
                    Line.Slot.of(0));
        }
        return working;
    }

    /// The cell that decides for a subject at a place at a moment, nearest and most exact.
    @Nullable
    Cell cell(String placeCode, Subject subject, Instant when) {
        At at = around(placeCode);
        return at == null
                ? null
                : at.cells.stream()
                        .filter(cell -> cell.about(subject) && covers(cell, when))
                        .max(Comparator.comparingInt(
                                        (Cell cell) -> cell.placeCode().length())
                                .thenComparingInt(cell -> cell.exactness(subject)))
                        .orElse(null);
    }

    private boolean covers(Cell cell, Instant when) {
        return !when.isBefore(cell.since())
                && (cell.until() == null || when.isBefore(cell.until()))
                && (cell.hours() == Hours.ALWAYS || calendar.worksAt(when) == (cell.hours() == Hours.WORKING));
    }

    /// The nearest seats of a role from a place outwards at a moment.
    List<Long> nearest(String placeCode, Role role, Instant when) {
        At at = around(placeCode);
        return at == null
                ? List.of()
                : java.util.Arrays.stream(chain(at, role)
                                .at(Math.clamp(when.getEpochSecond(), from, until - 1))
                                .seats())
                        .boxed()
                        .toList();
    }

    /// Everything wrong within `code`, told at the widest place that it is true of.
    List<Finding> findings(String code) {
        var found = new ArrayList<Finding>();
        List<Subject> all = subjects.all(code);
        for (At at : places.values()) {
            if (!answers(code, at)) {
                continue;
            }
            boolean top = at.around == null || !answers(code, at.around);
            if (top || at.own) {
                var byLine = new IdentityHashMap<Line, List<String>>();
                var order = new ArrayList<Line>();
                for (Subject subject : all) {
                    Line line = line(at, subject);
                    if (!top && at.around != null && line == line(at.around, subject)) {
                        continue;
                    }
                    byLine.computeIfAbsent(line, fresh -> {
                                order.add(fresh);
                                return new ArrayList<>();
                            })
                            .add(subject.code());
                }
                for (Line line : order) {
                    read(at, line, Objects.requireNonNull(byLine.get(line)), found);
                }
            }
            rosterHoles(at, found);
            liaison(at, found);
        }
        return found;
    }

    /// Gaps are told of communities and what lies within them; wider places stand behind those.
    private static boolean answers(String code, At at) {
        return at.node.code().length() >= COMMUNITY_DIGITS && Place.covers(code, at.node.code());
    }

    private void read(At at, Line line, List<String> codes, List<Finding> found) {
        Finding.@Nullable What running = null;
        long seat = 0;
        long since = 0;
        for (int step = 0; step < line.size(); step++) {
            Line.Slot slot = line.slot(step);
            Finding.@Nullable What what = verdict(slot);
            long who = slot.empty() ? 0 : slot.seats()[0];
            if (what != running || who != seat) {
                close(at, running, codes, since, line.from(step), seat, found);
                running = what;
                seat = who;
                since = line.from(step);
            }
        }
        close(at, running, codes, since, until, seat, found);
    }

    private Finding.@Nullable What verdict(Line.Slot slot) {
        if (slot.empty()) {
            return Finding.What.GAP;
        }
        if (slot.lastResort()) {
            return Finding.What.LAST_RESORT;
        }
        if (slot.seats().length > 1) {
            return Finding.What.OVERLAP;
        }
        if (ground.deaf().contains(slot.seats()[0])) {
            return Finding.What.NO_ACCOUNT;
        }
        if (ground.loaded().contains(slot.seats()[0])) {
            return Finding.What.OVERLOADED;
        }
        return slot.backup() ? null : Finding.What.SINGLE;
    }

    private void close(
            At at,
            Finding.@Nullable What what,
            List<String> codes,
            long since,
            long ends,
            long seat,
            List<Finding> found) {
        if (what == null || since >= ends) {
            return;
        }
        found.add(new Finding(
                at.node.community(),
                0,
                at.node.place(),
                at.node.code(),
                what,
                codes,
                Instant.ofEpochSecond(since),
                Instant.ofEpochSecond(ends),
                seat == 0 ? null : seat,
                null,
                mend(at, what, codes, since, ends, seat)));
    }

    /// The smallest change that helps. For a gap: stand in for whoever is away just then; else put somebody
    /// who is there on the roster; else appoint whom the rule names first.
    private Finding.Mend mend(At at, Finding.What what, List<String> codes, long since, long ends, long seat) {
        Subject subject = subjects.get(codes.getFirst(), at.node.code());
        Role first = firstRole(at, subject);
        return switch (what) {
            case GAP, LAST_RESORT -> {
                for (Role role : subjects.rule(subject.group()).roles()) {
                    for (At wider = at; wider != null; wider = wider.around) {
                        for (Seats.Held held : ground.seats().getOrDefault(wider.node.code(), List.of())) {
                            if (held.seat().role() != role || held.seat().endedAt() != null) {
                                continue;
                            }
                            boolean away = ground
                                    .absences()
                                    .getOrDefault(held.seat().id(), List.of())
                                    .stream()
                                    .anyMatch(absence -> absence.counts()
                                            && absence.startsAt().getEpochSecond() < ends
                                            && absence.endsAt().getEpochSecond() > since);
                            if (away || ground.live() && held.seat().awayUntil() != null) {
                                yield new Finding.Mend(
                                        Finding.Mend.Kind.SUBSTITUTE,
                                        held.seat().id(),
                                        role);
                            }
                            if (!presence(held.seat().id()).at(since).empty()) {
                                yield new Finding.Mend(
                                        Finding.Mend.Kind.SHIFT, held.seat().id(), role);
                            }
                        }
                    }
                }
                yield new Finding.Mend(Finding.Mend.Kind.APPOINT, null, first);
            }
            case OVERLAP -> new Finding.Mend(Finding.Mend.Kind.NAME_LEAD, seat, first);
            case NO_ACCOUNT -> new Finding.Mend(Finding.Mend.Kind.ACCOUNT, seat, null);
            case OVERLOADED -> new Finding.Mend(Finding.Mend.Kind.HAND_OVER, seat, first);
            case SINGLE -> new Finding.Mend(Finding.Mend.Kind.SECOND, seat, first);
            case NO_LIAISON, TWO_LIAISONS -> new Finding.Mend(Finding.Mend.Kind.APPOINT, null, Role.ESTATE_LIAISON);
            case ROSTER_HOLE -> new Finding.Mend(Finding.Mend.Kind.SHIFT, null, first);
        };
    }

    private Role firstRole(At at, Subject subject) {
        return at.cells.stream()
                .filter(cell -> cell.about(subject) && !cell.leadRoles().isEmpty())
                .reduce((_, later) -> later)
                .map(cell -> cell.leadRoles().getFirst())
                .orElseGet(() -> subjects.rule(subject.group()).roles().getFirst());
    }

    private void rosterHoles(At at, List<Finding> found) {
        for (Roster.Planned planned : ground.rosters().getOrDefault(at.node.code(), List.of())) {
            Roster roster = planned.roster();
            Line wanted = spans(roster.since(), roster.until(), roster.hours());
            Line holes = nobody.where(shifts(planned), wanted);
            for (int step = 0; step < holes.size(); step++) {
                if (!holes.slot(step).empty()) {
                    found.add(new Finding(
                            at.node.community(),
                            0,
                            at.node.place(),
                            at.node.code(),
                            Finding.What.ROSTER_HOLE,
                            List.of(),
                            Instant.ofEpochSecond(holes.from(step)),
                            Instant.ofEpochSecond(holes.until(step)),
                            null,
                            roster.id(),
                            new Finding.Mend(
                                    Finding.Mend.Kind.SHIFT,
                                    free(planned, at, holes.from(step), holes.until(step)),
                                    roster.role())));
                }
            }
        }
    }

    /// Who of the roster's role is there for the whole hole and has the fewest shifts.
    private @Nullable Long free(Roster.Planned planned, At at, long begin, long end) {
        return ground.seats().getOrDefault(at.node.code(), List.of()).stream()
                .map(Seats.Held::seat)
                .filter(seat -> seat.role() == planned.roster().role())
                .filter(seat -> {
                    Line there = presence(seat.id());
                    return !there.at(begin).empty() && !there.at(end - 1).empty();
                })
                .min(Comparator.comparingLong((Seat seat) -> planned.shifts().stream()
                                .filter(shift -> shift.seat() == seat.id())
                                .count())
                        .thenComparing(Seat::id))
                .map(Seat::id)
                .orElse(null);
    }

    /// Every estate has exactly one dedicated liaison (seed 004).
    private void liaison(At at, List<Finding> found) {
        if (at.node.kind() != PlaceKind.ESTATE) {
            return;
        }
        Line line = there(at, Role.ESTATE_LIAISON);
        for (int step = 0; step < line.size(); step++) {
            int count = line.slot(step).seats().length;
            if (count != 1) {
                found.add(new Finding(
                        at.node.community(),
                        0,
                        at.node.place(),
                        at.node.code(),
                        count == 0 ? Finding.What.NO_LIAISON : Finding.What.TWO_LIAISONS,
                        List.of(),
                        Instant.ofEpochSecond(line.from(step)),
                        Instant.ofEpochSecond(line.until(step)),
                        null,
                        null,
                        new Finding.Mend(Finding.Mend.Kind.APPOINT, null, Role.ESTATE_LIAISON)));
            }
        }
    }

    /// The place codes that have something of their own.
    Set<String> codes() {
        return places.keySet();
    }
}
