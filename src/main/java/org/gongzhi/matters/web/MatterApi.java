package org.gongzhi.matters.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.gongzhi.access.AccessSettings;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.RateLimit;
import org.gongzhi.access.Right;
import org.gongzhi.files.Photos;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Rows;
import org.gongzhi.kernel.Words;
import org.gongzhi.matters.FollowUpCode;
import org.gongzhi.matters.Kinds;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.MatterAct;
import org.gongzhi.matters.MatterBoard;
import org.gongzhi.matters.MatterDesk;
import org.gongzhi.matters.Matters;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.matters.Outcome;
import org.gongzhi.matters.Stage;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/// Matters for programs: the same acts and lists as the pages. Ids are text; a matter's version is its ETag.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "matters")
class MatterApi {

    /// What is reported. `place` is a place's code; `photos` are names that `POST /photos` answered.
    record Report(
            String kind,
            String place,
            @Nullable Double latitude,
            @Nullable Double longitude,
            @Nullable String text,
            @Nullable List<String> photos,
            @Nullable Boolean anonymous,
            java.util.@Nullable Map<String, String> fields,
            @Nullable Contact contact) {

        NewMatter.Extra extra() {
            return new NewMatter.Extra(
                    null,
                    fields == null ? java.util.Map.of() : fields,
                    Boolean.TRUE.equals(anonymous),
                    null,
                    null,
                    null,
                    contact == null ? null : contact.known(),
                    null);
        }
    }

    /// How a visitor can be reached; kept sealed.
    record Contact(
            @Nullable String name,
            @Nullable String phone,
            @Nullable String mail) {
        NewMatter.Contact known() {
            return new NewMatter.Contact(
                    name == null ? "" : name, phone == null ? "" : phone, mail == null ? "" : mail);
        }
    }

    /// Who answers for a matter, as residents are told.
    record Lead(String seat, String title, String name, String phone) {
        static Lead of(Seat seat) {
            return new Lead(Long.toString(seat.id()), seat.title(), seat.holder(), seat.phone());
        }
    }

    /// The answer to a report. `followUpCode` only for visitors without an account.
    record Receipt(
            String number,
            Lead lead,
            Instant deadline,
            @Nullable String followUpCode) {}

    /// A matter in a list.
    record Line(
            String number,
            String kind,
            Stage stage,
            @Nullable Outcome outcome,
            String placeCode,
            @Nullable String estate,
            String text,
            Instant reportedAt,
            Instant deadline,
            @Nullable Instant closedAt,
            String leadName,
            String leadTitle,
            int supporters,
            int version) {

        static Line of(MatterBoard.Line line) {
            Matter matter = line.matter();
            Long estate = matter.where().estate();
            return new Line(
                    Ids.number(matter.id()),
                    matter.kind(),
                    matter.stage(),
                    matter.outcome(),
                    matter.where().placeCode(),
                    estate == null ? null : Long.toString(estate),
                    matter.text(),
                    matter.times().reportedAt(),
                    matter.times().deadline(),
                    matter.times().closedAt(),
                    line.leadName(),
                    line.leadTitle(),
                    line.supporters(),
                    matter.version());
        }
    }

    /// A step of a matter's life.
    record Step(
            String kind,
            Instant at,
            @Nullable String seat,
            @Nullable String title,
            boolean byReporter,
            Object body) {}

    /// One matter whole, as this asker may see it; `acts` are what they can do now.
    record Whole(
            Line matter,
            String kindName,
            String address,
            Lead lead,
            String cause,
            String harm,
            String solution,
            @Nullable Boolean solved,
            @Nullable Integer satisfied,
            int sentBack,
            int reopened,
            List<String> photos,
            List<Lead> helpers,
            Set<MatterAct> acts,
            List<Step> steps) {}

    private final Matters matters;
    private final MatterDesk desk;
    private final MatterBoard board;
    private final Kinds kinds;
    private final Places places;
    private final Photos photos;
    private final FollowUpCode codes;
    private final Acts acts;
    private final Counter counter;
    private final RateLimit limit;
    private final AccessSettings settings;
    private final Clock clock;

