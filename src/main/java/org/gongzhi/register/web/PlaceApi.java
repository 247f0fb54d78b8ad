package org.gongzhi.register.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Sent;
import org.gongzhi.people.Coverage;
import org.gongzhi.people.Dwellings;
import org.gongzhi.people.Governance;
import org.gongzhi.places.Outlines;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.PlaceRegister;
import org.gongzhi.places.Places;
import org.gongzhi.register.PlaceDesk;
import org.gongzhi.register.Rounds;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The tree of places for programs: coverage, changes, outlines, who governs what, visits.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "places")
class PlaceApi {

    /// The coverage report. `unmanaged` counts estates without property company and trustee, `underNobody` those
    /// without a residents' committee.
    record CoverageView(
            String place,
            int estates,
            int managed,
            int trusteeship,
            int unmanaged,
            int underCommittee,
            int underNobody,
            int withOwnersCommittee,
            int withoutOwnersCommittee,
            int withoutLiaison,
            List<EstateRow> rows,
            List<FaultRow> faults) {

        static CoverageView of(String place, Coverage.Report report) {
            int committee = report.with(Governance.Role.RESIDENTS_COMMITTEE);
            int owners = report.with(Governance.Role.OWNERS_COMMITTEE);
            return new CoverageView(
                    place,
                    report.estates(),
                    report.in(Governance.State.MANAGED),
                    report.in(Governance.State.TRUSTEESHIP),
                    report.in(Governance.State.UNMANAGED),
                    committee,
                    report.estates() - committee,
                    owners,
                    report.estates() - owners,
                    report.withoutLiaison(),
                    report.rows().stream().map(EstateRow::of).toList(),
                    report.faults().stream().map(FaultRow::of).toList());
        }
    }

    record EstateRow(
            String code,
            String name,
            Governance.State state,
            boolean residentsCommittee,
            boolean ownersCommittee,
            @Nullable String liaison) {

        static EstateRow of(Coverage.Estate estate) {
            return new EstateRow(
                    estate.place().code(),
                    estate.place().name(),
                    estate.state(),
                    estate.has(Governance.Role.RESIDENTS_COMMITTEE),
                    estate.has(Governance.Role.OWNERS_COMMITTEE),
                    estate.liaison() == null ? null : estate.liaison().holder());
        }
    }

    record FaultRow(String kind, String place, @Nullable String other, long squareMetres) {

        static FaultRow of(Outlines.Fault fault) {
            return new FaultRow(
                    fault.kind(),
                    fault.place().code(),
                    fault.other() == null ? null : fault.other().code(),
                    fault.squareMetres());
        }
    }

    record PlaceView(String code, PlaceKind kind, String name) {

        static PlaceView of(Place place) {
            return new PlaceView(place.code(), place.kind(), place.name());
        }
    }

    record NewPlaceInput(
            @Nullable String parent,
            @Nullable PlaceKind kind,
            @Nullable String part,
            @Nullable String name,
            @Nullable Double latitude,
            @Nullable Double longitude,
            PlaceRegister.@Nullable EstateKind estateKind,
            @Nullable Long area,
            @Nullable Integer floor) {}

    /// What a change of the tree needs; each act takes what it needs.
    record ChangeInput(
            @Nullable String name,
            @Nullable String parent,
            @Nullable String into,
            @Nullable String part,
            @Nullable List<String> parts,
            @Nullable LocalDate effective,
            @Nullable String reason) {}

    record FactsInput(
            PlaceRegister.@Nullable EstateKind estateKind,
            @Nullable Long area,
            @Nullable Integer floor) {}

    record OutlineInput(@Nullable List<Double> ring, int version) {}

    record GovernanceInput(
            Governance.@Nullable Role role,
            @Nullable Long organisation,
            @Nullable LocalDate since,
            @Nullable LocalDate until) {}

    record VisitInput(
            @Nullable String place,
            Dwellings.@Nullable Outcome outcome,
            @Nullable String note) {}

