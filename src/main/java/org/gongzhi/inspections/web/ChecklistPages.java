package org.gongzhi.inspections.web;

import java.util.ArrayList;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.inspections.Checklist;
import org.gongzhi.inspections.Checklists;
import org.gongzhi.inspections.Hazard;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// What inspections look at, as it is in force at a place; changed only within one's own.
@Controller
class ChecklistPages {

    private final Checklists checklists;
    private final Places places;

    ChecklistPages(Checklists checklists, Places places) {
        this.checklists = checklists;
        this.places = places;
    }

    @GetMapping("/inspections/checklists")
    @Needs(Right.INSPECT)
    String checklists(Actor actor, Model model, @RequestParam(required = false) @Nullable String place) {
        var mine = actor.scope(Right.INSPECT_MANAGE).codes();
        var seen = actor.scope(Right.INSPECT).codes();
        String shown = place != null ? place.strip() : (mine.isEmpty() ? seen : mine).getFirst();
        model.addAttribute("lists", checklists.at(shown));
        model.addAttribute("place", shown);
        model.addAttribute("overriding", checklists.places());
        model.addAttribute("places", places);
        model.addAttribute("manages", actor.may(Right.INSPECT_MANAGE, shown));
        return "inspections/checklists";
    }

    /// A changed checklist, its items as lines: `code | type | level | zh | en | least | most | source`.
    @PostMapping("/inspections/checklists")
    @Needs(Right.INSPECT_MANAGE)
    String define(
            Actor actor,
            @RequestParam String code,
            @RequestParam String place,
            @RequestParam String zh,
            @RequestParam String en,
            @RequestParam String items,
            @RequestParam int seen,
            @RequestParam(defaultValue = "") String words) {
        var lines = new ArrayList<Checklist.Item>();
        int number = 0;
        for (String line : items.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                lines.add(item(line, number));
            }
        }
        checklists.define(
                actor, place, new Checklist(code.strip(), seen + 1, zh.strip(), en.strip(), lines, true), seen, words);
        return "redirect:/inspections/checklists?place=" + place;
    }

    /// Back to what is in force above.
    @PostMapping("/inspections/checklists/{code}/inherit")
    @Needs(Right.INSPECT_MANAGE)
    String inherit(
            Actor actor,
            @PathVariable String code,
            @RequestParam String place,
            @RequestParam int seen,
            @RequestParam(defaultValue = "") String words) {
        checklists.inherit(actor, place, code, seen, words);
        return "redirect:/inspections/checklists?place=" + place;
    }

    private static Checklist.Item item(String line, int number) {
        String[] cells = line.split("\\|", -1);
        try {
            return new Checklist.Item(
                    cells[0].strip(),
                    cells[3].strip(),
                    cells[4].strip(),
                    Checklist.Type.valueOf(cells[1].strip()),
                    Hazard.Level.valueOf(cells[2].strip()),
                    cells[5].isBlank() ? null : Double.valueOf(cells[5].strip()),
                    cells[6].isBlank() ? null : Double.valueOf(cells[6].strip()),
                    cells.length > 7 ? cells[7].strip() : "");
        } catch (IllegalArgumentException | IndexOutOfBoundsException wrong) {
            throw Refusal.invalid("checklist-line", number);
        }
    }
}
