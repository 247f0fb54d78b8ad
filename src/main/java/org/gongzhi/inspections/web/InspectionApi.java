package org.gongzhi.inspections.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Commands;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.inspections.Campaign;
import org.gongzhi.inspections.Campaigns;
import org.gongzhi.inspections.Document;
import org.gongzhi.inspections.Documents;
import org.gongzhi.inspections.Hazard;
import org.gongzhi.inspections.HazardAct;
import org.gongzhi.inspections.Hazards;
import org.gongzhi.inspections.InspectionFigures;
import org.gongzhi.inspections.Premises;
import org.gongzhi.inspections.PremisesRegister;
import org.gongzhi.inspections.Visit;
import org.gongzhi.inspections.Visits;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Sent;
import org.gongzhi.kernel.Words;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Inspections for programs.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "inspections")
class InspectionApi {

    private static final String KEY = "Idempotency-Key";

    private final Campaigns campaigns;
    private final PremisesRegister premises;
    private final Visits visits;
    private final Hazards hazards;
    private final Documents documents;
    private final InspectionFigures figures;
    private final Commands commands;

    InspectionApi(
            Campaigns campaigns,
            PremisesRegister premises,
            Visits visits,
            Hazards hazards,
            Documents documents,
            InspectionFigures figures,
            Commands commands) {
        this.campaigns = campaigns;
        this.premises = premises;
        this.visits = visits;
        this.hazards = hazards;
        this.documents = documents;
        this.figures = figures;
        this.commands = commands;
    }

    /// A campaign as programs see it: the seed of its draws only after its end.
    record Shown(
            String code,
            String name,
            Campaign.Level level,
            String place,
            String ordered,
            List<String> principles,
            List<String> sectors,
            List<String> kinds,
            int quota,
            boolean covering,
            boolean unannounced,
            Map<String, Integer> checklists,
            List<Campaign.Named> leadGroup,
            LocalDate startsOn,
            LocalDate endsOn,
            Campaign.State state,
            String seedHash,
            @Nullable String seed,
            int version) {}

    private Shown shown(Campaign campaign) {
        return new Shown(
                campaign.code(),
                campaign.name(),
                campaign.level(),
                campaign.placeCode(),
                campaign.ordered(),
                campaign.principles(),
                campaign.sectors(),
                campaign.kinds(),
                campaign.quota(),
                campaign.covering(),
                campaign.unannounced(),
                campaign.checklists(),
                campaign.leadGroup(),
                campaign.startsOn(),
                campaign.endsOn(),
                campaign.state(),
                campaign.seedHash(),
                campaigns.seed(campaign),
                campaign.version());
    }

    @GetMapping("/campaigns")
    @Needs(Right.INSPECT)
    @Operation(summary = "Campaigns within the asker's scope or reaching into it, the newest first")
    List<Shown> campaigns(Actor actor) {
        return campaigns.list(actor).stream().map(this::shown).toList();
    }

