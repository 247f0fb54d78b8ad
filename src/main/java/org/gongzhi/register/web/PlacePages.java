package org.gongzhi.register.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Commands;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.people.Dwellings;
import org.gongzhi.people.Governance;
import org.gongzhi.people.Organisation;
import org.gongzhi.people.Organisations;
import org.gongzhi.people.Residences;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Outlines;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.PlaceRegister;
import org.gongzhi.places.Places;
import org.gongzhi.register.PlaceDesk;
import org.gongzhi.register.Posters;
import org.gongzhi.register.Rounds;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Places: coverage, plan, one place with what may be done to it, outlines, posters, visits.
@Controller
class PlacePages {

    private final PlaceDesk desk;
    private final Rounds rounds;
    private final Commands commands;
    private final Posters posters;
    private final Places places;
    private final PlaceRegister register;
    private final Outlines outlines;
    private final Governance governance;
    private final Organisations organisations;
    private final Seats seats;
    private final Dwellings dwellings;
    private final Residences residences;
    private final Clock clock;

    PlacePages(
            PlaceDesk desk,
            Rounds rounds,
            Commands commands,
            Posters posters,
            Places places,
            PlaceRegister register,
            Outlines outlines,
            Governance governance,
            Organisations organisations,
            Seats seats,
            Dwellings dwellings,
            Residences residences,
            Clock clock) {
        this.desk = desk;
        this.rounds = rounds;
        this.commands = commands;
        this.posters = posters;
        this.places = places;
        this.register = register;
        this.outlines = outlines;
        this.governance = governance;
        this.organisations = organisations;
        this.seats = seats;
        this.dwellings = dwellings;
        this.residences = residences;
        this.clock = clock;
    }

    private LocalDate day(@Nullable LocalDate day) {
        return day == null ? Clocks.today(clock) : day;
    }

    @GetMapping("/coverage")
    @Needs(Right.BOARD_READ)
    String coverage(Actor actor, Model model, @RequestParam(required = false) @Nullable String place) {
        String code = desk.own(actor, Right.BOARD_READ, place);
        var report = desk.coverage(actor, code);
        model.addAttribute("report", report);
        model.addAttribute("place", places.find(code).map(Place::name).orElse(code));
        model.addAttribute(
                "bodies",
                byId(report.rows().stream()
                        .flatMap(row -> row.bodies().values().stream())
                        .toList()));
        return "register/coverage";
    }

    private Map<Long, Organisation> byId(List<Long> ids) {
        return organisations.all(ids).stream().collect(Collectors.toMap(Organisation::id, Function.identity()));
    }

    @GetMapping("/places/{code}")
    @Needs(Right.PLACE_MANAGE)
    String place(Actor actor, Model model, @PathVariable String code, @RequestParam(defaultValue = "") String done) {
        Place place = desk.manageable(actor, code);
        var reigns = governance.of(place);
        model.addAttribute("place", place);
        model.addAttribute("chain", places.chain(place).reversed());
        model.addAttribute("children", places.children(place));
        model.addAttribute("facts", register.facts(place));
        model.addAttribute("history", register.history(place));
        model.addAttribute("reigns", reigns);
        model.addAttribute(
                "bodies",
                byId(reigns.stream().map(Governance.Reign::organisation).toList()));
        model.addAttribute(
                "choices",
                actor.may(Right.ORGANISATION_MANAGE)
                        ? organisations
                                .within(actor.scope(Right.ORGANISATION_MANAGE).codes(), null, null, 300)
                                .rows()
                        : List.<Organisation>of());
        model.addAttribute("seats", seats.at(List.of(place.code())));
        model.addAttribute(
                "kinds",
                java.util.Arrays.stream(PlaceKind.values())
                        .filter(kind -> kind.fitsIn(place.kind()))
                        .toList());
        model.addAttribute("dwelling", dwellings.find(place).orElse(null));
        model.addAttribute("visits", place.kind().exclusiveUnit() ? dwellings.visits(place) : List.of());
        model.addAttribute("residents", place.kind().exclusiveUnit() ? residences.of(place) : List.of());
        model.addAttribute("today", day(null).toString());
        model.addAttribute("done", done);
        return "register/place";
    }

    @PostMapping("/places/{code}/add")
    @Needs(Right.PLACE_MANAGE)
    String add(
            Actor actor,
            @PathVariable String code,
            @RequestParam PlaceKind kind,
            @RequestParam String part,
            @RequestParam String name) {
        Place made = desk.add(actor, code, new PlaceRegister.NewPlace(kind, part, name, null, null, null, null));
        return "redirect:/places/" + made.code() + "?done=added";
    }

    @PostMapping("/places/{code}/rename")
    @Needs(Right.PLACE_MANAGE)
    String rename(
            Actor actor,
            @PathVariable String code,
            @RequestParam String name,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(required = false) @Nullable LocalDate effective) {
        desk.rename(actor, code, name, day(effective), words);
        return "redirect:/places/" + code + "?done=changed";
    }

    @PostMapping("/places/{code}/move")
    @Needs(Right.PLACE_MANAGE)
    String move(
            Actor actor,
            @PathVariable String code,
            @RequestParam String parent,
            @RequestParam String part,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(required = false) @Nullable LocalDate effective) {
        Place moved = desk.move(actor, code, parent, part, day(effective), words);
        return "redirect:/places/" + moved.code() + "?done=changed";
    }