    private final PlaceDesk desk;
    private final Rounds rounds;
    private final Places places;
    private final PlaceRegister register;
    private final Outlines outlines;
    private final Governance governance;
    private final Clock clock;

    PlaceApi(
            PlaceDesk desk,
            Rounds rounds,
            Places places,
            PlaceRegister register,
            Outlines outlines,
            Governance governance,
            Clock clock) {
        this.desk = desk;
        this.rounds = rounds;
        this.places = places;
        this.register = register;
        this.outlines = outlines;
        this.governance = governance;
        this.clock = clock;
    }

    private LocalDate day(@Nullable LocalDate day) {
        return day == null ? Clocks.today(clock) : day;
    }

    @GetMapping("/coverage")
    @Needs(Right.BOARD_READ)
    @Operation(summary = "Which estates lack residents' committee, property company, owners' committee or liaison")
    CoverageView coverage(Actor actor, @RequestParam(required = false) @Nullable String place) {
        String code = desk.own(actor, Right.BOARD_READ, place);
        return CoverageView.of(code, desk.coverage(actor, code));
    }

    @PostMapping("/places")
    @Needs(Right.PLACE_MANAGE)
    @Operation(summary = "Adds a place within another; `part` becomes the last part of its code")
    ResponseEntity<PlaceView> add(Actor actor, @RequestBody NewPlaceInput fresh) {
        Place.Point at = fresh.latitude == null || fresh.longitude == null
                ? null
                : new Place.Point(fresh.latitude, fresh.longitude);
        Place made = desk.add(
                actor,
                Sent.needed(fresh.parent, "parent"),
                new PlaceRegister.NewPlace(
                        Sent.needed(fresh.kind, "kind"),
                        Sent.needed(fresh.part, "part"),
                        Sent.needed(fresh.name, "name"),
                        at,
                        fresh.estateKind,
                        fresh.area,
                        fresh.floor));
        return ResponseEntity.status(201).body(PlaceView.of(made));
    }

    @PostMapping("/places/{code}/rename")
    @Needs(Right.PLACE_MANAGE)
    @Operation(summary = "Gives a place another name from a day on")
    PlaceView rename(Actor actor, @PathVariable String code, @RequestBody ChangeInput change) {
        return PlaceView.of(
                desk.rename(actor, code, Sent.text(change.name), day(change.effective), Sent.text(change.reason)));
    }

    @PostMapping("/places/{code}/move")
    @Needs(Right.PLACE_MANAGE)
    @Operation(summary = "Gives a place another code, within the same or another parent; the old code keeps working")
    PlaceView move(Actor actor, @PathVariable String code, @RequestBody ChangeInput change) {
        return PlaceView.of(desk.move(
                actor,
                code,
                Sent.needed(change.parent, "parent"),
                Sent.needed(change.part, "part"),
                day(change.effective),
                Sent.text(change.reason)));
    }

    @PostMapping("/places/{code}/split")
    @Needs(Right.PLACE_MANAGE)
    @Operation(summary = "Divides a place: the parts named go into a new one beside it")
    PlaceView split(Actor actor, @PathVariable String code, @RequestBody ChangeInput change) {
        return PlaceView.of(desk.split(
                actor,
                code,
                Sent.needed(change.part, "part"),
                Sent.text(change.name),
                Sent.needed(change.parts, "parts"),
                day(change.effective),
                Sent.text(change.reason)));
    }

    @PostMapping("/places/{code}/merge")
    @Needs(Right.PLACE_MANAGE)
    @Operation(summary = "Takes a place into its neighbour")
    PlaceView merge(Actor actor, @PathVariable String code, @RequestBody ChangeInput change) {
        return PlaceView.of(desk.merge(
                actor, code, Sent.needed(change.into, "into"), day(change.effective), Sent.text(change.reason)));
    }

