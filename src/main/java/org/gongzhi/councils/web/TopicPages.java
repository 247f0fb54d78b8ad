package org.gongzhi.councils.web;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Commands;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.councils.CouncilRules;
import org.gongzhi.councils.Remarks;
import org.gongzhi.councils.Topic;
import org.gongzhi.councils.TopicAct;
import org.gongzhi.councils.Topics;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Rows;
import org.gongzhi.matters.MatterDesk;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Topics on pages: raised, signed, talked about, carried to the end.
@Controller
class TopicPages {

    private static final int ROWS = 50;
    private static final int REMARKS = 200;

    private final Topics topics;
    private final Remarks remarks;
    private final CouncilRules rules;
    private final MatterDesk matters;
    private final Commands commands;

    TopicPages(Topics topics, Remarks remarks, CouncilRules rules, MatterDesk matters, Commands commands) {
        this.topics = topics;
        this.remarks = remarks;
        this.rules = rules;
        this.matters = matters;
        this.commands = commands;
    }

    @GetMapping("/topics")
    @ForSignedIn
    String list(
            Actor actor,
            Model model,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(required = false) Topic.@Nullable Stage stage,
            @RequestParam(required = false) Topic.@Nullable Tier tier,
            @RequestParam(required = false) @Nullable Boolean petition,
            @RequestParam(required = false) @Nullable Long before) {
        var rows = Rows.cut(
                topics.list(actor, new Topics.Asked(place, stage, tier, petition), before, ROWS + 1),
                ROWS,
                (Topic topic) -> Long.toString(topic.id()));
        model.addAttribute("rows", rows);
        model.addAttribute("place", place);
        model.addAttribute("stage", stage);
        model.addAttribute("tier", tier);
        model.addAttribute("petition", petition);
        return "councils/topics";
    }

    @GetMapping("/topics/new")
    @ForSignedIn
    String fresh(Actor actor, Model model, @RequestParam(defaultValue = "") String matter) {
        var choices = topics.choices(actor);
        model.addAttribute("choices", choices);
        model.addAttribute("rules", rules);
        model.addAttribute("matter", matter);
        var line = matter.isBlank() ? null : matters.readable(Ids.fromNumber(matter), actor, null);
        model.addAttribute("text", line == null ? "" : line.matter().text());
        model.addAttribute(
                "placed",
                choices.stream()
                        .filter(place -> line == null
                                ? place.kind() == PlaceKind.ESTATE
                                : place.kind() != PlaceKind.STREET
                                        && Place.covers(
                                                place.code(),
                                                line.matter().where().placeCode()))
                        .max(Comparator.comparingInt(
                                place -> line == null ? 0 : place.code().length()))
                        .map(Place::id)
                        .orElse(0L));
        model.addAttribute("runs", actor.may(Right.COUNCIL_RUN));
        model.addAttribute("key", UUID.randomUUID().toString());
        return "councils/raise";
    }

    @PostMapping("/topics")
    @ForSignedIn
    String raise(
            Actor actor,
            @RequestParam(defaultValue = "") String place,
            @RequestParam(defaultValue = "") String title,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(required = false) Topic.@Nullable Source source,
            @RequestParam(defaultValue = "") String matter,
            @RequestParam(defaultValue = "") String petition,
            @RequestParam(defaultValue = "false") boolean floating,
            @RequestParam(defaultValue = "false") boolean built,
            @RequestParam(defaultValue = "") String key) {
        var from = !matter.isBlank()
                ? Topic.Source.MATTER
                : !petition.isBlank() ? Topic.Source.PETITION : source == null ? Topic.Source.RESIDENT : source;
        String number = commands.once(
                actor,
                key,
                "raise topic",
                () -> Ids.number(topics.raise(
                                actor, new Topics.Raising(place, title, text, from, matter, petition, floating, built))
                        .id()));
        return back(number, "raised");
    }

    private static String back(String number, String done) {
        return "redirect:/topics/" + number + "?done=" + done;
    }