    @PostMapping("/places/{code}/split")
    @Needs(Right.PLACE_MANAGE)
    String split(
            Actor actor,
            @PathVariable String code,
            @RequestParam String part,
            @RequestParam String name,
            @RequestParam(required = false) @Nullable List<String> parts,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(required = false) @Nullable LocalDate effective) {
        Place fresh = desk.split(actor, code, part, name, parts == null ? List.of() : parts, day(effective), words);
        return "redirect:/places/" + fresh.code() + "?done=added";
    }

    @PostMapping("/places/{code}/merge")
    @Needs(Right.PLACE_MANAGE)
    String merge(
            Actor actor,
            @PathVariable String code,
            @RequestParam String into,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(required = false) @Nullable LocalDate effective) {
        Place merged = desk.merge(actor, code, into, day(effective), words);
        return "redirect:/places/" + merged.code() + "?done=changed";
    }

    @PostMapping("/places/{code}/close")
    @Needs(Right.PLACE_MANAGE)
    String close(
            Actor actor,
            @PathVariable String code,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(required = false) @Nullable LocalDate effective) {
        desk.close(actor, code, day(effective), words);
        return "redirect:/places/" + code + "?done=changed";
    }

    @PostMapping("/places/{code}/facts")
    @Needs(Right.PLACE_MANAGE)
    String facts(
            Actor actor,
            @PathVariable String code,
            @RequestParam(required = false) PlaceRegister.@Nullable EstateKind estateKind,
            @RequestParam(defaultValue = "") String area,
            @RequestParam(required = false) @Nullable Integer floor) {
        desk.facts(actor, code, estateKind, hundredths(area), floor);
        return "redirect:/places/" + code + "?done=changed";
    }

    /// Square metres as typed, in 0.01 m².
    private static @Nullable Long hundredths(String area) {
        if (area.isBlank()) {
            return null;
        }
        try {
            return new java.math.BigDecimal(area.strip()).movePointRight(2).longValueExact();
        } catch (ArithmeticException | NumberFormatException unreadable) {
            throw org.gongzhi.kernel.Refusal.invalid("area");
        }
    }

    @PostMapping("/places/{code}/governance")
    @Needs(Right.ORGANISATION_MANAGE)
    String govern(
            Actor actor,
            @PathVariable String code,
            @RequestParam Governance.Role role,
            @RequestParam(required = false) @Nullable Long organisation,
            @RequestParam(required = false) @Nullable LocalDate since) {
        if (organisation == null) {
            desk.endGovernance(actor, code, role, day(since));
        } else {
            desk.govern(actor, code, role, organisation, day(since));
        }
        return "redirect:/places/" + code + "?done=changed";
    }

    @PostMapping("/places/{code}/use")
    @Needs(Right.PERSON_WRITE)
    String use(Actor actor, @PathVariable String code, @RequestParam Dwellings.Use use) {
        rounds.use(actor, code, use);
        return "redirect:/places/" + code + "?done=changed";
    }

    @GetMapping("/plan/{code}")
    @Needs(Right.PERSON_READ)
    String plan(
            Actor actor,
            Model model,
            @PathVariable String code,
            @RequestParam(defaultValue = "VISITED") PlaceDesk.Measure measure) {
        model.addAttribute("plan", desk.plan(actor, code, measure));
        return "register/plan";
    }

    @GetMapping("/places/{code}/outlines")
    @Needs(Right.PLACE_MANAGE)
    String outlines(Actor actor, Model model, @PathVariable String code) {
        Place place = desk.manageable(actor, code);
        model.addAttribute("place", place);
        model.addAttribute("outlines", outlines.within(place.code()));
        model.addAttribute("places", places);
        model.addAttribute(
                "grids", places.within(place.code(), List.of(PlaceKind.ESTATE, PlaceKind.PHASE, PlaceKind.GRID)));
        model.addAttribute("buildings", places.within(place.code(), List.of(PlaceKind.BUILDING)));
        model.addAttribute("faults", outlines.faults(place.code()));
        return "register/outlines";
    }

    @GetMapping("/places/{code}/posters.pdf")
    @Needs(Right.PLACE_MANAGE)
    ResponseEntity<byte[]> posters(
            Actor actor, jakarta.servlet.http.HttpServletRequest request, @PathVariable String code) {
        Place place = desk.manageable(actor, code);
        String base = request.getRequestURL().toString().replaceFirst("(?<=[^/:])/.*$", "");
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header("Content-Disposition", "inline; filename=\"posters-" + place.code() + ".pdf\"")
                .body(posters.of(place, base));
    }

    @GetMapping("/visits")
    @Needs(Right.PERSON_WRITE)
    String visits(Actor actor, Model model, @RequestParam(defaultValue = "") String done) {
        model.addAttribute("due", rounds.due(actor, 100));
        model.addAttribute("expiring", rounds.expiring(actor, 50));
        model.addAttribute("places", places);
        model.addAttribute("today", day(null));
        model.addAttribute("done", done);
        return "register/visits";
    }

    @PostMapping("/visits")
    @Needs(Right.PERSON_WRITE)
    String visit(
            Actor actor,
            @RequestParam(required = false) @Nullable String key,
            @RequestParam String place,
            @RequestParam Dwellings.Outcome outcome,
            @RequestParam(defaultValue = "") String words) {
        commands.once(actor, key, "visit " + place, () -> {
            rounds.visit(actor, place, outcome, words);
            return outcome.name();
        });
        return "redirect:/visits?done=" + outcome;
    }
}
