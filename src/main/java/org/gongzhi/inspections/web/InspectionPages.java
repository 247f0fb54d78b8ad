package org.gongzhi.inspections.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.documents.PaperFormat;
import org.gongzhi.inspections.Campaign;
import org.gongzhi.inspections.Campaigns;
import org.gongzhi.inspections.Document;
import org.gongzhi.inspections.Documents;
import org.gongzhi.inspections.Hazard;
import org.gongzhi.inspections.Hazards;
import org.gongzhi.inspections.InspectionBulletin;
import org.gongzhi.inspections.InspectionFigures;
import org.gongzhi.inspections.InspectionTerms;
import org.gongzhi.inspections.PremisesRegister;
import org.gongzhi.inspections.Visits;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.notices.NoticeSettings;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Inspections on pages: the desk, campaigns with their figures, checklists, documents.
@Controller
class InspectionPages {

    private static final int TEAMS = 60;
    private static final int ROWS = 50;
    private static final int SPOTS = 400;
    private static final int CHOICES = 200;

    private final Campaigns campaigns;
    private final PremisesRegister premises;
    private final Visits visits;
    private final Hazards hazards;
    private final Documents documents;
    private final InspectionFigures figures;
    private final InspectionBulletin bulletin;
    private final InspectionTerms terms;
    private final Accounts accounts;
    private final Places places;
    private final Clock clock;
    private final NoticeSettings settings;

    InspectionPages(
            Campaigns campaigns,
            PremisesRegister premises,
            Visits visits,
            Hazards hazards,
            Documents documents,
            InspectionFigures figures,
            InspectionBulletin bulletin,
            InspectionTerms terms,
            Accounts accounts,
            Places places,
            Clock clock,
            NoticeSettings settings) {
        this.campaigns = campaigns;
        this.premises = premises;
        this.visits = visits;
        this.hazards = hazards;
        this.documents = documents;
        this.figures = figures;
        this.bulletin = bulletin;
        this.terms = terms;
        this.accounts = accounts;
        this.places = places;
        this.clock = clock;
        this.settings = settings;
    }

    /// The desk: what waits for me, and how it stands.
    @GetMapping("/inspections")
    @ForSignedIn
    String desk(Actor actor, Model model) {
        boolean inspects = actor.may(Right.INSPECT);
        model.addAttribute("mine", premises.mine(actor));
        var waiting = visits.mine(actor);
        LocalDate today = Clocks.today(clock);
        model.addAttribute("visits", waiting);
        model.addAttribute(
                "route",
                Visits.route(waiting.stream()
                        .filter(view -> !view.visit().plannedOn().isAfter(today))
                        .toList()));
        model.addAttribute("hazards", inspects ? hazards.mine(actor) : List.of());
        model.addAttribute("campaigns", inspects ? campaigns.list(actor) : List.of());
        model.addAttribute("forecast", inspects ? figures.forecast(actor) : List.of());
        model.addAttribute("heat", inspects ? figures.heat(actor, 12) : List.of());
        model.addAttribute("spots", inspects ? figures.spots(actor, SPOTS) : List.of());
        model.addAttribute("due", inspects ? premises.equipmentDue(actor) : List.of());
        model.addAttribute(
                "accepting",
                inspects
                        ? hazards.list(
                                actor,
                                new Hazards.Asked(null, Hazard.State.RECTIFIED, null, null, null, null, null, null),
                                null,
                                20)
                        : List.of());
        model.addAttribute("inspects", inspects);
        model.addAttribute("manages", actor.may(Right.INSPECT_MANAGE));
        return "inspections/desk";
    }

    @GetMapping("/inspections/campaigns/new")
    @Needs(Right.INSPECT_MANAGE)
    String fresh(Actor actor, Model model) {
        model.addAttribute("terms", terms);
        model.addAttribute(
                "places",
                actor.scope(Right.INSPECT_MANAGE).codes().stream()
                        .flatMap(code -> places.find(code).stream())
                        .toList());
        model.addAttribute("today", Clocks.today(clock));
        return "inspections/order";
    }

