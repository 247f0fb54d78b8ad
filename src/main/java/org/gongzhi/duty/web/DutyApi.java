package org.gongzhi.duty.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.duty.Absence;
import org.gongzhi.duty.Absences;
import org.gongzhi.duty.Cell;
import org.gongzhi.duty.Duties;
import org.gongzhi.duty.Finding;
import org.gongzhi.duty.Gaps;
import org.gongzhi.duty.Gate;
import org.gongzhi.duty.Handovers;
import org.gongzhi.duty.Hours;
import org.gongzhi.duty.Matrix;
import org.gongzhi.duty.Roster;
import org.gongzhi.duty.Rosters;
import org.gongzhi.duty.Subjects;
import org.gongzhi.duty.Swaps;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Rows;
import org.gongzhi.kernel.Sent;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Duty for programs: gaps, the matrix, rosters, leave, swaps, hand-overs and the gate. Ids are text.
@RestController
@RequestMapping("/api/v1/duty")
@Tag(name = "duty")
class DutyApi {

    /// A seat as residents are told.
    record SeatView(String seat, Role role, String title, String name, String phone, String placeCode) {
        static SeatView of(Seat seat) {
            return new SeatView(
                    Long.toString(seat.id()), seat.role(), seat.title(), seat.holder(), seat.phone(), seat.placeCode());
        }
    }

    record MendView(
            Finding.Mend.Kind kind,
            @Nullable String seat,
            @Nullable Role role) {}

    record FindingView(
            Finding.What what,
            int weight,
            String placeCode,
            List<String> subjects,
            Instant startsAt,
            Instant endsAt,
            @Nullable String seat,
            @Nullable String roster,
            MendView mend) {

        static FindingView of(Finding finding) {
            return new FindingView(
                    finding.what(),
                    finding.what().weight(),
                    finding.placeCode(),
                    finding.subjects(),
                    finding.startsAt(),
                    finding.endsAt(),
                    id(finding.seat()),
                    id(finding.roster()),
                    new MendView(
                            finding.mend().kind(),
                            id(finding.mend().seat()),
                            finding.mend().role()));
        }
    }

    record GapsView(Instant from, Instant until, Map<Finding.What, Long> counts, List<FindingView> findings) {}

    /// A row of the matrix: who leads, and where that comes from.
    record LineView(
            String subject,
            String name,
            String group,
            @Nullable String fromPlace,
            String why,
            Cell.@Nullable Basis basis,
            List<SeatView> leads,
            boolean lastResort) {}

    record CellInput(
            @Nullable String place,
            @Nullable String subject,
            @Nullable Hours hours,
            Cell.@Nullable Basis basis,
            @Nullable List<Role> leadRoles,
            @Nullable Long leadSeat,
            @Nullable List<Role> helperRoles,
            @Nullable Role supervisor,
            @Nullable Role substitute,
            @Nullable String why) {

        Matrix.Wanted wanted() {
            return new Matrix.Wanted(
                    Sent.needed(place, "place"),
                    Sent.needed(subject, "subject"),
                    hours == null ? Hours.ALWAYS : hours,
                    basis == null ? Cell.Basis.SEAT : basis,
                    leadRoles == null ? List.of() : leadRoles,
                    leadSeat,
                    helperRoles == null ? List.of() : helperRoles,
                    supervisor,
                    substitute,
                    Sent.text(why));
        }
    }

    record ChangeView(String placeCode, String place, String subject, List<SeatView> before, List<SeatView> after) {}

    /// Who is or was responsible.
    record Responsible(
            Instant at,
            String subject,
            String placeCode,
            List<SeatView> leads,
            boolean lastResort,
            @Nullable String why,
            List<SeatView> helpers,
            List<SeatView> supervisors) {}

    record RosterInput(
            @Nullable String place,
            @Nullable Role role,
            Roster.@Nullable Kind kind,
            @Nullable Hours hours,
            @Nullable String name,
            @Nullable LocalDate since,
            @Nullable LocalDate until) {}

    record ShiftView(String shift, String seat, Instant startsAt, Instant endsAt) {
        static ShiftView of(Roster.Shift shift) {
            return new ShiftView(
                    Long.toString(shift.id()), Long.toString(shift.seat()), shift.startsAt(), shift.endsAt());
        }
    }

