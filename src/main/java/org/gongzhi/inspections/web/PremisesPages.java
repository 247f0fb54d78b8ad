package org.gongzhi.inspections.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Commands;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.files.Photos;
import org.gongzhi.inspections.Checklists;
import org.gongzhi.inspections.Documents;
import org.gongzhi.inspections.HazardAct;
import org.gongzhi.inspections.Hazards;
import org.gongzhi.inspections.InspectionTerms;
import org.gongzhi.inspections.Premises;
import org.gongzhi.inspections.PremisesRegister;
import org.gongzhi.inspections.Visits;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.QrCode;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.notices.NoticeSettings;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/// Dossiers, visits and hazards on pages.
@Controller
class PremisesPages {

    private static final int ROWS = 50;

    private final PremisesRegister premises;
    private final Visits visits;
    private final Hazards hazards;
    private final Documents documents;
    private final Checklists checklists;
    private final InspectionTerms terms;
    private final Commands commands;
    private final Photos photos;
    private final Places places;
    private final NoticeSettings settings;
    private final Accounts accounts;
    private final Clock clock;

    PremisesPages(
            PremisesRegister premises,
            Visits visits,
            Hazards hazards,
            Documents documents,
            Checklists checklists,
            InspectionTerms terms,
            Commands commands,
            Photos photos,
            Places places,
            NoticeSettings settings,
            Accounts accounts,
            Clock clock) {
        this.premises = premises;
        this.visits = visits;
        this.hazards = hazards;
        this.documents = documents;
        this.checklists = checklists;
        this.terms = terms;
        this.commands = commands;
        this.photos = photos;
        this.places = places;
        this.settings = settings;
        this.accounts = accounts;
        this.clock = clock;
    }

    @GetMapping("/premises")
    @Needs(Right.INSPECT)
    String list(
            Actor actor,
            Model model,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable Integer risk,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(required = false) @Nullable Long before) {
        var rows = premises.list(actor, blank(kind), risk, name, before, ROWS + 1);
        model.addAttribute("rows", rows.subList(0, Math.min(ROWS, rows.size())));
        model.addAttribute("next", rows.size() > ROWS ? rows.get(ROWS - 1).id() : 0L);
        model.addAttribute("screened", premises.screened(actor));
        model.addAttribute("terms", terms);
        model.addAttribute("kind", kind == null ? "" : kind);
        model.addAttribute("words", name);
        model.addAttribute("choices", places(actor));
        return "inspections/premises";
    }