    @GetMapping("/topics/{number}")
    @ForSignedIn
    String one(Actor actor, Model model, @PathVariable String number, @RequestParam(defaultValue = "") String done) {
        long id = Ids.fromNumber(number);
        model.addAttribute("view", topics.view(actor, id));
        model.addAttribute("remarks", remarks.list(actor, id, 0, REMARKS));
        model.addAttribute("rules", rules);
        model.addAttribute("done", done);
        model.addAttribute("key", UUID.randomUUID().toString());
        return "councils/topic";
    }

    @PostMapping("/topics/{number}/{act}")
    @ForSignedIn
    String act(
            Actor actor,
            @PathVariable String number,
            @PathVariable String act,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestParam(defaultValue = "") String body,
            @RequestParam(defaultValue = "false") boolean floating,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(required = false) @Nullable Long proposal,
            @RequestParam(required = false) Topic.@Nullable Stance stance,
            @RequestParam(required = false) Topic.@Nullable Hearing hearing,
            @RequestParam(required = false) @Nullable Integer people,
            @RequestParam(required = false) @Nullable Boolean helped,
            @RequestParam(required = false) @Nullable Long seat,
            @RequestParam(defaultValue = "") String key) {
        TopicAct wanted = TopicAct.of(act);
        commands.once(actor, key, act + " " + number, () -> {
            topics.act(
                    actor,
                    Ids.fromNumber(number),
                    wanted,
                    new Topics.Input(version, body, floating, words, proposal, stance, hearing, people, helped, seat));
            return number;
        });
        return back(number, wanted.word());
    }

    @PostMapping("/topics/{number}/signature")
    @ForSignedIn
    String sign(Actor actor, @PathVariable String number) {
        topics.sign(actor, Ids.fromNumber(number));
        return back(number, "signed");
    }

    @PostMapping("/topics/{number}/signature/withdraw")
    @ForSignedIn
    String unsign(Actor actor, @PathVariable String number) {
        topics.unsign(actor, Ids.fromNumber(number));
        return back(number, "unsigned");
    }

    @PostMapping("/topics/{number}/remarks")
    @ForSignedIn
    String say(
            Actor actor,
            @PathVariable String number,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(defaultValue = "false") boolean question,
            @RequestParam(defaultValue = "false") boolean offline,
            @RequestParam(defaultValue = "") String key) {
        commands.once(
                actor,
                key,
                "say " + number,
                () -> Long.toString(
                        remarks.say(actor, Ids.fromNumber(number), new Remarks.Saying(words, question, offline))));
        return back(number, question ? "asked" : "said");
    }

    @PostMapping("/topics/{number}/remarks/{id}/answer")
    @Needs(Right.COUNCIL_RUN)
    String answer(
            Actor actor,
            @PathVariable String number,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String words) {
        remarks.answer(actor, Ids.fromNumber(number), id, words);
        return back(number, "answered");
    }

    @PostMapping("/topics/{number}/remarks/hide")
    @Needs(Right.COUNCIL_RUN)
    String hide(
            Actor actor,
            @PathVariable String number,
            @RequestParam(name = "remark", required = false) @Nullable List<Long> chosen,
            @RequestParam(defaultValue = "") String words) {
        remarks.hide(actor, Ids.fromNumber(number), Objects.requireNonNullElse(chosen, List.of()), words);
        return back(number, "hidden");
    }

    @PostMapping("/topics/{number}/remarks/{id}/appeal")
    @ForSignedIn
    String appeal(
            Actor actor,
            @PathVariable String number,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String words) {
        remarks.appeal(actor, Ids.fromNumber(number), id, words);
        return back(number, "appealed");
    }

    @PostMapping("/topics/{number}/remarks/{id}/judge")
    @Needs(Right.COUNCIL_RUN)
    String judge(
            Actor actor,
            @PathVariable String number,
            @PathVariable long id,
            @RequestParam(defaultValue = "false") boolean back,
            @RequestParam(defaultValue = "") String words) {
        remarks.judge(actor, Ids.fromNumber(number), id, back, words);
        return back(number, "judged");
    }
}
