package org.gongzhi.matters.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gongzhi.access.AccessSettings;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.RateLimit;
import org.gongzhi.files.Photos;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.matters.FollowUpCode;
import org.gongzhi.matters.Kinds;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.MatterBoard;
import org.gongzhi.matters.Matters;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.people.People;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/// Reporting: the form, what it asks while it is filled in, and sending it.
@Controller
class ReportPages {

    private final Matters matters;
    private final MatterBoard board;
    private final Kinds kinds;
    private final Places places;
    private final People people;
    private final Photos photos;
    private final FollowUpCode codes;
    private final RateLimit limit;
    private final AccessSettings settings;
    private final String home;

    ReportPages(
            Matters matters,
            MatterBoard board,
            Kinds kinds,
            Places places,
            People people,
            Photos photos,
            FollowUpCode codes,
            RateLimit limit,
            AccessSettings settings,
            @Value("${gongzhi.home-place:441900106}") String home) {
        this.matters = matters;
        this.board = board;
        this.kinds = kinds;
        this.places = places;
        this.people = people;
        this.photos = photos;
        this.codes = codes;
        this.limit = limit;
        this.settings = settings;
        this.home = home.substring(0, Math.min(9, home.length()));
    }

    @GetMapping("/report")
    @ForEveryone(why = "anybody may report; the form holds no data")
    String form(
            Actor actor,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable String kind) {
        if (!actor.signedIn()) {
            VisitorKey.give(request, response);
        }
        @Nullable
        Place chosen = place == null ? dwelling(actor) : places.find(place).orElse(null);
        model.addAttribute("kinds", kinds);
        model.addAttribute("choices", kinds.all(chosen == null ? home : chosen.code()));
        model.addAttribute("estates", places.estates(home));
        model.addAttribute("key", UUID.randomUUID().toString());
        model.addAttribute("kind", kind == null ? "" : kind);
        model.addAttribute("place", chosen == null ? "" : chosen.code());
        model.addAttribute("address", chosen == null ? "" : places.address(chosen));
        model.addAttribute("scanned", place != null && chosen != null);
        model.addAttribute("unknownPlace", place != null && chosen == null);
        return "matters/report";
    }

    private @Nullable Place dwelling(Actor actor) {
        return actor.person() instanceof Long person
                ? people.find(person)
                        .map(each -> each.dwelling())
                        .map(places::get)
                        .flatMap(each -> places.around(each, PlaceKind.STAIRWELL))
                        .orElse(null)
                : null;
    }

    /// Where the QR code on a building leads.
    @GetMapping("/q/{code}")
    @ForEveryone(why = "leads to the report form")
    String scanned(@PathVariable String code) {
        return "redirect:/report?place=" + java.net.URLEncoder.encode(code, java.nio.charset.StandardCharsets.UTF_8);
    }

    /// Kinds that fit what was typed, as words of a search or as the whole text (posted, so that it stands in
    /// no URL).
    @RequestMapping(
            path = "/report/kinds",
            method = {RequestMethod.GET, RequestMethod.POST})
    @ForEveryone(why = "the catalogue of kinds is public")
    String suggestions(
            Model model,
            @RequestParam(name = "words", defaultValue = "") String searched,
            @RequestParam(defaultValue = "") String text) {
        String words = searched.isBlank() ? text : searched;
        model.addAttribute("kinds", kinds.matching(words, 6, home));
        model.addAttribute("words", words);
        model.addAttribute("past", kinds.past(words));
        return "matters/kindChoices";
    }

    /// What a kind asks for besides words, place and photos.
    @GetMapping("/report/asked")
    @ForEveryone(why = "the catalogue of kinds is public")
    String asked(Model model, @RequestParam String kind) {
        model.addAttribute("kind", kinds.has(kind, home) ? kinds.get(kind, home) : kinds.get(kind));
        return "matters/asked";
    }