    record RosterView(
            String roster,
            String placeCode,
            Role role,
            Roster.Kind kind,
            Hours hours,
            String name,
            List<ShiftView> shifts) {

        static RosterView of(Roster roster, List<Roster.Shift> shifts) {
            return new RosterView(
                    Long.toString(roster.id()),
                    roster.placeCode(),
                    roster.role(),
                    roster.kind(),
                    roster.hours(),
                    roster.name(),
                    shifts.stream().map(ShiftView::of).toList());
        }
    }

    record ShiftInput(
            @Nullable Long seat,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt) {}

    record Rotation(
            @Nullable LocalDate first,
            @Nullable LocalDate last,
            @Nullable Set<DayOfWeek> days,
            Rosters.@Nullable Days which,
            @Nullable LocalTime from,
            @Nullable LocalTime until,
            @Nullable List<Long> seats) {}

    record AbsenceInput(
            @Nullable Long seat,
            @Nullable Instant from,
            @Nullable Instant until,
            Absence.@Nullable Kind kind,
            @Nullable Long substitute,
            @Nullable String words) {}

    record AbsenceView(
            String absence,
            String seat,
            Instant startsAt,
            Instant endsAt,
            Absence.Kind kind,
            Absence.State state,
            @Nullable String substitute,
            String answer) {

        static AbsenceView of(Absence absence) {
            return new AbsenceView(
                    Long.toString(absence.id()),
                    Long.toString(absence.seat()),
                    absence.startsAt(),
                    absence.endsAt(),
                    absence.kind(),
                    absence.state(),
                    id(absence.substitute()),
                    absence.answer());
        }
    }

    record Answer(@Nullable String words, @Nullable Long substitute) {}

    record SwapInput(
            @Nullable Long shift,
            @Nullable Long to,
            @Nullable Long back,
            @Nullable String words) {}

    record SwapView(
            String swap,
            String shift,
            String from,
            String to,
            @Nullable String back,
            Swaps.State state) {
        static SwapView of(Swaps.Swap swap) {
            return new SwapView(
                    Long.toString(swap.id()),
                    Long.toString(swap.shift()),
                    Long.toString(swap.from()),
                    Long.toString(swap.to()),
                    id(swap.back()),
                    swap.state());
        }
    }

    record HandoverInput(
            @Nullable Long from,
            @Nullable Long to,
            @Nullable String log) {}

    record TaskInput(
            @Nullable String place,
            @Nullable String title,
            @Nullable String text,
            @Nullable String legalBasis,
            @Nullable Boolean onList,
            @Nullable String askedBy,
            @Nullable Long fundFen,
            @Nullable String payer,
            @Nullable String replaces,
            @Nullable LocalDate dueOn) {}

    private static @Nullable String id(@Nullable Long id) {
        return id == null ? null : Long.toString(id);
    }

    private final Gaps gaps;
    private final Matrix matrix;
    private final Duties duties;
    private final Rosters rosters;
    private final Absences absences;
    private final Swaps swaps;
    private final Handovers handovers;
    private final Gate gate;
    private final Subjects subjects;
    private final Places places;
    private final Clock clock;

    DutyApi(
            Gaps gaps,
            Matrix matrix,
            Duties duties,
            Rosters rosters,
            Absences absences,
            Swaps swaps,
            Handovers handovers,
            Gate gate,
            Subjects subjects,
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
        this.subjects = subjects;
        this.places = places;
        this.clock = clock;
    }

    @GetMapping("/gaps")
    @Needs(Right.DUTY_READ)
    @Operation(
            summary = "Gaps, overlaps and single points of failure in the coming days, each with what mends it",
            description = "The heaviest and soonest first; `counts` counts them all, `findings` holds up to 2,000.")
    GapsView gaps(Actor actor, @RequestParam String place, @RequestParam(defaultValue = "30") int days) {
        var report = gaps.report(actor, place, days);
        return new GapsView(
                report.from(),
                report.until(),
                report.counts(),
                report.findings().stream().map(FindingView::of).toList());
    }

    @GetMapping("/matrix")
    @Needs(Right.DUTY_READ)
    @Operation(summary = "Who leads what at a place now, and where that comes from")
    List<LineView> matrix(Actor actor, @RequestParam String place) {
        return matrix.at(actor, place).stream()
                .map(line -> new LineView(
                        line.subject().code(),
                        line.subject().chinese(),
                        line.subject().group(),
                        line.from() == null ? null : line.from().code(),
                        line.cell() == null ? line.rule().source() : line.cell().why(),
                        line.cell() == null ? null : line.cell().basis(),
                        line.leads().stream().map(SeatView::of).toList(),
                        line.lastResort()))
                .toList();
    }