    @PostMapping("/campaigns")
    @Needs(Right.INSPECT_MANAGE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Orders a campaign; its code is used once")
    Shown order(Actor actor, @RequestBody Campaigns.Order order) {
        return shown(campaigns.order(actor, order));
    }

    @GetMapping("/campaigns/{code}")
    @Needs(Right.INSPECT)
    Shown campaign(Actor actor, @PathVariable String code) {
        return shown(campaigns.readable(actor, code));
    }

    @GetMapping("/campaigns/{code}/figures")
    @Needs(Right.INSPECT)
    @Operation(summary = "The figures of a campaign, or of its part in a place, counted now")
    InspectionFigures.Figures figures(
            Actor actor, @PathVariable String code, @RequestParam(required = false) @Nullable String place) {
        return figures.of(InspectionFigures.Span.of(campaigns.readable(actor, code), place));
    }

    @GetMapping("/campaigns/{code}/parts")
    @Needs(Right.INSPECT)
    @Operation(summary = "The figures cut by place, sector or day")
    List<InspectionFigures.Part> parts(
            Actor actor, @PathVariable String code, @RequestParam(defaultValue = "PLACE") InspectionFigures.By by) {
        return figures.parts(InspectionFigures.Span.of(campaigns.readable(actor, code), null), by);
    }

    @GetMapping("/campaigns/{code}/documents")
    @Needs(Right.INSPECT)
    @Operation(summary = "How many documents of each kind")
    Map<Document.Kind, Integer> counted(Actor actor, @PathVariable String code) {
        return figures.documents(InspectionFigures.Span.of(campaigns.readable(actor, code), null));
    }

    @GetMapping("/campaigns/{code}/teams")
    @Needs(Right.INSPECT)
    List<Campaign.Team> teams(
            Actor actor,
            @PathVariable String code,
            @RequestParam(defaultValue = "0") int after,
            @RequestParam(defaultValue = "100") int limit) {
        return campaigns.teams(campaigns.readable(actor, code), after, limit);
    }

    @PostMapping("/campaigns/{code}/teams")
    @Needs(Right.INSPECT_MANAGE)
    @Operation(summary = "Adds teams with their members")
    List<Campaign.Team> staff(Actor actor, @PathVariable String code, @RequestBody List<Campaigns.NewTeam> teams) {
        return campaigns.staff(actor, code, teams);
    }

    /// A step in the life of a campaign: `begin`, `end`, `prolong`.
    record Step(@Nullable LocalDate until) {}

    @PostMapping("/campaigns/{code}/{act}")
    @Needs(Right.INSPECT_MANAGE)
    @Operation(summary = "begin, end, or prolong until a day")
    Shown step(
            Actor actor,
            @PathVariable String code,
            @PathVariable String act,
            @RequestBody(required = false) @Nullable Step step) {
        LocalDate until = step == null ? null : step.until;
        return shown(InspectionPages.step(campaigns, actor, code, act, until));
    }

    /// How many for each team, and on which day.
    record Draw(@Nullable Integer each, @Nullable LocalDate day) {}

    @PostMapping("/campaigns/{code}/draw")
    @Needs(Right.INSPECT_MANAGE)
    @Operation(summary = "Draws premises for each team; anybody can check it with the seed after the end")
    List<Campaigns.Drawn> draw(Actor actor, @PathVariable String code, @RequestBody Draw draw) {
        if (draw.each == null || draw.day == null) {
            throw Refusal.invalid("campaign-draw", 200);
        }
        return campaigns.draw(actor, code, draw.each, draw.day);
    }

    @GetMapping("/campaigns/{code}/gaps")
    @Needs(Right.INSPECT)
    @Operation(summary = "Premises that should be covered and were neither visited nor planned")
    List<Premises> gaps(Actor actor, @PathVariable String code) {
        return campaigns.gaps(campaigns.readable(actor, code), 200);
    }

    @GetMapping("/premises")
    @Needs(Right.INSPECT)
    List<Premises> premises(
            Actor actor,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable Integer risk,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "50") int limit) {
        return premises.list(actor, kind, risk, name, before, limit);
    }

    @GetMapping("/premises/mine")
    @ForSignedIn
    @Operation(summary = "What the asker answers for")
    List<Premises> mine(Actor actor) {
        return premises.mine(actor);
    }

    @PostMapping("/premises")
    @Needs(Right.INSPECT)
    @ResponseStatus(HttpStatus.CREATED)
    List<Premises> enter(Actor actor, @RequestBody List<PremisesRegister.Entered> entered) {
        return premises.enter(actor, entered);
    }

    @GetMapping("/premises/screening")
    @Needs(Right.INSPECT)
    @Operation(summary = "Premises by kind and risk")
    List<Premises.Screened> screening(Actor actor) {
        return premises.screened(actor);
    }

