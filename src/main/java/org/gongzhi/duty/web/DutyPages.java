package org.gongzhi.duty.web;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.duty.Absence;
import org.gongzhi.duty.Absences;
import org.gongzhi.duty.CalendarFeed;
import org.gongzhi.duty.Cell;
import org.gongzhi.duty.Duties;
import org.gongzhi.duty.DutyTerms;
import org.gongzhi.duty.Gaps;
import org.gongzhi.duty.Gate;
import org.gongzhi.duty.Handovers;
import org.gongzhi.duty.Hours;
import org.gongzhi.duty.Matrix;
import org.gongzhi.duty.OpenWork;
import org.gongzhi.duty.Roster;
import org.gongzhi.duty.Rosters;
import org.gongzhi.duty.Subjects;
import org.gongzhi.duty.Swaps;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Duty on pages: who is on duty, what is missing, the matrix, rosters, leave, hand-overs, the gate.
@Controller
class DutyPages {

    private static final String LOCAL = "yyyy-MM-dd'T'HH:mm";
    private static final int WEEK = 7;

    private final Gaps gaps;
    private final Matrix matrix;
    private final Duties duties;
    private final Rosters rosters;
    private final Absences absences;
    private final Swaps swaps;
    private final Handovers handovers;
    private final Gate gate;
    private final OpenWork work;
    private final CalendarFeed feed;
    private final Subjects subjects;
    private final DutyTerms terms;
    private final Seats seats;
    private final Places places;
    private final Clock clock;

    DutyPages(
            Gaps gaps,
            Matrix matrix,
            Duties duties,
            Rosters rosters,
            Absences absences,
            Swaps swaps,
            Handovers handovers,
            Gate gate,
            OpenWork work,
            CalendarFeed feed,
            Subjects subjects,
            DutyTerms terms,
            Seats seats,
            Places places,
            Clock clock) {
        this.gaps = gaps;
        this.matrix = matrix;
        this.duties = duties;
        this.rosters = rosters;
        this.absences = absences;
        this.swaps = swaps;
        this.handovers = handovers;
        this.gate = gate;
        this.work = work;
        this.feed = feed;
        this.subjects = subjects;
        this.terms = terms;
        this.seats = seats;
        this.places = places;
        this.clock = clock;
    }

    private static Instant instant(LocalDateTime there) {
        return there.atZone(Clocks.ZONE).toInstant();
    }

    /// The place asked for, else the first of the actor's; and everything a page needs to choose another.
    private String place(Actor actor, Model model, @Nullable String wanted) {
        var codes = actor.scope(Right.DUTY_READ).codes();
        String chosen = wanted == null || wanted.isBlank() ? codes.getFirst() : wanted;
        actor.require(Right.DUTY_READ, chosen);
        Place place = places.find(chosen).orElseThrow(() -> Refusal.unknown("place"));
        var choices = new ArrayList<Place>();
        for (String code : codes) {
            places.find(code).ifPresent(root -> {
                choices.add(root);
                choices.addAll(places
                        .within(
                                code,
                                root.kind().compareTo(PlaceKind.COMMUNITY) < 0
                                        ? List.of(PlaceKind.COMMUNITY, PlaceKind.ESTATE)
                                        : List.of(PlaceKind.ESTATE, PlaceKind.GRID))
                        .stream()
                        .filter(each -> !each.code().equals(code))
                        .toList());
            });
        }
        model.addAttribute("place", place);
        model.addAttribute("choices", choices);
        model.addAttribute("manages", actor.may(Right.DUTY_MANAGE, place.code()));
        return place.code();
    }

    private Map<Long, Seat> named(java.util.stream.Stream<@Nullable Long> ids) {
        return seats.known(ids.filter(Objects::nonNull).collect(Collectors.toSet())).stream()
                .collect(Collectors.toMap(Seat::id, seat -> seat));
    }