    @PutMapping("/matrix")
    @Needs(Right.DUTY_MANAGE)
    @Operation(summary = "Sets a cell of the matrix")
    Map<String, String> set(Actor actor, @RequestBody CellInput cell) {
        return Map.of("cell", Long.toString(matrix.set(actor, cell.wanted()).id()));
    }

    @PostMapping("/matrix/preview")
    @Needs(Right.DUTY_MANAGE)
    @Operation(summary = "What a cell would change: who leads now and who would")
    List<ChangeView> preview(Actor actor, @RequestBody CellInput cell) {
        return matrix.preview(actor, cell.wanted()).stream()
                .map(change -> new ChangeView(
                        change.placeCode(),
                        change.placeName(),
                        change.subject().code(),
                        change.before().stream().map(SeatView::of).toList(),
                        change.after().stream().map(SeatView::of).toList()))
                .toList();
    }

    @DeleteMapping("/matrix")
    @Needs(Right.DUTY_MANAGE)
    @Operation(summary = "Takes a cell away: what is inherited holds again")
    void clear(
            Actor actor,
            @RequestParam String place,
            @RequestParam String subject,
            @RequestParam(defaultValue = "ALWAYS") Hours hours) {
        matrix.clear(actor, place, subject, hours);
    }

    @GetMapping("/responsible")
    @Needs(Right.DUTY_READ)
    @Operation(summary = "Who is or was responsible for a subject at a place at a moment")
    Responsible responsible(
            Actor actor,
            @RequestParam String place,
            @RequestParam String subject,
            @RequestParam(required = false) @Nullable Instant at) {
        actor.require(Right.DUTY_READ, place);
        if (places.find(place).isEmpty()) {
            throw Refusal.unknown("place");
        }
        Instant when = at == null ? clock.instant() : at;
        var bodies = duties.bodies(subjects.get(subject, place), place, when);
        return new Responsible(
                when,
                subject,
                place,
                bodies.leads().stream().map(SeatView::of).toList(),
                bodies.lastResort(),
                bodies.cell() == null ? null : bodies.cell().why(),
                bodies.helpers().stream().map(SeatView::of).toList(),
                bodies.supervisors().stream().map(SeatView::of).toList());
    }

    @GetMapping("/rosters")
    @Needs(Right.DUTY_READ)
    @Operation(summary = "Rosters within a place with their shifts in a span")
    List<RosterView> rosters(
            Actor actor,
            @RequestParam String place,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant until) {
        Instant begin = from == null ? clock.instant() : from;
        return rosters.within(actor, place, begin, until == null ? begin.plusSeconds(30L * 86_400) : until).stream()
                .map(planned -> RosterView.of(planned.roster(), planned.shifts()))
                .toList();
    }

    @PostMapping("/rosters")
    @Needs(Right.DUTY_MANAGE)
    @Operation(summary = "Opens a roster")
    ResponseEntity<RosterView> open(Actor actor, @RequestBody RosterInput input) {
        Roster roster = rosters.open(
                actor,
                new Rosters.Wanted(
                        Sent.needed(input.place, "place"),
                        Sent.needed(input.role, "role"),
                        input.kind == null ? Roster.Kind.REGULAR : input.kind,
                        input.hours == null ? Hours.ALWAYS : input.hours,
                        Sent.text(input.name),
                        Sent.needed(input.since, "since"),
                        input.until));
        return ResponseEntity.status(201).body(RosterView.of(roster, List.of()));
    }

    @PostMapping("/rosters/{id}/end")
    @Needs(Right.DUTY_MANAGE)
    @Operation(summary = "Ends a roster now")
    void endRoster(Actor actor, @PathVariable long id) {
        rosters.end(actor, id);
    }

    @PostMapping("/rosters/{id}/shifts")
    @Needs(Right.DUTY_MANAGE)
    @Operation(summary = "Plans one shift")
    ResponseEntity<ShiftView> plan(Actor actor, @PathVariable long id, @RequestBody ShiftInput shift) {
        return ResponseEntity.status(201)
                .body(ShiftView.of(rosters.plan(
                        actor,
                        id,
                        Sent.needed(shift.seat, "seat"),
                        Sent.needed(shift.startsAt, "startsAt"),
                        Sent.needed(shift.endsAt, "endsAt"))));
    }

