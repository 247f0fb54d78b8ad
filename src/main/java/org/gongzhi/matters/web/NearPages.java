package org.gongzhi.matters.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.files.Photos;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.matters.MatterRelations;
import org.gongzhi.matters.Matters;
import org.gongzhi.matters.PublicMatters;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.HtmlUtils;

/// What was raised and solved around a place, for everybody: pages, a feed, a piece to put into other sites.
@Controller
class NearPages {

    private static final int ROWS = 30;

    private final PublicMatters shown;
    private final MatterRelations relations;
    private final Places places;
    private final Photos photos;
    private final String home;

    NearPages(
            PublicMatters shown,
            MatterRelations relations,
            Places places,
            Photos photos,
            @Value("${gongzhi.home-place:441900106}") String home) {
        this.shown = shown;
        this.relations = relations;
        this.places = places;
        this.photos = photos;
        this.home = home.substring(0, Math.min(9, home.length()));
    }

    @GetMapping("/near")
    @ForEveryone(why = "kinds, buildings and stages; never words, people or doors")
    String near(
            Actor actor,
            Model model,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable Boolean open,
            @RequestParam(required = false) @Nullable Double latitude,
            @RequestParam(required = false) @Nullable Double longitude,
            @RequestParam(defaultValue = "") String done,
            @RequestParam(required = false) @Nullable String after) {
        Place area = area(place, latitude, longitude);
        var asked = new PublicMatters.Asked(List.of(area.code()), null, null, open, null, null);
        model.addAttribute("area", area);
        model.addAttribute("wider", wider(area));
        model.addAttribute("choices", choices(area));
        model.addAttribute("rows", shown.list(asked, after, ROWS));
        model.addAttribute("lately", shown.lately(area.code()));
        model.addAttribute("open", open == null ? "" : open.toString());
        model.addAttribute("follows", shown.follows(actor, area));
        model.addAttribute("done", done);
        model.addAttribute("places", places);
        return "matters/near";
    }

    /// The area asked for: by code, by position (the nearest estate), else the street.
    private Place area(@Nullable String code, @Nullable Double latitude, @Nullable Double longitude) {
        if (latitude != null && longitude != null) {
            var found = places.near(new Place.Point(latitude, longitude), 1);
            if (!found.isEmpty()) {
                return found.getFirst();
            }
        }
        Place area =
                places.find(code == null || code.isBlank() ? home : code).orElseThrow(() -> Refusal.unknown("place"));
        // never narrower than a building: doors are nobody's business
        return places.chain(area).stream()
                .filter(each -> each.kind().compareTo(PlaceKind.BUILDING) <= 0)
                .findFirst()
                .orElse(area);
    }

    private List<Place> wider(Place area) {
        return places.chain(area).reversed().stream()
                .filter(each -> each.kind().compareTo(PlaceKind.STREET) >= 0 && each.kind() != PlaceKind.GRID)
                .filter(each -> each.id() != area.id())
                .toList();
    }

    private List<Place> choices(Place area) {
        return area.kind() == PlaceKind.STREET
                ? places.children(area).stream()
                        .filter(each -> each.kind() == PlaceKind.COMMUNITY)
                        .toList()
                : area.kind().compareTo(PlaceKind.BUILDING) < 0 ? places.choices(area) : List.of();
    }

    @GetMapping("/near/{number}")
    @ForEveryone(why = "one matter without words, people and doors")
    String one(Actor actor, Model model, @PathVariable String number, @RequestParam(defaultValue = "") String done) {
        var matter = shown.one(Ids.fromNumber(number));
        model.addAttribute("matter", matter);
        model.addAttribute("address", places.address(matter.area()));
        model.addAttribute("steps", shown.steps(matter));
        model.addAttribute("rates", relations.mayRate(matter.id(), actor));
        model.addAttribute("ratings", relations.ratings(matter.id()));
        model.addAttribute("done", done);
        return "matters/nearOne";
    }

    @GetMapping("/near/{number}/photos/{position}")
    @ForEveryone(why = "only photos that somebody released")
    ResponseEntity<FileSystemResource> photo(
            @PathVariable String number,
            @PathVariable int position,
            @RequestParam(defaultValue = "LARGE") Photos.Size size) {
        String name = shown.photo(Ids.fromNumber(number), position);
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_JPEG)
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
                .body(new FileSystemResource(photos.path(name, size)));
    }

    /// A follower of a matter says whether it was solved.
    @PostMapping("/near/{number}/rate")
    @ForSignedIn
    String rate(
            Actor actor,
            @PathVariable String number,
            @RequestParam(defaultValue = "false") boolean solved,
            @RequestParam int satisfied,
            @RequestParam(defaultValue = "") String words) {
        relations.rate(new Matters.Order(Ids.fromNumber(number), null, actor, null), solved, satisfied, words);
        return "redirect:/near/" + number + "?done=rated";
    }

    @PostMapping("/near/follow")
    @ForSignedIn
    String follow(
            Actor actor,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(defaultValue = "true") boolean on) {
        Place area = places.find(place).orElseThrow(() -> Refusal.unknown("place"));
        if (on) {
            shown.follow(actor, area);
        } else {
            shown.unfollow(actor, area);
        }
        return "redirect:/near?place=" + area.code() + "&done=" + (on ? "followed" : "unfollowed");
    }

    /// The newest as RSS 2.0.
    @GetMapping(path = "/near/feed.xml", produces = "application/rss+xml;charset=UTF-8")
    @ForEveryone(why = "as the page")
    ResponseEntity<String> feed(
            HttpServletRequest request, Words words, @RequestParam(required = false) @Nullable String place) {
        Place area = area(place, null, null);
        String base = request.getRequestURL().toString().replace(request.getRequestURI(), "");
        var items = new StringBuilder();
        for (var each :
                shown.list(PublicMatters.Asked.at(area.code()), null, ROWS).rows()) {
            String title = words.pick(each.kind().chinese(), each.kind().english()) + " · "
                    + places.address(each.area()) + " · " + words.t("matters.stage." + each.stage());
            items.append("<item><title>").append(escaped(title)).append("</title><link>");
            items.append(base).append("/near/").append(each.number()).append("</link><guid isPermaLink=\"false\">");
            items.append(each.number()).append('-').append(each.stage()).append("</guid><pubDate>");
            items.append(java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    each.updatedAt().atZone(org.gongzhi.kernel.Clocks.ZONE)));
            items.append("</pubDate><description>")
                    .append(escaped(each.note() == null ? "" : each.note()))
                    .append("</description></item>\n");
        }
        String title = escaped(words.t("matters.nearby.title", area.name()));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic())
                .body("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>" + title
                        + "</title><link>" + base + "/near?place=" + area.code() + "</link><description>" + title
                        + "</description><language>" + words.tag().toLowerCase(java.util.Locale.ROOT)
                        + "</language><ttl>30</ttl>\n" + items + "</channel></rss>\n");
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscapeDecimal(text, "UTF-8");
    }

    /// A small page that other sites may put into a frame.
    @GetMapping("/near/embed")
    @ForEveryone(why = "as the page")
    String embed(HttpServletResponse response, Model model, @RequestParam(required = false) @Nullable String place) {
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors *");
        Place area = area(place, null, null);
        model.addAttribute("area", area);
        model.addAttribute(
                "rows",
                shown.list(PublicMatters.Asked.at(area.code()), null, 10).rows());
        model.addAttribute("lately", shown.lately(area.code()));
        model.addAttribute("places", places);
        return "matters/embed";
    }
}