    /// One's own duty: shifts, what waits for an answer, hand-overs, the calendar.
    @GetMapping("/duty")
    @Needs(Right.DUTY_READ)
    String home(Actor actor, Model model, @RequestParam(defaultValue = "") String done) {
        var own = actor.seats().stream().map(Seat::id).toList();
        Instant now = clock.instant();
        var shifts = rosters.shiftsOf(own, now, now.plus(Duration.ofDays(31)));
        var asked = swaps.of(actor);
        var given = handovers.of(actor);
        model.addAttribute("shifts", shifts);
        model.addAttribute("swaps", asked);
        model.addAttribute("handovers", given);
        model.addAttribute("absences", absences.ofSeats(own));
        model.addAttribute(
                "colleagues",
                actor.seats().stream()
                        .flatMap(seat -> seats.at(Place.outward(seat.placeCode())).stream())
                        .filter(seat -> !actor.holds(seat.id()))
                        .distinct()
                        .limit(60)
                        .toList());
        model.addAttribute(
                "named",
                named(java.util.stream.Stream.of(
                                asked.stream().flatMap(each -> java.util.stream.Stream.of(each.from(), each.to())),
                                given.stream().flatMap(each -> java.util.stream.Stream.of(each.from(), each.to())))
                        .flatMap(all -> all)));
        model.addAttribute("open", work.counts(own));
        model.addAttribute("feed", "/duty/calendar/" + feed.token(Objects.requireNonNull(actor.account())) + ".ics");
        model.addAttribute("done", done);
        return "duty/home";
    }

    @GetMapping("/duty/gaps")
    @Needs(Right.DUTY_READ)
    String gaps(
            Actor actor,
            Model model,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable Integer days) {
        String code = place(actor, model, place);
        int ahead = days == null ? terms.daysAhead() : days;
        var report = gaps.report(actor, code, ahead);
        model.addAttribute("report", report);
        model.addAttribute("heat", gaps.heat(report, ahead, 12));
        model.addAttribute("days", ahead);
        model.addAttribute(
                "named",
                named(report.findings().stream()
                        .flatMap(each -> java.util.stream.Stream.of(
                                each.seat(), each.mend().seat()))));
        model.addAttribute("places", places);
        model.addAttribute("subjects", subjects);
        return "duty/gaps";
    }

    @GetMapping("/duty/matrix")
    @Needs(Right.DUTY_READ)
    String matrix(
            Actor actor,
            Model model,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(defaultValue = "") String done) {
        String code = place(actor, model, place);
        model.addAttribute("lines", matrix.at(actor, code));
        model.addAttribute("subject", subject == null ? "" : subject);
        model.addAttribute("groups", subjects.groups());
        model.addAttribute("around", handlers(code));
        model.addAttribute("changes", null);
        model.addAttribute("wanted", null);
        model.addAttribute("done", done);
        return "duty/matrix";
    }

    private List<Seat> handlers(String code) {
        return seats.at(Place.outward(code)).stream()
                .filter(seat -> Actor.of(seat).may(Right.MATTER_HANDLE))
                .limit(100)
                .toList();
    }

    /// Shows what a cell would change; with `sure` it is saved.
    @PostMapping("/duty/matrix")
    @Needs(Right.DUTY_MANAGE)
    String set(
            Actor actor,
            Model model,
            @RequestParam String place,
            @RequestParam String subject,
            @RequestParam(defaultValue = "ALWAYS") Hours hours,
            @RequestParam(defaultValue = "SEAT") Cell.Basis basis,
            @RequestParam(required = false) @Nullable List<Role> leadRoles,
            @RequestParam(required = false) @Nullable Long leadSeat,
            @RequestParam(required = false) @Nullable List<Role> helperRoles,
            @RequestParam(required = false) @Nullable Role supervisor,
            @RequestParam(required = false) @Nullable Role substitute,
            @RequestParam(defaultValue = "") String why,
            @RequestParam(defaultValue = "") String sure) {
        var wanted = new Matrix.Wanted(
                place,
                subject,
                hours,
                basis,
                leadSeat != null || leadRoles == null ? List.of() : leadRoles,
                leadSeat,
                helperRoles == null ? List.of() : helperRoles,
                supervisor,
                substitute,
                why);
        if (sure.equals("yes")) {
            matrix.set(actor, wanted);
            return "redirect:/duty/matrix?place=" + place + "&done=set";
        }
        var changes = matrix.preview(actor, wanted);
        matrix(actor, model, place, subject, "");
        model.addAttribute("changes", changes);
        model.addAttribute("wanted", wanted);
        return "duty/matrix";
    }

    @PostMapping("/duty/matrix/clear")
    @Needs(Right.DUTY_MANAGE)
    String clear(Actor actor, @RequestParam String place, @RequestParam String subject, @RequestParam Hours hours) {
        matrix.clear(actor, place, subject, hours);
        return "redirect:/duty/matrix?place=" + place + "&done=cleared";
    }

