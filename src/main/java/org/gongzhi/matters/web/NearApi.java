package org.gongzhi.matters.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Rows;
import org.gongzhi.matters.PublicMatters;
import org.gongzhi.matters.Stage;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What everybody may see of matters, for programs without an account.
@RestController
@RequestMapping("/api/v1/near")
@Tag(name = "near")
class NearApi {

    /// One matter as everybody may see it; `area` is a building or wider, the position rounded.
    record Shown(
            String number,
            String kind,
            String kindName,
            String area,
            String areaCode,
            @Nullable Double latitude,
            @Nullable Double longitude,
            Stage stage,
            @Nullable String outcome,
            Instant reportedAt,
            Instant deadline,
            @Nullable Instant closedAt,
            int supporters,
            String responsible,
            @Nullable String note,
            List<String> photos) {}

    private final PublicMatters shown;
    private final Places places;
    private final String home;

    NearApi(PublicMatters shown, Places places, @Value("${gongzhi.home-place:441900106}") String home) {
        this.shown = shown;
        this.places = places;
        this.home = home.substring(0, Math.min(9, home.length()));
    }

    @GetMapping
    @ForEveryone(why = "kinds, buildings and stages; never words, people or doors")
    @Operation(summary = "What was raised around a place, the newest first, without personal data")
    Rows<Shown> list(
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable Boolean open,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "50") int limit) {
        Place area = places.find(place == null ? home : place).orElseThrow(() -> Refusal.unknown("place"));
        if (area.kind().compareTo(PlaceKind.BUILDING) > 0) {
            throw Refusal.invalid("place-narrow");
        }
        var rows = shown.list(
                new PublicMatters.Asked(List.of(area.code()), null, null, open, null, null),
                after,
                Math.clamp(limit, 1, 200));
        return new Rows<>(rows.rows().stream().map(this::row).toList(), rows.next());
    }

    @GetMapping("/{number}")
    @ForEveryone(why = "one matter without words, people and doors")
    @Operation(summary = "One matter as everybody may see it")
    Shown one(@PathVariable String number) {
        return row(shown.one(Ids.fromNumber(number)));
    }

    private Shown row(PublicMatters.Shown each) {
        var at = each.at();
        return new Shown(
                each.number(),
                each.kind().code(),
                each.kind().chinese(),
                places.address(each.area()),
                each.area().code(),
                at == null ? null : at.latitude(),
                at == null ? null : at.longitude(),
                each.stage(),
                each.outcome() == null ? null : each.outcome().name(),
                each.reportedAt(),
                each.deadline(),
                each.closedAt(),
                each.supporters(),
                each.title(),
                each.note(),
                each.photos().stream()
                        .map(position -> "/near/" + each.number() + "/photos/" + position)
                        .toList());
    }
}