    /// The choices below a place, for picking step by step.
    @GetMapping("/report/places")
    @ForEveryone(why = "names of buildings and doors are public")
    String choices(
            Model model,
            @RequestParam(required = false) @Nullable String parent,
            @RequestParam(required = false) @Nullable Double latitude,
            @RequestParam(required = false) @Nullable Double longitude) {
        if (latitude != null && longitude != null) {
            model.addAttribute("choices", places.near(new Place.Point(latitude, longitude), 5));
            model.addAttribute("chosen", List.<Place>of());
        } else {
            @Nullable Place around = parent == null ? null : places.find(parent).orElse(null);
            model.addAttribute("choices", around == null ? places.estates(home) : places.choices(around));
            model.addAttribute("chosen", around == null ? List.<Place>of() : way(around));
        }
        return "matters/placeChoices";
    }

    private List<Place> way(Place place) {
        return places.chain(place).reversed().stream()
                .filter(each -> each.kind().compareTo(PlaceKind.ESTATE) >= 0 && each.kind() != PlaceKind.GRID)
                .toList();
    }

    /// Probable repetitions nearby, shown before sending.
    @RequestMapping(
            path = "/report/nearby",
            method = {RequestMethod.GET, RequestMethod.POST})
    @ForEveryone(why = "shows kind, age, distance and state of open matters, never words or people")
    String nearby(
            Actor actor,
            Model model,
            @RequestParam String kind,
            @RequestParam String place,
            @RequestParam(required = false) @Nullable Double latitude,
            @RequestParam(required = false) @Nullable Double longitude,
            @RequestParam(defaultValue = "") String text) {
        Place chosen = places.find(place).orElseThrow(() -> Refusal.unknown("place"));
        Place.@Nullable Point at = latitude == null || longitude == null ? null : new Place.Point(latitude, longitude);
        model.addAttribute("near", board.nearby(kinds.get(kind).code(), chosen, at, text));
        model.addAttribute("kinds", kinds);
        model.addAttribute("codes", codes);
        model.addAttribute("signedIn", actor.signedIn());
        return "matters/nearby";
    }

    @PostMapping("/report")
    @ForEveryone(why = "anybody may report; visitors are counted per address")
    String send(
            Actor actor,
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(required = false) @Nullable Double latitude,
            @RequestParam(required = false) @Nullable Double longitude,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(required = false) @Nullable String key,
            @RequestParam(defaultValue = "PHONE_PAGE") String channel,
            @RequestParam(defaultValue = "false") boolean anonymous,
            @RequestParam Map<String, String> all,
            @RequestParam(required = false) @Nullable List<MultipartFile> photo) {
        if (!actor.signedIn()) {
            limit.count("report", request.getRemoteAddr(), settings.visitorReportsPerHour());
        }
        if (kind.isBlank()) {
            throw Refusal.invalid("kind");
        }
        Place chosen = places.find(place).orElseThrow(() -> Refusal.invalid("place"));
        var at = latitude == null || longitude == null ? null : new Place.Point(latitude, longitude);
        var pictures = photos.storeAll(photo, NewMatter.MOST_PHOTOS);
        var reporter = new Matter.Reporter(actor.account(), actor.person(), channel.equals("QR") ? "QR" : "PHONE_PAGE");
        var extra = new NewMatter.Extra(null, answers(all), anonymous, null, null, null, null, null);
        var said = List.of(kind, chosen.code(), text, pictures, reporter.channel(), extra.fields(), anonymous);
        Matter matter = matters.report(new NewMatter(
                kind, chosen.id(), at, text, pictures, reporter, VisitorKey.of(actor, request, key, said), extra));
        if (!actor.signedIn()) {
            Followed.keep(response, request, matter.id(), codes.of(matter.id()));
        }
        return "redirect:/matters/" + Ids.number(matter.id()) + "?sent";
    }

    /// The answers to what a kind asks: the fields whose names begin with `field.`.
    static Map<String, String> answers(Map<String, String> all) {
        var answers = new java.util.TreeMap<String, String>();
        all.forEach((name, value) -> {
            if (name.startsWith("field.")) {
                answers.put(name.substring("field.".length()), value);
            }
        });
        return answers;
    }
}