    /// Who was responsible for what at a moment; made to be printed.
    @GetMapping("/duty/then")
    @Needs(Right.DUTY_READ)
    String then(
            Actor actor,
            Model model,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @DateTimeFormat(pattern = LOCAL) @Nullable LocalDateTime at) {
        String code = place(actor, model, place);
        Instant when = at == null ? clock.instant() : instant(at);
        var all = subjects.all(code);
        String chosen = subject == null || subject.isBlank() ? all.getFirst().code() : subject;
        model.addAttribute("subject", subjects.get(chosen, code));
        model.addAttribute("subjects", all);
        model.addAttribute("when", when);
        model.addAttribute(
                "local",
                LocalDateTime.ofInstant(when, Clocks.ZONE)
                        .truncatedTo(java.time.temporal.ChronoUnit.MINUTES)
                        .toString());
        model.addAttribute("bodies", duties.bodies(subjects.get(chosen, code), code, when));
        return "duty/then";
    }

    @GetMapping("/duty/rosters")
    @Needs(Right.DUTY_READ)
    String rosters(Actor actor, Model model, @RequestParam(required = false) @Nullable String place) {
        String code = place(actor, model, place);
        Instant now = clock.instant();
        var planned = rosters.within(actor, code, now, now.plus(Duration.ofDays(WEEK)));
        model.addAttribute("rosters", planned);
        model.addAttribute(
                "named",
                named(planned.stream().flatMap(each -> each.shifts().stream().map(Roster.Shift::seat))));
        model.addAttribute("now", now);
        model.addAttribute("places", places);
        model.addAttribute("today", Clocks.today(clock));
        return "duty/rosters";
    }

    @PostMapping("/duty/rosters")
    @Needs(Right.DUTY_MANAGE)
    String open(
            Actor actor,
            @RequestParam String place,
            @RequestParam Role role,
            @RequestParam(defaultValue = "REGULAR") Roster.Kind kind,
            @RequestParam(defaultValue = "ALWAYS") Hours hours,
            @RequestParam String name,
            @RequestParam(required = false) @Nullable LocalDate since,
            @RequestParam(required = false) @Nullable LocalDate until) {
        Roster roster = rosters.open(
                actor,
                new Rosters.Wanted(place, role, kind, hours, name, since == null ? Clocks.today(clock) : since, until));
        return "redirect:/duty/rosters/" + roster.id();
    }

    @GetMapping("/duty/rosters/{id}")
    @Needs(Right.DUTY_READ)
    String roster(
            Actor actor,
            Model model,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable LocalDate week,
            @RequestParam(defaultValue = "") String done) {
        Roster roster = rosters.roster(actor, id);
        LocalDate day = week == null ? Clocks.today(clock) : week;
        LocalDate monday = day.minusDays(day.getDayOfWeek().getValue() - 1L);
        Instant from = monday.atStartOfDay(Clocks.ZONE).toInstant();
        Instant until = monday.plusDays(2L * WEEK).atStartOfDay(Clocks.ZONE).toInstant();
        var shifts = rosters.shifts(roster, from, until);
        var byDay = new TreeMap<LocalDate, List<Roster.Shift>>();
        for (int i = 0; i < 2 * WEEK; i++) {
            byDay.put(monday.plusDays(i), new ArrayList<>());
        }
        for (Roster.Shift shift : shifts) {
            LocalDate begin = LocalDate.ofInstant(shift.startsAt(), Clocks.ZONE);
            byDay.computeIfAbsent(begin.isBefore(monday) ? monday : begin, _ -> new ArrayList<>())
                    .add(shift);
        }
        model.addAttribute("roster", roster);
        model.addAttribute("place", places.get(roster.place()));
        model.addAttribute("days", byDay);
        model.addAttribute("monday", monday);
        model.addAttribute("named", named(shifts.stream().map(Roster.Shift::seat)));
        model.addAttribute("fitting", rosters.fitting(roster));
        model.addAttribute("manages", actor.may(Right.DUTY_MANAGE, roster.placeCode()));
        model.addAttribute("now", clock.instant());
        model.addAttribute("done", done);
        return "duty/roster";
    }