    @GetMapping("/premises/{number}")
    @ForSignedIn
    PremisesRegister.Dossier dossier(Actor actor, @PathVariable String number) {
        return premises.dossier(actor, Ids.fromNumber(number));
    }

    @PostMapping("/premises/{number}/decisions")
    @Needs(Right.INSPECT_MANAGE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Issues a decision as a numbered document")
    Document decide(Actor actor, @PathVariable String number, @RequestBody Said said) {
        return documents.decide(actor, Ids.fromNumber(number), said.words == null ? "" : said.words);
    }

    /// For which purpose a number is looked at.
    record Purpose(org.gongzhi.access.Audit.@Nullable Purpose purpose) {}

    @PostMapping("/premises/{number}/reveal")
    @Needs(Right.INSPECT)
    @Operation(summary = "The telephone number of who answers there; the look goes on record")
    Map<String, String> reveal(Actor actor, @PathVariable String number, @RequestBody Purpose purpose) {
        if (purpose.purpose == null) {
            throw Refusal.invalid("purpose");
        }
        return Map.of("phone", premises.reveal(actor, Ids.fromNumber(number), purpose.purpose));
    }

    /// A changed dossier: the version that was seen and the whole of it; `ended` closes it.
    record Changed(
            int version,
            PremisesRegister.Entered entered,
            @Nullable Boolean ended) {}

    @PutMapping("/premises/{number}")
    @Needs(Right.INSPECT)
    Premises change(Actor actor, @PathVariable String number, @RequestBody Changed changed) {
        return premises.change(
                actor,
                Ids.fromNumber(number),
                changed.version,
                Sent.needed(changed.entered, "premises-name"),
                Boolean.TRUE.equals(changed.ended));
    }

    @PostMapping("/premises/{number}/equipment")
    @Needs(Right.INSPECT)
    void equip(Actor actor, @PathVariable String number, @RequestBody List<Premises.Equipment> equipment) {
        premises.equip(actor, Ids.fromNumber(number), equipment);
    }

    @PostMapping("/premises/{number}/licences")
    @Needs(Right.INSPECT)
    void licence(Actor actor, @PathVariable String number, @RequestBody Premises.Licence licence) {
        premises.licence(actor, Ids.fromNumber(number), licence);
    }

    /// A visit that a whole team brings back at once.
    record Brought(
            String premises,
            @Nullable String campaign,
            @Nullable Integer team,
            Visits.Report report) {}

    /// What a visit became.
    record Visited(String visit, Visit.State state, List<String> hazards) {}

    @PostMapping("/inspections")
    @Needs(Right.INSPECT)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Takes in a whole visit; the same Idempotency-Key gives the same visit")
    Visited report(
            Actor actor,
            @RequestBody Brought brought,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return visited(visits.report(
                actor,
                Ids.fromNumber(Sent.needed(brought.premises, "premises")),
                brought.campaign,
                brought.team,
                brought.report,
                key));
    }

    private Visited visited(Visit visit) {
        return new Visited(
                Ids.number(visit.id()),
                visit.state(),
                visits.hazardsOf(visit).stream()
                        .map(each -> Ids.number(each.id()))
                        .toList());
    }

    @GetMapping("/inspections/mine")
    @Needs(Right.INSPECT)
    @Operation(summary = "Visits that wait for the asker's seats and teams")
    List<Visited> waiting(Actor actor) {
        return visits.mine(actor).stream()
                .map(view ->
                        new Visited(Ids.number(view.visit().id()), view.visit().state(), List.of()))
                .toList();
    }

    @GetMapping("/inspections/{number}")
    @ForSignedIn
    Visits.View visit(Actor actor, @PathVariable String number) {
        return visits.view(actor, Ids.fromNumber(number));
    }

    /// How somebody arrived: the code at the door, or where they are.
    record Arrival(
            @Nullable String code,
            @Nullable Double latitude,
            @Nullable Double longitude,
            @Nullable Instant at) {}

    @PostMapping("/inspections/{number}/arrive")
    @Needs(Right.INSPECT)
    Visited arrive(Actor actor, @PathVariable String number, @RequestBody Arrival arrival) {
        return visited(visits.arrive(
                actor,
                Ids.fromNumber(number),
                arrival.code,
                arrival.latitude == null || arrival.longitude == null
                        ? null
                        : new Place.Point(arrival.latitude, arrival.longitude),
                arrival.at));
    }

    @PostMapping("/inspections/{number}/finish")
    @Needs(Right.INSPECT)
    Visited finish(
            Actor actor,
            @PathVariable String number,
            @RequestBody Visits.Report report,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        long id = Ids.fromNumber(number);
        commands.once(actor, key, "finish " + id, () -> {
            visits.finish(actor, id, report);
            return "";
        });
        return visited(visits.view(actor, id).visit());
    }

    /// Words with an act.
    record Said(@Nullable String words) {}

    @PostMapping("/inspections/{number}/cancel")
    @Needs(Right.INSPECT)
    void cancel(Actor actor, @PathVariable String number, @RequestBody Said said) {
        visits.cancel(actor, Ids.fromNumber(number), said.words == null ? "" : said.words);
    }

    @PostMapping("/premises/{number}/self-inspections")
    @ForSignedIn
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "The premises look at themselves")
    Visited self(
            Actor actor,
            @PathVariable String number,
            @RequestBody Visits.Report report,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        return visited(visits.self(actor, Ids.fromNumber(number), report, key));
    }