    @PostMapping("/inspections/campaigns")
    @Needs(Right.INSPECT_MANAGE)
    String order(
            Actor actor,
            @RequestParam String code,
            @RequestParam String name,
            @RequestParam String place,
            @RequestParam Campaign.Level level,
            @RequestParam(defaultValue = "") String ordered,
            @RequestParam(defaultValue = "") String principles,
            @RequestParam(required = false) @Nullable List<String> sector,
            @RequestParam(required = false) @Nullable List<String> kind,
            @RequestParam(defaultValue = "0") int quota,
            @RequestParam(defaultValue = "false") boolean covering,
            @RequestParam(defaultValue = "false") boolean unannounced,
            @RequestParam(defaultValue = "100") int recheck,
            @RequestParam(defaultValue = "") String group,
            @RequestParam LocalDate from,
            @RequestParam LocalDate until) {
        var made = campaigns.order(
                actor,
                new Campaigns.Order(
                        code.strip(),
                        name,
                        place,
                        level,
                        ordered,
                        parts(principles),
                        sector == null ? List.of() : sector,
                        kind == null ? List.of() : kind,
                        quota,
                        covering,
                        unannounced,
                        recheck,
                        group.lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty())
                                .map(line -> line.split("\\s+", 2))
                                .map(line -> new Campaign.Named(line[0], line.length > 1 ? line[1] : ""))
                                .toList(),
                        from,
                        until));
        return "redirect:/inspections/campaigns/" + made.code();
    }

    private static List<String> parts(String text) {
        return Arrays.stream(text.split("[、,，;；\n]"))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .distinct()
                .toList();
    }

    @GetMapping("/inspections/campaigns/{code}")
    @Needs(Right.INSPECT)
    String campaign(
            Actor actor,
            Model model,
            @PathVariable String code,
            @RequestParam(defaultValue = "PLACE") InspectionFigures.By by,
            @RequestParam(defaultValue = "0") int after,
            @RequestParam(defaultValue = "") String done,
            Words words) {
        Campaign campaign = campaigns.readable(actor, code);
        var span = InspectionFigures.Span.of(campaign, null);
        var all = figures.of(span);
        model.addAttribute("campaign", campaign);
        model.addAttribute("all", all);
        model.addAttribute("sentence", bulletin.sentence(all, words.minute(clock.instant()), words));
        model.addAttribute("parts", figures.parts(span, by));
        model.addAttribute("by", by);
        model.addAttribute("bulletin", bulletin);
        model.addAttribute("papers", figures.documents(span));
        var teams = campaigns.teams(campaign, after, TEAMS + 1);
        model.addAttribute("teams", teams.subList(0, Math.min(TEAMS, teams.size())));
        model.addAttribute("next", teams.size() > TEAMS ? teams.get(TEAMS - 1).id() : 0);
        model.addAttribute("gaps", campaigns.gaps(campaign, 20));
        model.addAttribute("seed", campaigns.seed(campaign));
        model.addAttribute("terms", terms);
        model.addAttribute("manages", actor.may(Right.INSPECT_MANAGE, campaign.placeCode()));
        model.addAttribute("today", Clocks.today(clock));
        model.addAttribute("done", done);
        return "inspections/campaign";
    }

    /// Steps that the page and the API share.
    static Campaign step(Campaigns campaigns, Actor actor, String code, String act, @Nullable LocalDate until) {
        return switch (act) {
            case "begin" -> campaigns.begin(actor, code);
            case "end" -> campaigns.end(actor, code);
            case "prolong" -> {
                if (until == null) {
                    throw Refusal.invalid("campaign-dates");
                }
                yield campaigns.prolong(actor, code, until);
            }
            default -> throw Refusal.unknown("act");
        };
    }

    @PostMapping("/inspections/campaigns/{code}/{act}")
    @Needs(Right.INSPECT_MANAGE)
    String step(
            Actor actor,
            @PathVariable String code,
            @PathVariable String act,
            @RequestParam(required = false) @Nullable LocalDate until) {
        step(campaigns, actor, code, act, until);
        return "redirect:/inspections/campaigns/" + code + "?done=" + act;
    }

    @PostMapping("/inspections/campaigns/{code}/draw")
    @Needs(Right.INSPECT_MANAGE)
    String draw(Actor actor, @PathVariable String code, @RequestParam int each, @RequestParam LocalDate day) {
        campaigns.draw(actor, code, each, day);
        return "redirect:/inspections/campaigns/" + code + "?done=draw";
    }

    /// Teams as lines: name, level, place code, sector, members; members as `name/body/part/username`, apart
    /// by `;`.
    @PostMapping("/inspections/campaigns/{code}/teams")
    @Needs(Right.INSPECT_MANAGE)
    String staff(Actor actor, @PathVariable String code, @RequestParam String teams) {
        var wanted = new ArrayList<Campaigns.NewTeam>();
        int number = 0;
        for (String line : teams.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                wanted.add(team(line, number));
            }
        }
        campaigns.staff(actor, code, wanted);
        return "redirect:/inspections/campaigns/" + code + "?done=teams";
    }

    private Campaigns.NewTeam team(String line, int number) {
        String[] cells = line.split("[,，\t]", 5);
        try {
            var members = new ArrayList<Campaign.Member>();
            for (String each : cells[4].split("[;；]")) {
                String[] parts = each.strip().split("/");
                String username = parts.length > 3 ? parts[3].strip() : "";
                var account =
                        username.isEmpty() ? null : accounts.find(username).orElseThrow();
                members.add(new Campaign.Member(
                        members.size() + 1,
                        parts[0].strip(),
                        parts.length > 1 ? parts[1].strip() : "",
                        parts.length > 2 && !parts[2].isBlank()
                                ? Campaign.Member.Part.valueOf(parts[2].strip().replace("*", ""))
                                : Campaign.Member.Part.MEMBER,
                        each.contains("*"),
                        account == null ? null : Long.valueOf(account.id()),
                        account == null ? null : account.person()));
            }
            return new Campaigns.NewTeam(
                    cells[0].strip(),
                    Campaign.Level.valueOf(cells[1].strip()),
                    cells[2].strip(),
                    cells[3].strip(),
                    members);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | java.util.NoSuchElementException wrong) {
            throw Refusal.invalid("campaign-team-line", number);
        }
    }

    @GetMapping("/inspections/campaigns/{code}/bulletin")
    @Needs(Right.INSPECT)
    ResponseEntity<byte[]> bulletin(
            Actor actor, Words words, @PathVariable String code, @RequestParam(defaultValue = "pdf") String format) {
        var as = PaperFormat.of(format);
        return file(
                as.write(bulletin.of(campaigns.readable(actor, code), words)),
                as.type(),
                "bulletin-" + code + "." + as.ending());
    }

    @GetMapping("/inspections/campaigns/{code}/ledger")
    @Needs(Right.INSPECT)
    ResponseEntity<byte[]> ledger(Actor actor, Words words, @PathVariable String code) {
        return file(
                bulletin.ledger(campaigns.readable(actor, code), words),
                PaperFormat.XLSX.type(),
                "ledger-" + code + ".xlsx");
    }

    private static ResponseEntity<byte[]> file(byte[] bytes, String type, String name) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(type))
                .cacheControl(CacheControl.noStore())
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .body(bytes);
    }

    /// Days and a place, this month and the asker's own unless they say otherwise.
    private record Days(Place place, LocalDate from, LocalDate until) {}

    private Days days(Actor actor, @Nullable String place, @Nullable LocalDate from, @Nullable LocalDate until) {
        LocalDate today = Clocks.today(clock);
        String code = place == null || place.isBlank()
                ? actor.requireScope(Right.INSPECT).codes().getFirst()
                : place;
        return new Days(
                places.find(code).orElseThrow(() -> Refusal.unknown("place")),
                from == null ? today.withDayOfMonth(1) : from,
                until == null ? today : until);
    }

    /// The figures of any days and place, between campaigns too; each opens into its rows.
    @GetMapping("/inspections/bulletin")
    @Needs(Right.INSPECT)
    String period(
            Actor actor,
            Model model,
            Words words,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate until,
            @RequestParam(defaultValue = "PLACE") InspectionFigures.By by) {
        Days days = days(actor, place, from, until);
        var span = figures.span(actor, days.place.code(), days.from, days.until);
        var all = figures.of(span);
        model.addAttribute("place", days.place);
        model.addAttribute("from", days.from);
        model.addAttribute("until", days.until);
        model.addAttribute("all", all);
        model.addAttribute("sentence", bulletin.sentence(all, days.until.toString(), words));
        model.addAttribute("parts", figures.parts(span, by));
        model.addAttribute("by", by);
        model.addAttribute("bulletin", bulletin);
        model.addAttribute("papers", figures.documents(span));
        model.addAttribute("choices", choices(actor));
        return "inspections/bulletin";
    }

    private List<Place> choices(Actor actor) {
        return actor.scope(Right.INSPECT).codes().stream()
                .flatMap(code -> Stream.concat(
                        places.find(code).stream(), places.within(code, List.of(PlaceKind.COMMUNITY)).stream()))
                .distinct()
                .limit(CHOICES)
                .toList();
    }

    @GetMapping("/inspections/bulletin/file")
    @Needs(Right.INSPECT)
    ResponseEntity<byte[]> periodFile(
            Actor actor,
            Words words,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate until,
            @RequestParam(defaultValue = "pdf") String format) {
        Days days = days(actor, place, from, until);
        var span = figures.span(actor, days.place.code(), days.from, days.until);
        var as = PaperFormat.of(format);
        return file(
                as.write(bulletin.of(span, days.place.name(), days.from, days.until, words)),
                as.type(),
                "bulletin-" + days.from + "-" + days.until + "." + as.ending());
    }

    /// Visits that took place: what the figures of a bulletin open into.
    @GetMapping("/inspections/visits")
    @Needs(Right.INSPECT)
    String took(
            Actor actor,
            Model model,
            @RequestParam(required = false) @Nullable String campaign,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate until,
            @RequestParam(required = false) @Nullable Long before) {
        var asked = new Visits.Asked(campaign, place, from, until);
        var rows = visits.list(actor, asked, before, ROWS + 1);
        model.addAttribute("visits", rows.subList(0, Math.min(ROWS, rows.size())));
        model.addAttribute("papers", List.of());
        model.addAttribute(
                "next", rows.size() > ROWS ? Ids.fromNumber(rows.get(ROWS - 1).number()) : 0L);
        model.addAttribute("asked", asked);
        model.addAttribute("documents", false);
        return "inspections/rows";
    }

    /// Documents that stand; without a kind those that a bulletin counts.
    @GetMapping("/inspections/documents")
    @Needs(Right.INSPECT)
    String papers(
            Actor actor,
            Model model,
            Words words,
            @RequestParam(required = false) Document.@Nullable Kind kind,
            @RequestParam(required = false) @Nullable String campaign,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate until,
            @RequestParam(required = false) @Nullable Long before) {
        var asked = new Visits.Asked(campaign, place, from, until);
        var rows = documents.list(
                visits.span(actor, asked),
                kind == null ? Document.Kind.counted() : Set.of(kind),
                before,
                ROWS + 1,
                words);
        model.addAttribute("visits", List.of());
        model.addAttribute("papers", rows.subList(0, Math.min(ROWS, rows.size())));
        model.addAttribute("next", rows.size() > ROWS ? rows.get(ROWS - 1).id() : 0L);
        model.addAttribute("asked", asked);
        model.addAttribute("kind", kind);
        model.addAttribute("documents", true);
        return "inspections/rows";
    }

    /// Whether a document is genuine: for whoever scans its code.
    @GetMapping("/inspections/genuine/{code}")
    @ForEveryone(why = "number, kind and date of a document whose code somebody holds")
    String genuine(Words words, Model model, @PathVariable String code) {
        model.addAttribute("genuine", documents.genuine(code, words));
        return "inspections/genuine";
    }

    @GetMapping("/inspections/documents/{id}")
    @ForSignedIn
    ResponseEntity<byte[]> document(
            Actor actor, Words words, @PathVariable long id, @RequestParam(defaultValue = "pdf") String format) {
        var as = PaperFormat.of(format);
        var read = documents.read(actor, id);
        return file(
                as.write(documents.paper(read, settings.base(), words)),
                as.type(),
                read.document().kind().name().toLowerCase(java.util.Locale.ROOT) + "-"
                        + read.document().year() + "-" + read.document().number() + "." + as.ending());
    }

    @PostMapping("/inspections/documents/{id}/deliver")
    @Needs(Right.INSPECT)
    String deliver(
            Actor actor,
            @PathVariable long id,
            @RequestParam Document.Delivery how,
            @RequestParam(defaultValue = "") String receiver) {
        documents.deliver(actor, id, how, receiver);
        return "redirect:" + back(actor, id);
    }

    @PostMapping("/inspections/documents/{id}/withdraw")
    @Needs(Right.INSPECT_MANAGE)
    String withdraw(Actor actor, @PathVariable long id, @RequestParam(defaultValue = "") String words) {
        documents.withdraw(actor, id, words);
        return "redirect:" + back(actor, id);
    }

    private String back(Actor actor, long id) {
        return "/premises/" + Ids.number(documents.read(actor, id).premises().id());
    }

    /// The problem list behind a figure of a campaign.
    @GetMapping("/hazards")
    @Needs(Right.INSPECT)
    String hazards(
            Actor actor,
            Model model,
            @RequestParam(required = false) @Nullable String campaign,
            @RequestParam(required = false) Hazard.@Nullable State state,
            @RequestParam(required = false) Hazard.@Nullable Level level,
            @RequestParam(required = false) @Nullable Boolean overdue,
            @RequestParam(required = false) @Nullable String sector,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate until,
            @RequestParam(required = false) @Nullable Long before) {
        var asked = new Hazards.Asked(campaign, state, level, overdue, sector, place, from, until);
        var rows = hazards.list(actor, asked, before, ROWS + 1);
        model.addAttribute("rows", rows.subList(0, Math.min(ROWS, rows.size())));
        model.addAttribute(
                "next", rows.size() > ROWS ? rows.get(ROWS - 1).hazard().id() : 0L);
        model.addAttribute("asked", asked);
        model.addAttribute("campaigns", campaigns.list(actor));
        model.addAttribute("terms", terms);
        return "inspections/hazards";
    }
}