    @PostMapping("/duty/rosters/{id}/rotation")
    @Needs(Right.DUTY_MANAGE)
    String rotate(
            Actor actor,
            @PathVariable long id,
            @RequestParam LocalDate first,
            @RequestParam LocalDate last,
            @RequestParam(required = false) @Nullable Set<DayOfWeek> days,
            @RequestParam(defaultValue = "ALL") Rosters.Days which,
            @RequestParam LocalTime from,
            @RequestParam LocalTime until,
            @RequestParam(required = false) @Nullable List<Long> seat) {
        rosters.plan(
                actor,
                id,
                new Rosters.Pattern(
                        first,
                        last,
                        days == null || days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days,
                        which,
                        from,
                        until,
                        seat == null ? List.of() : seat));
        return "redirect:/duty/rosters/" + id + "?week=" + first + "&done=planned";
    }

    @PostMapping("/duty/rosters/{id}/shifts")
    @Needs(Right.DUTY_MANAGE)
    String plan(
            Actor actor,
            @PathVariable long id,
            @RequestParam long seat,
            @RequestParam @DateTimeFormat(pattern = LOCAL) LocalDateTime from,
            @RequestParam @DateTimeFormat(pattern = LOCAL) LocalDateTime until) {
        rosters.plan(actor, id, seat, instant(from), instant(until));
        return "redirect:/duty/rosters/" + id + "?week=" + from.toLocalDate() + "&done=planned";
    }

    @PostMapping("/duty/rosters/{id}/end")
    @Needs(Right.DUTY_MANAGE)
    String endRoster(Actor actor, @PathVariable long id) {
        Roster roster = rosters.roster(actor, id);
        rosters.end(actor, id);
        return "redirect:/duty/rosters?place=" + roster.placeCode();
    }

    @PostMapping("/duty/shifts/{id}/drop")
    @Needs(Right.DUTY_MANAGE)
    String drop(Actor actor, @PathVariable long id, @RequestParam long roster) {
        rosters.drop(actor, id);
        return "redirect:/duty/rosters/" + roster + "?done=dropped";
    }

    @PostMapping("/duty/shifts/{id}/give")
    @Needs(Right.DUTY_MANAGE)
    String give(Actor actor, @PathVariable long id, @RequestParam long seat, @RequestParam long roster) {
        rosters.give(actor, id, seat);
        return "redirect:/duty/rosters/" + roster + "?done=given";
    }

    @PostMapping("/duty/swaps")
    @ForSignedIn
    String askSwap(
            Actor actor,
            @RequestParam long shift,
            @RequestParam long to,
            @RequestParam(defaultValue = "") String words) {
        swaps.ask(actor, shift, to, null, words);
        return "redirect:/duty?done=swap";
    }

    @PostMapping("/duty/swaps/{id}/{act}")
    @ForSignedIn
    String swap(
            Actor actor,
            @PathVariable long id,
            @PathVariable String act,
            @RequestParam(defaultValue = "") String words) {
        DutyApi.swap(swaps, actor, id, act, words);
        return "redirect:/duty?done=swap";
    }

    @GetMapping("/duty/absences")
    @ForSignedIn
    String absences(Actor actor, Model model, @RequestParam(defaultValue = "") String done) {
        var all = absences.of(actor);
        model.addAttribute("absences", all);
        model.addAttribute(
                "named",
                named(all.stream().flatMap(each -> java.util.stream.Stream.of(each.seat(), each.substitute()))));
        model.addAttribute("own", actor.seats());
        model.addAttribute(
                "colleagues",
                actor.seats().stream()
                        .flatMap(seat -> handlers(seat.placeCode()).stream())
                        .filter(seat -> !actor.holds(seat.id()))
                        .distinct()
                        .toList());
        model.addAttribute("done", done);
        return "duty/absences";
    }

    @PostMapping("/duty/absences")
    @ForSignedIn
    String ask(
            Actor actor,
            @RequestParam long seat,
            @RequestParam @DateTimeFormat(pattern = LOCAL) LocalDateTime from,
            @RequestParam @DateTimeFormat(pattern = LOCAL) LocalDateTime until,
            @RequestParam(defaultValue = "LEAVE") Absence.Kind kind,
            @RequestParam(required = false) @Nullable Long substitute,
            @RequestParam(defaultValue = "") String words) {
        absences.ask(actor, new Absences.Wanted(seat, instant(from), instant(until), kind, substitute, words));
        return "redirect:/duty/absences?done=asked";
    }