    MatterApi(
            Matters matters,
            MatterDesk desk,
            MatterBoard board,
            Kinds kinds,
            Places places,
            Photos photos,
            FollowUpCode codes,
            Acts acts,
            Counter counter,
            RateLimit limit,
            AccessSettings settings,
            Clock clock) {
        this.matters = matters;
        this.desk = desk;
        this.board = board;
        this.kinds = kinds;
        this.places = places;
        this.photos = photos;
        this.codes = codes;
        this.acts = acts;
        this.counter = counter;
        this.limit = limit;
        this.settings = settings;
        this.clock = clock;
    }

    /// What staff take in for somebody else. `channel` is COUNTER, TELEPHONE, PAPER, HOTLINE or PETITION.
    record Taken(
            org.gongzhi.matters.Channel channel,
            String kind,
            String place,
            @Nullable String text,
            @Nullable List<String> photos,
            @Nullable Contact contact,
            @Nullable Boolean anonymous,
            java.util.@Nullable Map<String, String> fields,
            @Nullable String outsideNumber,
            @Nullable Instant deadline) {}

    @PostMapping("/counter")
    @Needs(Right.MATTER_TAKE)
    @Operation(
            summary =
                    "Takes in what somebody told at the counter or on the telephone, wrote on paper, or orders from above")
    ResponseEntity<Receipt> take(
            Actor actor,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody Taken taken) {
        if (taken.channel() == null) {
            throw Refusal.invalid("channel");
        }
        Matter matter = counter.take(
                actor,
                new Counter.Told(
                        taken.channel(),
                        taken.kind() == null ? "" : taken.kind(),
                        taken.place() == null ? "" : taken.place(),
                        taken.text() == null ? "" : taken.text(),
                        taken.photos() == null ? List.of() : taken.photos(),
                        taken.contact() == null
                                ? new NewMatter.Contact("", "", "")
                                : taken.contact().known(),
                        Boolean.TRUE.equals(taken.anonymous()),
                        taken.fields() == null ? java.util.Map.of() : taken.fields(),
                        taken.outsideNumber(),
                        taken.deadline(),
                        VisitorKey.of(actor, key)));
        String number = Ids.number(matter.id());
        return ResponseEntity.created(URI.create("/api/v1/matters/" + number))
                .eTag(Integer.toString(matter.version()))
                .body(new Receipt(
                        number, Lead.of(desk.lead(matter)), matter.times().deadline(), codes.of(matter.id())));
    }

    @PostMapping("/photos")
    @ForEveryone(why = "anybody may report; visitors are counted per address")
    @Operation(summary = "Stores a photo (multipart, JPEG or PNG) and answers its name")
    ResponseEntity<java.util.Map<String, String>> photo(
            Actor actor, HttpServletRequest request, @RequestParam MultipartFile photo) throws IOException {
        if (!actor.signedIn()) {
            limit.count("photo", request.getRemoteAddr(), settings.visitorPhotosPerHour());
        }
        try (var stream = photo.getInputStream()) {
            return ResponseEntity.status(201).body(java.util.Map.of("name", photos.store(stream)));
        }
    }

    @PostMapping("/matters")
    @ForEveryone(why = "anybody may report; visitors are counted per address")
    @Operation(summary = "Reports a problem; the same Idempotency-Key gives the same matter")
    ResponseEntity<Receipt> report(
            Actor actor,
            HttpServletRequest request,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody Report report) {
        if (!actor.signedIn()) {
            limit.count("report", request.getRemoteAddr(), settings.visitorReportsPerHour());
        }
        if (report.kind() == null || report.place() == null) {
            throw Refusal.invalid(report.kind() == null ? "kind" : "place");
        }
        Place place = places.find(report.place()).orElseThrow(() -> Refusal.invalid("place"));
        Matter matter = matters.report(new NewMatter(
                report.kind(),
                place.id(),
                point(report.latitude(), report.longitude()),
                report.text() == null ? "" : report.text(),
                report.photos() == null ? List.of() : report.photos(),
                new Matter.Reporter(actor.account(), actor.person(), "API"),
                VisitorKey.of(actor, request, key, report),
                report.extra()));
        String number = Ids.number(matter.id());
        return ResponseEntity.created(URI.create("/api/v1/matters/" + number))
                .eTag(Integer.toString(matter.version()))
                .body(new Receipt(
                        number,
                        Lead.of(desk.lead(matter)),
                        matter.times().deadline(),
                        actor.signedIn() ? null : codes.of(matter.id())));
    }