    @PostMapping("/rosters/{id}/rotation")
    @Needs(Right.DUTY_MANAGE)
    @Operation(summary = "Plans a rotation, all of it or nothing")
    ResponseEntity<List<ShiftView>> rotate(Actor actor, @PathVariable long id, @RequestBody Rotation rotation) {
        var planned = rosters.plan(
                actor,
                id,
                new Rosters.Pattern(
                        Sent.needed(rotation.first, "first"),
                        Sent.needed(rotation.last, "last"),
                        rotation.days == null || rotation.days.isEmpty()
                                ? EnumSet.allOf(DayOfWeek.class)
                                : rotation.days,
                        rotation.which == null ? Rosters.Days.ALL : rotation.which,
                        Sent.needed(rotation.from, "from"),
                        Sent.needed(rotation.until, "until"),
                        rotation.seats == null ? List.of() : rotation.seats));
        return ResponseEntity.status(201)
                .body(planned.stream().map(ShiftView::of).toList());
    }

    @PutMapping("/shifts/{id}/seat")
    @Needs(Right.DUTY_MANAGE)
    @Operation(summary = "Gives a shift to another seat")
    void give(Actor actor, @PathVariable long id, @RequestBody ShiftInput shift) {
        rosters.give(actor, id, Sent.needed(shift.seat, "seat"));
    }

    @DeleteMapping("/shifts/{id}")
    @Needs(Right.DUTY_MANAGE)
    @Operation(summary = "Takes a planned shift away")
    void drop(Actor actor, @PathVariable long id) {
        rosters.drop(actor, id);
    }

    @GetMapping("/absences")
    @ForSignedIn
    @Operation(summary = "Leave of the asker's own seats, and within the places they look after")
    List<AbsenceView> absences(Actor actor) {
        return absences.of(actor).stream().map(AbsenceView::of).toList();
    }

    @PostMapping("/absences")
    @ForSignedIn
    @Operation(summary = "Asks for leave from one's own seat")
    ResponseEntity<AbsenceView> ask(Actor actor, @RequestBody AbsenceInput input) {
        return ResponseEntity.status(201)
                .body(AbsenceView.of(absences.ask(
                        actor,
                        new Absences.Wanted(
                                Sent.needed(input.seat, "seat"),
                                Sent.needed(input.from, "from"),
                                Sent.needed(input.until, "until"),
                                input.kind == null ? Absence.Kind.LEAVE : input.kind,
                                input.substitute,
                                Sent.text(input.words)))));
    }

    @PostMapping("/absences/{id}/{act}")
    @ForSignedIn
    @Operation(summary = "approve, refuse, withdraw or back")
    void absence(
            Actor actor,
            @PathVariable long id,
            @PathVariable String act,
            @RequestBody(required = false) @Nullable Answer answer) {
        absence(
                absences,
                actor,
                id,
                act,
                answer == null ? null : answer.substitute,
                answer == null ? "" : Sent.text(answer.words));
    }

    static void absence(Absences absences, Actor actor, long id, String act, @Nullable Long substitute, String words) {
        switch (act) {
            case "approve" -> absences.approve(actor, id, substitute);
            case "refuse" -> absences.refuse(actor, id, words);
            case "withdraw" -> absences.withdraw(actor, id);
            case "back" -> absences.back(actor, id);
            default -> throw Refusal.unknown("act");
        }
    }

    @GetMapping("/swaps")
    @ForSignedIn
    @Operation(summary = "Open swaps that concern the asker")
    List<SwapView> swaps(Actor actor) {
        return swaps.of(actor).stream().map(SwapView::of).toList();
    }

    @PostMapping("/swaps")
    @ForSignedIn
    @Operation(summary = "Asks somebody to take one's shift, perhaps for one of theirs")
    ResponseEntity<SwapView> askSwap(Actor actor, @RequestBody SwapInput input) {
        return ResponseEntity.status(201)
                .body(SwapView.of(swaps.ask(
                        actor,
                        Sent.needed(input.shift, "shift"),
                        Sent.needed(input.to, "to"),
                        input.back,
                        Sent.text(input.words))));
    }