    @PostMapping("/duty/absences/{id}/{act}")
    @ForSignedIn
    String absence(
            Actor actor,
            @PathVariable long id,
            @PathVariable String act,
            @RequestParam(required = false) @Nullable Long substitute,
            @RequestParam(defaultValue = "") String words) {
        DutyApi.absence(absences, actor, id, act, substitute, words);
        return "redirect:/duty/absences?done=" + act;
    }

    @PostMapping("/duty/handovers")
    @ForSignedIn
    String handOver(Actor actor, @RequestParam long from, @RequestParam long to, @RequestParam String log) {
        return "redirect:/duty/handovers/"
                + handovers.give(actor, from, to, log).id();
    }

    @GetMapping("/duty/handovers/{id}")
    @ForSignedIn
    String handover(Actor actor, Model model, @PathVariable long id) {
        var handover = handovers.read(actor, id);
        model.addAttribute("handover", handover);
        model.addAttribute("named", named(java.util.stream.Stream.of(handover.from(), handover.to())));
        model.addAttribute("mine", actor.holds(handover.to()) && handover.signedAt() == null);
        model.addAttribute("subjects", subjects);
        return "duty/handover";
    }

    @PostMapping("/duty/handovers/{id}/sign")
    @ForSignedIn
    String sign(Actor actor, @PathVariable long id, @RequestParam(defaultValue = "") String words) {
        handovers.sign(actor, id, words);
        return "redirect:/duty/handovers/" + id;
    }

    @GetMapping("/duty/tasks")
    @Needs(Right.DUTY_READ)
    String tasks(
            Actor actor,
            Model model,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "") String done) {
        String code = place(actor, model, place);
        var rows = gate.within(actor, code, after, 30);
        model.addAttribute("tasks", rows);
        model.addAttribute(
                "acts", rows.rows().stream().collect(Collectors.toMap(Gate.Task::id, task -> gate.acts(actor, task))));
        model.addAttribute(
                "counts", gate.counts(actor, code, Clocks.today(clock).withDayOfYear(1)));
        model.addAttribute("asks", actor.may(Right.TASK_ASK, code));
        model.addAttribute(
                "communities",
                actor.scope(Right.TASK_ASK).codes().stream()
                        .flatMap(each -> places.within(each, List.of(PlaceKind.COMMUNITY)).stream())
                        .distinct()
                        .toList());
        model.addAttribute("places", places);
        model.addAttribute("done", done);
        return "duty/tasks";
    }

    @PostMapping("/duty/tasks")
    @Needs(Right.TASK_ASK)
    String askTask(
            Actor actor,
            @RequestParam String place,
            @RequestParam String title,
            @RequestParam(defaultValue = "") String text,
            @RequestParam String legalBasis,
            @RequestParam(defaultValue = "false") boolean onList,
            @RequestParam String askedBy,
            @RequestParam(defaultValue = "0") java.math.BigDecimal fund,
            @RequestParam String payer,
            @RequestParam(defaultValue = "") String replaces,
            @RequestParam LocalDate dueOn) {
        long fen;
        try {
            fen = fund.movePointRight(2).longValueExact();
        } catch (ArithmeticException fraction) {
            throw Refusal.invalid("task-fund");
        }
        gate.ask(actor, new Gate.Wanted(place, title, text, legalBasis, onList, askedBy, fen, payer, replaces, dueOn));
        return "redirect:/duty/tasks?place=" + place + "&done=asked";
    }

    @PostMapping("/duty/tasks/{id}/{act}")
    @Needs(Right.DUTY_READ)
    String task(
            Actor actor,
            @PathVariable long id,
            @PathVariable String act,
            @RequestParam(defaultValue = "") String words) {
        Gate.Task task = DutyApi.task(gate, actor, id, act, words);
        return "redirect:/duty/tasks?place=" + task.placeCode() + "&done=" + act;
    }

    /// One's shifts for the calendar of a telephone.
    @GetMapping("/duty/calendar/{token}.ics")
    @ForEveryone(why = "a secret address of one's own shifts; calendars cannot sign in")
    ResponseEntity<byte[]> calendar(@PathVariable String token, @RequestParam(defaultValue = "zh") String language) {
        return ResponseEntity.ok()
                .header("Content-Type", "text/calendar; charset=utf-8")
                .body(feed.of(token, Words.of(language)));
    }
}