    private static Place.@Nullable Point point(@Nullable Double latitude, @Nullable Double longitude) {
        return latitude == null || longitude == null ? null : new Place.Point(latitude, longitude);
    }

    @GetMapping("/matters")
    @Needs(Right.MATTER_READ)
    @Operation(
            summary = "Matters within the asker's scope, the newest first; `next` goes into `after` of the next page")
    Rows<Line> list(
            Actor actor,
            @RequestParam(required = false) @Nullable Stage stage,
            @RequestParam(required = false) @Nullable Boolean open,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable Long estate,
            @RequestParam(defaultValue = "false") boolean overdue,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "50") int limit) {
        var rows = board.list(
                actor, new MatterBoard.Filter(stage, open, kind, estate, overdue, null, place), after, limit);
        return lines(rows);
    }

    private static Rows<Line> lines(Rows<MatterBoard.Line> rows) {
        return new Rows<>(rows.rows().stream().map(Line::of).toList(), rows.next());
    }

    @GetMapping("/matters/mine")
    @ForSignedIn
    @Operation(summary = "What the asker raised")
    Rows<Line> mine(
            Actor actor,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "50") int limit) {
        return lines(board.raisedBy(java.util.Objects.requireNonNull(actor.account()), after, Math.min(limit, 100)));
    }

    @GetMapping("/matters/nearby")
    @ForEveryone(why = "says number, stage and distance of open matters only")
    @Operation(summary = "Open matters of the same kind, near and recent")
    List<java.util.Map<String, Object>> nearby(
            @RequestParam String kind,
            @RequestParam String place,
            @RequestParam(required = false) @Nullable Double latitude,
            @RequestParam(required = false) @Nullable Double longitude,
            @RequestParam(defaultValue = "") String words) {
        Place chosen = places.find(place).orElseThrow(() -> Refusal.unknown("place"));
        return board.nearby(kinds.get(kind).code(), chosen, point(latitude, longitude), words).stream()
                .map(near -> java.util.Map.<String, Object>of(
                        "number", Ids.number(near.line().matter().id()),
                        "stage", near.line().matter().stage(),
                        "reportedAt", near.line().matter().times().reportedAt(),
                        "supporters", near.line().supporters(),
                        "metres", near.metres(),
                        "alike", near.alike()))
                .toList();
    }

    @GetMapping("/work")
    @ForSignedIn
    @Operation(summary = "What the asker leads, the most urgent first")
    Rows<Line> work(
            Actor actor,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "50") int limit) {
        return lines(board.work(actor, after, Math.min(limit, 100)));
    }

    @GetMapping("/board")
    @Needs(Right.BOARD_READ)
    @Operation(
            summary = "Counts by stage, kind and area, and what is overdue, in all or within a place",
            description = "An area is an estate, and above streets the division right below")
    MatterBoard.Counts board(Actor actor, @RequestParam(required = false) @Nullable String place) {
        return board.counts(actor, place);
    }

    @GetMapping("/matters/{number}")
    @ForEveryone(why = "opens to the reporter's follow-up code, else to scope")
    @Operation(summary = "One matter with its steps; the ETag is its version")
    ResponseEntity<Whole> one(Actor actor, HttpServletRequest request, @PathVariable String number) {
        long id = Ids.fromNumber(number);
        var view = desk.view(id, actor, Followed.code(request, id));
        return ResponseEntity.ok()
                .eTag(Integer.toString(view.matter().version()))
                .body(whole(view));
    }

    private static Whole whole(MatterDesk.View view) {
        Matter matter = view.matter();
        String base = "/matters/" + Ids.number(matter.id()) + "/photos/";
        return new Whole(
                Line.of(view.line()),
                view.kind().chinese(),
                view.address(),
                Lead.of(view.lead()),
                matter.handling().cause(),
                matter.handling().harm(),
                matter.handling().solution(),
                matter.handling().solved(),
                matter.handling().satisfied(),
                matter.handling().sentBack(),
                matter.handling().reopened(),
                view.pictures().stream().map(each -> base + each.position()).toList(),
                view.helpers().stream().map(Lead::of).toList(),
                view.acts(),
                view.steps().stream().map(MatterApi::step).toList());
    }

    private static Step step(MatterDesk.Step step) {
        Seat seat = step.seat();
        return new Step(
                step.entry().kind(),
                step.entry().at(),
                seat == null ? null : Long.toString(seat.id()),
                seat == null ? null : seat.title() + " " + seat.holder(),
                step.byReporter(),
                step.entry().body());
    }

    @GetMapping("/matters/{number}/lead")
    @Needs(Right.MATTER_READ)
    @Operation(summary = "Who led a matter at a moment, and since when")
    LedBy lead(Actor actor, @PathVariable String number, @RequestParam(required = false) @Nullable Instant at) {
        Matter matter = desk.readable(Ids.fromNumber(number), actor, null).matter();
        Instant when = at == null ? clock.instant() : at;
        var led = desk.ledAt(matter, when).orElseThrow(() -> Refusal.unknown("lead-then"));
        return new LedBy(when, Lead.of(led.seat()), led.since());
    }

    /// Who led at `at`, since when.
    record LedBy(Instant at, Lead lead, Instant since) {}

    @GetMapping("/matters/{number}/targets")
    @Needs(Right.MATTER_HANDLE)
    @Operation(summary = "Seats this matter could be given to")
    List<Lead> targets(Actor actor, @PathVariable String number) {
        Matter matter = desk.readable(Ids.fromNumber(number), actor, null).matter();
        return desk.targets(matter).stream().map(Lead::of).toList();
    }

    @PostMapping("/matters/{number}/{act}")
    @ForEveryone(why = "the door asks who may: lead, checker or reporter")
    @Operation(
            summary = "Does something with a matter",
            description =
                    "`act` is one of the words in `acts`, in lower case with hyphens: accept, rectify, hand-over …"
                            + " Send the version you saw as `If-Match`, and an `Idempotency-Key` to be able to repeat.")
    ResponseEntity<Whole> act(
            Actor actor,
            HttpServletRequest request,
            @PathVariable String number,
            @PathVariable String act,
            @RequestHeader(name = "If-Match", required = false) @Nullable String match,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody(required = false) @Nullable ActInput body) {
        long id = Ids.fromNumber(number);
        MatterAct wanted = MatterPages.act(act);
        String code = Followed.code(request, id);
        var order = new Matters.Order(id, version(match), actor, code);
        acts.carryOut(wanted, order, key, body == null ? EMPTY : body);
        if (wanted == MatterAct.SUPPORT) {
            return ResponseEntity.noContent().build();
        }
        return one(actor, request, number);
    }

    private static final ActInput EMPTY = new ActInput(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null);

    /// The same act on many matters. `act` is the act's name, `input` what comes with it.
    record Bulk(
            MatterAct act, List<String> numbers, @Nullable ActInput input) {}

    @PostMapping("/matters/bulk")
    @ForSignedIn
    @Operation(summary = "Does the same with many matters, each by itself; says of each what became of it")
    List<Acts.Done> bulk(
            Actor actor,
            Words words,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody Bulk body) {
        if (body.act() == null || body.numbers() == null) {
            throw Refusal.invalid("bulk-act");
        }
        return acts.carryOut(
                body.act(), body.numbers(), actor, key, body.input() == null ? EMPTY : body.input(), words);
    }

    private static @Nullable Integer version(@Nullable String match) {
        if (match == null || match.equals("*")) {
            return null;
        }
        try {
            return Integer.valueOf(match.replace("W/", "").replace("\"", "").strip());
        } catch (NumberFormatException wrong) {
            throw Refusal.invalid("if-match");
        }
    }
}