    private static @Nullable String blank(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private List<Place> places(Actor actor) {
        return actor.scope(Right.INSPECT).codes().stream()
                .flatMap(code -> Stream.concat(
                        places.find(code).stream().filter(place -> place.kind().compareTo(PlaceKind.COMMUNITY) >= 0),
                        places.estates(code).stream()))
                .distinct()
                .limit(200)
                .toList();
    }

    private PremisesRegister.Entered entered(
            String place,
            String name,
            String kind,
            String address,
            String creditCode,
            String person,
            String phone,
            String username,
            int risk) {
        Long account = username.isBlank()
                ? null
                : Long.valueOf(accounts.find(username.strip())
                        .orElseThrow(() -> Refusal.invalid("premises-account"))
                        .id());
        return new PremisesRegister.Entered(
                place, name, kind, address, creditCode, person, phone, account, List.of(), risk, null, null);
    }

    @PostMapping("/premises")
    @Needs(Right.INSPECT)
    String enter(
            Actor actor,
            @RequestParam String place,
            @RequestParam String name,
            @RequestParam String kind,
            @RequestParam(defaultValue = "") String address,
            @RequestParam(defaultValue = "") String creditCode,
            @RequestParam(defaultValue = "") String person,
            @RequestParam(defaultValue = "") String phone,
            @RequestParam(defaultValue = "") String username,
            @RequestParam(defaultValue = "3") int risk) {
        var made = premises.enter(
                actor, List.of(entered(place, name, kind, address, creditCode, person, phone, username, risk)));
        return "redirect:/premises/" + Ids.number(made.getFirst().id());
    }

    @GetMapping("/premises/{number}")
    @ForSignedIn
    String dossier(
            Actor actor,
            Model model,
            org.gongzhi.kernel.Words words,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String done) {
        var dossier = premises.dossier(actor, Ids.fromNumber(number));
        Premises where = dossier.premises();
        model.addAttribute("dossier", dossier);
        model.addAttribute("terms", terms);
        model.addAttribute("documents", documents);
        model.addAttribute("today", Clocks.today(clock));
        model.addAttribute(
                "checklist", checklists.newest(terms.kind(where.kind()).checklist(), where.placeCode()));
        model.addAttribute("key", UUID.randomUUID().toString());
        model.addAttribute("qr", QrCode.of(settings.base() + "/premises/" + number + "?code=" + where.code()));
        model.addAttribute("done", done);
        return "inspections/dossier";
    }

    @PostMapping("/premises/{number}")
    @Needs(Right.INSPECT)
    String change(
            Actor actor,
            @PathVariable String number,
            @RequestParam int version,
            @RequestParam String name,
            @RequestParam String kind,
            @RequestParam(defaultValue = "") String address,
            @RequestParam(defaultValue = "") String creditCode,
            @RequestParam(defaultValue = "") String person,
            @RequestParam(defaultValue = "") String phone,
            @RequestParam(defaultValue = "") String username,
            @RequestParam(defaultValue = "3") int risk,
            @RequestParam(defaultValue = "false") boolean ended) {
        long id = Ids.fromNumber(number);
        var before = premises.dossier(actor, id).premises();
        var next = entered(before.placeCode(), name, kind, address, creditCode, person, phone, username, risk);
        premises.change(
                actor,
                id,
                version,
                new PremisesRegister.Entered(
                        next.place(),
                        next.name(),
                        next.kind(),
                        next.address(),
                        next.creditCode(),
                        next.person(),
                        phone.isBlank() ? null : next.phone(),
                        username.isBlank() ? before.account() : next.account(),
                        before.owners(),
                        next.risk(),
                        before.latitude(),
                        before.longitude()),
                ended);
        return ended ? "redirect:/premises" : "redirect:/premises/" + number + "?done=changed";
    }

    @PostMapping("/premises/{number}/licences")
    @Needs(Right.INSPECT)
    String licence(
            Actor actor,
            @PathVariable String number,
            @RequestParam String name,
            @RequestParam String licence,
            @RequestParam(required = false) @Nullable LocalDate expires) {
        premises.licence(actor, Ids.fromNumber(number), new Premises.Licence(0, name, licence, expires));
        return "redirect:/premises/" + number + "?done=changed";
    }

    @PostMapping("/premises/{number}/equipment")
    @Needs(Right.INSPECT)
    String equip(
            Actor actor,
            @PathVariable String number,
            @RequestParam String kind,
            @RequestParam String machine,
            @RequestParam(required = false) @Nullable LocalDate due) {
        premises.equip(
                actor, Ids.fromNumber(number), List.of(new Premises.Equipment(0, kind, machine, null, due, false)));
        return "redirect:/premises/" + number + "?done=changed";
    }

    @PostMapping("/premises/{number}/equipment/{position}")
    @Needs(Right.INSPECT)
    String inspected(
            Actor actor,
            @PathVariable String number,
            @PathVariable int position,
            @RequestParam(required = false) @Nullable LocalDate due,
            @RequestParam(defaultValue = "false") boolean ended) {
        premises.inspected(actor, Ids.fromNumber(number), position, due, ended);
        return "redirect:/premises/" + number + "?done=changed";
    }

    @PostMapping("/premises/{number}/decisions")
    @Needs(Right.INSPECT_MANAGE)
    String decide(Actor actor, @PathVariable String number, @RequestParam(defaultValue = "") String words) {
        documents.decide(actor, Ids.fromNumber(number), words);
        return "redirect:/premises/" + number + "?done=changed";
    }

    @PostMapping("/premises/{number}/visits")
    @Needs(Right.INSPECT)
    String plan(Actor actor, @PathVariable String number, @RequestParam LocalDate day) {
        return "redirect:/inspections/visits/"
                + Ids.number(visits.plan(actor, Ids.fromNumber(number), day).id());
    }

    /// The premises look at themselves, with the checklist of their kind.
    @PostMapping("/premises/{number}/self")
    @ForSignedIn
    String self(
            Actor actor,
            HttpServletRequest request,
            @PathVariable String number,
            @RequestParam(required = false) @Nullable String key,
            @RequestParam(required = false) @Nullable Instant at) {
        long id = Ids.fromNumber(number);
        var where = premises.dossier(actor, id).premises();
        visits.self(
                actor,
                id,
                new VisitForm(request, photos)
                        .report(checklists.newest(terms.kind(where.kind()).checklist(), where.placeCode()), at),
                key);
        return "redirect:/premises/" + number + "?done=self";
    }

    @GetMapping("/inspections/visits/{number}")
    @ForSignedIn
    String visit(Actor actor, Model model, @PathVariable String number, @RequestParam(defaultValue = "") String done) {
        var view = visits.view(actor, Ids.fromNumber(number));
        model.addAttribute("view", view);
        model.addAttribute("terms", terms);
        model.addAttribute("documents", documents);
        model.addAttribute("today", Clocks.today(clock));
        model.addAttribute("key", UUID.randomUUID().toString());
        model.addAttribute("done", done);
        return "inspections/visit";
    }

    @PostMapping("/inspections/visits/{number}/arrive")
    @Needs(Right.INSPECT)
    String arrive(
            Actor actor,
            @PathVariable String number,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable Double latitude,
            @RequestParam(required = false) @Nullable Double longitude,
            @RequestParam(required = false) @Nullable Instant at,
            @RequestParam(required = false) @Nullable String key) {
        long id = Ids.fromNumber(number);
        commands.once(actor, key, "arrive " + id, () -> {
            visits.arrive(
                    actor,
                    id,
                    code,
                    latitude == null || longitude == null ? null : new Place.Point(latitude, longitude),
                    at);
            return "";
        });
        return "redirect:/inspections/visits/" + number;
    }

    @PostMapping("/inspections/visits/{number}/finish")
    @Needs(Right.INSPECT)
    String finish(
            Actor actor,
            HttpServletRequest request,
            @PathVariable String number,
            @RequestParam(required = false) @Nullable String key,
            @RequestParam(required = false) @Nullable Instant at) {
        long id = Ids.fromNumber(number);
        var list = visits.view(actor, id).checklist();
        commands.once(actor, key, "finish " + id, () -> {
            visits.finish(actor, id, new VisitForm(request, photos).report(list, at));
            return "";
        });
        return "redirect:/inspections/visits/" + number + "?done=finish";
    }

    @PostMapping("/inspections/visits/{number}/cancel")
    @Needs(Right.INSPECT)
    String cancel(Actor actor, @PathVariable String number, @RequestParam(defaultValue = "") String words) {
        visits.cancel(actor, Ids.fromNumber(number), words);
        return "redirect:/inspections";
    }

    @GetMapping("/hazards/{number}")
    @ForSignedIn
    String hazard(Actor actor, Model model, @PathVariable String number, @RequestParam(defaultValue = "") String done) {
        model.addAttribute("view", hazards.view(actor, Ids.fromNumber(number)));
        model.addAttribute("terms", terms);
        model.addAttribute("documents", documents);
        model.addAttribute("key", UUID.randomUUID().toString());
        model.addAttribute("done", done);
        return "inspections/hazard";
    }

    @PostMapping("/hazards/{number}/{act}")
    @ForSignedIn
    String act(
            Actor actor,
            @PathVariable String number,
            @PathVariable String act,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestParam(required = false) @Nullable String words,
            @RequestParam(required = false) @Nullable LocalDate until,
            @RequestParam(required = false) @Nullable Long to,
            @RequestParam(required = false) @Nullable String key,
            @RequestParam(required = false) @Nullable List<MultipartFile> photo) {
        HazardAct wanted = HazardAct.of(act);
        long id = Ids.fromNumber(number);
        commands.once(actor, key, wanted + " " + id, () -> {
            hazards.act(
                    actor,
                    id,
                    version,
                    wanted,
                    new Hazards.Input(
                            words,
                            until == null ? null : Clocks.endOf(until),
                            to,
                            photos.storeAll(photo, VisitForm.MOST_PHOTOS)));
            return "";
        });
        return "redirect:/hazards/" + number + "?done=" + wanted.word();
    }

    @GetMapping("/hazards/{number}/photos/{position}")
    @ForSignedIn
    ResponseEntity<FileSystemResource> photo(
            Actor actor,
            @PathVariable String number,
            @PathVariable int position,
            @RequestParam(defaultValue = "SMALL") Photos.Size size) {
        String name = hazards.photo(actor, Ids.fromNumber(number), position);
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_JPEG)
                .body(new FileSystemResource(photos.path(name, size)));
    }

    /// A resident's report becomes a hazard.
    @GetMapping("/hazards/of/{number}")
    @Needs(Right.INSPECT)
    String ofMatter(
            Actor actor, Model model, @PathVariable String number, @RequestParam(defaultValue = "") String name) {
        hazards.readable(actor, Ids.fromNumber(number));
        model.addAttribute("number", number);
        model.addAttribute("rows", premises.list(actor, null, null, name, null, ROWS));
        model.addAttribute("words", name);
        model.addAttribute("today", Clocks.today(clock));
        return "inspections/ofMatter";
    }

    @PostMapping("/hazards/of/{number}")
    @Needs(Right.INSPECT)
    String ofMatter(
            Actor actor, HttpServletRequest request, @PathVariable String number, @RequestParam String premises) {
        var hazard = hazards.ofMatter(
                actor, Ids.fromNumber(number), Ids.fromNumber(premises), new VisitForm(request, photos).found());
        return "redirect:/hazards/" + Ids.number(hazard.id());
    }
}
