package org.gongzhi.matters.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.documents.PaperFormat;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.matters.Figure;
import org.gongzhi.matters.Kinds;
import org.gongzhi.matters.MatterBulletin;
import org.gongzhi.matters.MatterFigures;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/// The figures of a period with their formulas; each opens into its rows; the bulletin as PDF, Word and
/// Excel.
@Controller
@Tag(name = "figures")
class FigurePages {

    private static final int ROWS = 50;

    private static final List<PlaceKind> ABOVE_STREETS = List.of(PlaceKind.CITY, PlaceKind.COUNTY, PlaceKind.STREET);
    private static final List<PlaceKind> WITHIN_STREETS = List.of(PlaceKind.COMMUNITY, PlaceKind.ESTATE);

    private final MatterFigures figures;
    private final MatterBulletin bulletin;
    private final Kinds kinds;
    private final Places places;
    private final Clock clock;

    FigurePages(MatterFigures figures, MatterBulletin bulletin, Kinds kinds, Places places, Clock clock) {
        this.figures = figures;
        this.bulletin = bulletin;
        this.kinds = kinds;
        this.places = places;
        this.clock = clock;
    }

    private MatterFigures.Period period(
            Actor actor, @Nullable LocalDate from, @Nullable LocalDate until, @Nullable String place) {
        LocalDate today = Clocks.today(clock);
        LocalDate begin = from == null ? today.withDayOfMonth(1).minusMonths(1) : from;
        LocalDate end = until == null ? today : until;
        String own = actor.scope(Right.BOARD_READ).codes().getFirst();
        String code = place == null || place.isBlank() ? own : place;
        if (places.find(code).isEmpty()) {
            throw Refusal.unknown("place");
        }
        return new MatterFigures.Period(begin, end, code);
    }

    @GetMapping("/figures")
    @Needs(Right.BOARD_READ)
    String figures(
            Actor actor,
            Model model,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate until,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(defaultValue = "KIND") MatterFigures.Part by) {
        var period = period(actor, from, until, place);
        model.addAttribute("period", period);
        var parted = figures.by(actor, period, by);
        model.addAttribute("all", parted.all());
        model.addAttribute("rows", parted.parts());
        model.addAttribute("by", by);
        model.addAttribute("parts", figures.parts(actor, period));
        model.addAttribute("counting", figures.counting(actor, period));
        model.addAttribute("recurring", figures.recurring(actor, period.code()));
        model.addAttribute("kinds", kinds);
        model.addAttribute("places", places);
        model.addAttribute("choices", choices(actor));
        return "matters/figures";
    }

    private List<Place> choices(Actor actor) {
        return actor.scope(Right.BOARD_READ).codes().stream()
                .flatMap(code -> places.find(code).stream())
                .flatMap(place -> java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(place),
                        place.kind().compareTo(PlaceKind.STREET) < 0
                                ? places.within(place.code(), ABOVE_STREETS).stream()
                                : places.within(place.code(), WITHIN_STREETS).stream()))
                .distinct()
                .toList();
    }

    @GetMapping("/figures/rows")
    @Needs(Right.BOARD_READ)
    String rows(
            Actor actor,
            Model model,
            @RequestParam Figure figure,
            @RequestParam(defaultValue = "false") boolean well,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate until,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable String after) {
        var period = period(actor, from, until, place);
        var rows = figures.behind(actor, period, figure, well, mark(after), ROWS + 1);
        model.addAttribute("period", period);
        model.addAttribute("figure", figure);
        model.addAttribute("well", well);
        model.addAttribute("rows", rows.stream().limit(ROWS).toList());
        model.addAttribute(
                "next", rows.size() > ROWS ? Long.toString(rows.get(ROWS - 1).id()) : "");
        model.addAttribute("kinds", kinds);
        model.addAttribute("places", places);
        return "matters/figureRows";
    }

    private static @Nullable Long mark(@Nullable String after) {
        try {
            return after == null || after.isBlank() ? null : Long.valueOf(after);
        } catch (NumberFormatException wrong) {
            throw Refusal.invalid("page-mark");
        }
    }

    @GetMapping("/figures/bulletin")
    @Needs(Right.BOARD_READ)
    ResponseEntity<byte[]> bulletin(
            Actor actor,
            Words words,
            @RequestParam(defaultValue = "pdf") String format,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate until,
            @RequestParam(required = false) @Nullable String place) {
        var period = period(actor, from, until, place);
        var as = PaperFormat.of(format);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(as.type()))
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"bulletin-" + period.from() + "-" + period.until() + "." + as.ending()
                                + "\"")
                .body(as.write(bulletin.of(actor, period, words)));
    }

    /// Figures for programs: the whole and its parts; `counting` while those of a wide place are counted
    /// anew.
    record Figures(
            MatterFigures.Period period, boolean counting, MatterFigures.Row all, List<MatterFigures.Row> parts) {}

    @GetMapping("/api/v1/figures")
    @Needs(Right.BOARD_READ)
    @ResponseBody
    @Operation(
            summary =
                    "Rates of a period within the asker's scope, the whole and parted by community, estate, body (within a street), division (above streets), kind, month or channel")
    Figures api(
            Actor actor,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate until,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(defaultValue = "KIND") MatterFigures.Part by) {
        var period = period(actor, from, until, place);
        var parted = figures.by(actor, period, by);
        return new Figures(period, figures.counting(actor, period), parted.all(), parted.parts());
    }

    @GetMapping("/api/v1/figures/rows")
    @Needs(Right.BOARD_READ)
    @ResponseBody
    @Operation(summary = "The numbers of the matters behind a figure: those that do well, or those that do not")
    List<String> apiRows(
            Actor actor,
            @RequestParam Figure figure,
            @RequestParam(defaultValue = "false") boolean well,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate until,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(required = false) @Nullable String after) {
        return figures.behind(actor, period(actor, from, until, place), figure, well, mark(after), 1000).stream()
                .map(matter -> Ids.number(matter.id()))
                .toList();
    }
}