    @GetMapping("/hazards")
    @Needs(Right.INSPECT)
    List<Hazards.Line> hazards(
            Actor actor,
            @RequestParam(required = false) @Nullable String campaign,
            @RequestParam(required = false) Hazard.@Nullable State state,
            @RequestParam(required = false) Hazard.@Nullable Level level,
            @RequestParam(required = false) @Nullable Boolean overdue,
            @RequestParam(required = false) @Nullable String sector,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate until,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "50") int limit) {
        return hazards.list(
                actor, new Hazards.Asked(campaign, state, level, overdue, sector, place, from, until), before, limit);
    }

    @GetMapping("/hazards/{number}")
    @ForSignedIn
    Hazards.View hazard(Actor actor, @PathVariable String number) {
        return hazards.view(actor, Ids.fromNumber(number));
    }

    /// An act with what it brings.
    record Done(
            @Nullable Integer version,
            @Nullable String words,
            @Nullable Instant until,
            @Nullable Long to,
            @Nullable List<String> photos) {}

    @PostMapping("/hazards/{number}/{act}")
    @ForSignedIn
    @Operation(
            summary =
                    "rectify, give-back, strike, ask-later, grant-later, refuse-later, hand-over, mark-typical, list, refer, resume")
    Hazard act(
            Actor actor,
            @PathVariable String number,
            @PathVariable String act,
            @RequestBody Done done,
            @RequestHeader(name = KEY, required = false) @Nullable String key) {
        long id = Ids.fromNumber(number);
        HazardAct wanted = HazardAct.of(act);
        commands.once(actor, key, wanted + " " + id, () -> {
            hazards.act(
                    actor,
                    id,
                    done.version,
                    wanted,
                    new Hazards.Input(done.words, done.until, done.to, done.photos == null ? List.of() : done.photos));
            return "";
        });
        return hazards.view(actor, id).hazard();
    }

    @DeleteMapping("/hazards/{number}")
    @ForSignedIn
    @Operation(summary = "Always refused: a hazard is struck off, never deleted")
    void delete(Actor actor, @PathVariable String number) {
        hazards.delete(actor, Ids.fromNumber(number));
    }

    /// A resident's report that becomes a hazard.
    record FromMatter(String matter, String premises, Hazard.Found found) {}

    @PostMapping("/hazards")
    @Needs(Right.INSPECT)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Makes a hazard of a matter, once")
    Hazard ofMatter(Actor actor, @RequestBody FromMatter from) {
        return hazards.ofMatter(
                actor,
                Ids.fromNumber(Sent.needed(from.matter, "number")),
                Ids.fromNumber(Sent.needed(from.premises, "number")),
                Sent.needed(from.found, "words"));
    }

    /// How a document was delivered.
    record Delivered(
            Document.@Nullable Delivery how, @Nullable String receiver) {}

    @PostMapping("/inspection-documents/{id}/deliver")
    @Needs(Right.INSPECT)
    void deliver(Actor actor, @PathVariable long id, @RequestBody Delivered delivered) {
        if (delivered.how == null) {
            throw Refusal.invalid("document-receiver");
        }
        documents.deliver(actor, id, delivered.how, delivered.receiver == null ? "" : delivered.receiver);
    }

    @PostMapping("/inspection-documents/{id}/withdraw")
    @Needs(Right.INSPECT_MANAGE)
    void withdraw(Actor actor, @PathVariable long id, @RequestBody Said said) {
        documents.withdraw(actor, id, said.words == null ? "" : said.words);
    }

    @GetMapping("/inspections/genuine/{code}")
    @ForEveryone(why = "number, kind and date of a document whose code somebody holds")
    Documents.Genuine genuine(Words words, @PathVariable String code) {
        return documents.genuine(code, words);
    }

    @GetMapping("/inspections/forecast")
    @Needs(Right.INSPECT)
    @Operation(summary = "What becomes overdue in the coming days unless somebody acts")
    List<InspectionFigures.Forecast> forecast(Actor actor) {
        return figures.forecast(actor);
    }

    @GetMapping("/inspections/heat")
    @Needs(Right.INSPECT)
    @Operation(summary = "Communities by what is open and overdue there")
    List<InspectionFigures.Heat> heat(Actor actor) {
        return figures.heat(actor, 50);
    }

    @GetMapping("/inspections/figures")
    @Needs(Right.INSPECT)
    @Operation(summary = "The figures of some days at a place, campaign or not; every figure has its rows")
    InspectionFigures.Figures period(
            Actor actor, @RequestParam String place, @RequestParam LocalDate from, @RequestParam LocalDate until) {
        return figures.of(figures.span(actor, place, from, until));
    }

    @GetMapping("/inspections/parts")
    @Needs(Right.INSPECT)
    @Operation(summary = "The same cut by place, sector or day")
    List<InspectionFigures.Part> periodParts(
            Actor actor,
            @RequestParam String place,
            @RequestParam LocalDate from,
            @RequestParam LocalDate until,
            @RequestParam(defaultValue = "PLACE") InspectionFigures.By by) {
        return figures.parts(figures.span(actor, place, from, until), by);
    }

    @GetMapping("/inspections")
    @Needs(Right.INSPECT)
    @Operation(summary = "Visits that took place, the newest first, from behind `before`")
    List<Visits.Line> took(
            Actor actor,
            @RequestParam(required = false) @Nullable String campaign,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate until,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "50") int limit) {
        return visits.list(actor, new Visits.Asked(campaign, place, from, until), before, limit);
    }

    @GetMapping("/inspection-documents")
    @Needs(Right.INSPECT)
    @Operation(summary = "Documents that stand, the newest first, from behind `before`")
    List<Documents.Line> papers(
            Actor actor,
            Words words,
            @RequestParam(required = false) Document.@Nullable Kind kind,
            @RequestParam(required = false) @Nullable String campaign,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate until,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "50") int limit) {
        return documents.list(
                visits.span(actor, new Visits.Asked(campaign, place, from, until)),
                kind == null ? EnumSet.allOf(Document.Kind.class) : Set.of(kind),
                before,
                limit,
                words);
    }
}