    @PostMapping("/places/{code}/close")
    @Needs(Right.PLACE_MANAGE)
    @Operation(summary = "Closes a place that holds nothing any more")
    void close(Actor actor, @PathVariable String code, @RequestBody ChangeInput change) {
        desk.close(actor, code, day(change.effective), Sent.text(change.reason));
    }

    @PutMapping("/places/{code}/facts")
    @Needs(Right.PLACE_MANAGE)
    @Operation(summary = "The kind of an estate, or area (0.01 m²) and floor of a unit")
    void facts(Actor actor, @PathVariable String code, @RequestBody FactsInput facts) {
        desk.facts(actor, code, facts.estateKind, facts.area, facts.floor);
    }

    @GetMapping("/places/{code}/history")
    @Needs(Right.PLACE_MANAGE)
    @Operation(summary = "What happened to a place")
    List<PlaceRegister.Event> history(Actor actor, @PathVariable String code) {
        return register.history(desk.manageable(actor, code));
    }

    @GetMapping("/places/{code}/outlines")
    @Needs(Right.PLACE_MANAGE)
    @Operation(summary = "The outlines of all grids and estates within a place")
    List<Map<String, Object>> outlines(Actor actor, @PathVariable String code) {
        return outlines.within(desk.manageable(actor, code).code()).stream()
                .map(each -> Map.<String, Object>of(
                        "code", places.get(each.place()).code(), "ring", each.ring(), "version", each.version()))
                .toList();
    }

    @PutMapping("/places/{code}/outline")
    @Needs(Right.PLACE_MANAGE)
    @Operation(summary = "Draws the outline of a grid or an estate: longitude and latitude in turn")
    void outline(Actor actor, @PathVariable String code, @RequestBody OutlineInput outline) {
        desk.outline(actor, code, Sent.needed(outline.ring, "ring"), outline.version);
    }

    @GetMapping("/grid-at")
    @Needs(Right.MATTER_READ)
    @Operation(summary = "The grid that a position lies in")
    PlaceView gridAt(Actor actor, @RequestParam double latitude, @RequestParam double longitude) {
        return outlines.gridAt(new Place.Point(latitude, longitude))
                .filter(grid -> actor.may(Right.MATTER_READ, grid.code()))
                .map(PlaceView::of)
                .orElseThrow(() -> Refusal.unknown("place"));
    }

    @GetMapping("/places/{code}/governance")
    @Needs(Right.PLACE_MANAGE)
    @Operation(summary = "Who governs a place, and who did")
    List<GovernanceRow> governance(Actor actor, @PathVariable String code) {
        return governance.of(desk.manageable(actor, code)).stream()
                .map(reign -> new GovernanceRow(
                        reign.role(), Long.toString(reign.organisation()), reign.since(), reign.until()))
                .toList();
    }

    record GovernanceRow(
            Governance.Role role,
            String organisation,
            Instant since,
            @Nullable Instant until) {}

    @PostMapping("/places/{code}/governance")
    @Needs(Right.ORGANISATION_MANAGE)
    @Operation(summary = "A body begins to govern a place from a day on, or (without organisation) its role ends")
    void govern(Actor actor, @PathVariable String code, @RequestBody GovernanceInput input) {
        Governance.Role role = Sent.needed(input.role, "role");
        if (input.organisation == null) {
            desk.endGovernance(actor, code, role, day(input.until));
        } else {
            desk.govern(actor, code, role, input.organisation, day(input.since));
        }
    }

    @GetMapping("/visits/due")
    @Needs(Right.PERSON_WRITE)
    @Operation(summary = "Doors where a visit is due, in the order of a walk")
    List<Dwellings.Dwelling> due(Actor actor) {
        return rounds.due(actor, 200);
    }

    @PostMapping("/visits")
    @Needs(Right.PERSON_WRITE)
    @Operation(summary = "Records a visit")
    void visit(Actor actor, @RequestBody VisitInput visit) {
        rounds.visit(
                actor, Sent.needed(visit.place, "place"), Sent.needed(visit.outcome, "outcome"), Sent.text(visit.note));
    }
}