    @PostMapping("/swaps/{id}/{act}")
    @ForSignedIn
    @Operation(summary = "agree, decline, withdraw, approve or refuse")
    void swap(
            Actor actor,
            @PathVariable long id,
            @PathVariable String act,
            @RequestBody(required = false) @Nullable Answer answer) {
        swap(swaps, actor, id, act, answer == null ? "" : Sent.text(answer.words));
    }

    static void swap(Swaps swaps, Actor actor, long id, String act, String words) {
        switch (act) {
            case "agree" -> swaps.answer(actor, id, true);
            case "decline" -> swaps.answer(actor, id, false);
            case "withdraw" -> swaps.withdraw(actor, id);
            case "approve" -> swaps.decide(actor, id, true, words);
            case "refuse" -> swaps.decide(actor, id, false, words);
            default -> throw Refusal.unknown("act");
        }
    }

    @GetMapping("/handovers")
    @ForSignedIn
    @Operation(summary = "Hand-overs from and to the asker's seats")
    List<Handovers.Handover> handovers(Actor actor) {
        return handovers.of(actor);
    }

    @PostMapping("/handovers")
    @ForSignedIn
    @Operation(summary = "Signs a shift off to somebody, with a log and what is open")
    ResponseEntity<Handovers.Handover> handOver(Actor actor, @RequestBody HandoverInput input) {
        return ResponseEntity.status(201)
                .body(handovers.give(
                        actor, Sent.needed(input.from, "from"), Sent.needed(input.to, "to"), Sent.text(input.log)));
    }

    @PostMapping("/handovers/{id}/sign")
    @ForSignedIn
    @Operation(summary = "The other signs, perhaps with a reservation")
    Handovers.Handover sign(
            Actor actor, @PathVariable long id, @RequestBody(required = false) @Nullable Answer answer) {
        return handovers.sign(actor, id, answer == null ? "" : Sent.text(answer.words));
    }

    @GetMapping("/tasks")
    @Needs(Right.DUTY_READ)
    @Operation(summary = "Tasks at the gate within a place, the newest first")
    Rows<Gate.Task> tasks(
            Actor actor,
            @RequestParam String place,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "50") int limit) {
        return gate.within(actor, place, after, limit);
    }

    @PostMapping("/tasks")
    @Needs(Right.TASK_ASK)
    @Operation(summary = "Asks a community to take on a task")
    ResponseEntity<Gate.Task> ask(Actor actor, @RequestBody TaskInput input) {
        return ResponseEntity.status(201)
                .body(gate.ask(
                        actor,
                        new Gate.Wanted(
                                Sent.needed(input.place, "place"),
                                Sent.text(input.title),
                                Sent.text(input.text),
                                Sent.text(input.legalBasis),
                                Boolean.TRUE.equals(input.onList),
                                Sent.text(input.askedBy),
                                input.fundFen == null ? 0 : input.fundFen,
                                Sent.text(input.payer),
                                Sent.text(input.replaces),
                                Sent.needed(input.dueOn, "dueOn"))));
    }

    @PostMapping("/tasks/{id}/{act}")
    @Needs(Right.DUTY_READ)
    @Operation(summary = "accept, refuse, appeal, uphold, overrule, done or withdraw")
    Gate.Task task(
            Actor actor,
            @PathVariable long id,
            @PathVariable String act,
            @RequestBody(required = false) @Nullable Answer answer) {
        return task(gate, actor, id, act, answer == null ? "" : Sent.text(answer.words));
    }

    static Gate.Task task(Gate gate, Actor actor, long id, String act, String words) {
        return switch (act) {
            case "accept" -> gate.decide(actor, id, true, words);
            case "refuse" -> gate.decide(actor, id, false, words);
            case "appeal" -> gate.appeal(actor, id, words);
            case "uphold" -> gate.judge(actor, id, true, words);
            case "overrule" -> gate.judge(actor, id, false, words);
            case "done" -> gate.end(actor, id, true, words);
            case "withdraw" -> gate.end(actor, id, false, words);
            default -> throw Refusal.unknown("act");
        };
    }

    @GetMapping("/tasks/counts")
    @Needs(Right.DUTY_READ)
    @Operation(summary = "What was pushed down by whom since a day")
    List<Gate.Count> counts(Actor actor, @RequestParam String place, @RequestParam LocalDate since) {
        return gate.counts(actor, place, since);
    }
}
