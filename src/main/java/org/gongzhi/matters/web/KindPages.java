package org.gongzhi.matters.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.calendar.Term;
import org.gongzhi.duty.Subjects;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.matters.Kind;
import org.gongzhi.matters.KindVersion;
import org.gongzhi.matters.Kinds;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The catalogue of kinds: everybody may read what is handled how and by when; whoever may changes it, with a
/// preview of what that means.
@Controller
class KindPages {

    private final Kinds kinds;
    private final Subjects subjects;
    private final Places places;

    KindPages(Kinds kinds, Subjects subjects, Places places) {
        this.places = places;
        this.kinds = kinds;
        this.subjects = subjects;
    }

    @GetMapping("/kinds")
    @ForEveryone(why = "what is handled how and by when is public")
    String all(Actor actor, Model model, @RequestParam(required = false) @Nullable String place) {
        String shown = place(actor, place);
        model.addAttribute("kinds", kinds);
        model.addAttribute("shown", kinds.whole(shown));
        place(model, shown);
        return "matters/kinds";
    }

    @GetMapping("/kinds/{code}")
    @ForEveryone(why = "what is handled how and by when is public")
    String one(
            Actor actor,
            Model model,
            @PathVariable String code,
            @RequestParam(required = false) @Nullable String place,
            @RequestParam(defaultValue = "") String done) {
        String shown = place(actor, place);
        var version = kinds.inForce(code, shown);
        fill(model, version.kind(), shown, version.kind().version(), null);
        model.addAttribute("own", !shown.isEmpty() && version.place().equals(shown));
        model.addAttribute("done", done);
        return "matters/kind";
    }

    @GetMapping("/kinds/new")
    @Needs(Right.KIND_MANAGE)
    String fresh(Actor actor, Model model, @RequestParam(required = false) @Nullable String place) {
        Kind like = kinds.get("E0600");
        var blank = new Kind(
                "",
                0,
                like.group(),
                "",
                "",
                like.icon(),
                like.urgency(),
                like.term(),
                like.leads(),
                List.of(),
                like.rules(),
                "",
                true);
        fill(model, blank, editable(actor, place), 0, null);
        return "matters/kind";
    }

    /// The place whose kinds are shown: the one asked for, else the widest in which the asker may change them.
    private static String place(Actor actor, @Nullable String place) {
        var mine = actor.scope(Right.KIND_MANAGE).codes();
        return place != null ? place.strip() : mine.isEmpty() ? "" : mine.getFirst();
    }

    /// The same, where the asker may change them.
    private static String editable(Actor actor, @Nullable String place) {
        String wanted = place(actor, place == null || place.isBlank() ? null : place);
        actor.require(Right.KIND_MANAGE, wanted);
        return wanted;
    }

    private void place(Model model, String place) {
        model.addAttribute("place", place);
        model.addAttribute("overriding", kinds.places());
        model.addAttribute("places", places);
    }

    private void fill(Model model, Kind kind, String place, int seen, Kinds.@Nullable Preview preview) {
        place(model, place);
        model.addAttribute("kind", kind);
        model.addAttribute("seen", seen);
        model.addAttribute("kinds", kinds);
        model.addAttribute("versions", seen == 0 ? List.<KindVersion>of() : kinds.versions(kind.code()));
        model.addAttribute("leads", subjects.groups());
        model.addAttribute("preview", preview);
        model.addAttribute("conditionLines", KindForm.lines(kind));
        model.addAttribute("fieldLines", KindForm.fieldLines(kind));
    }

    /// Shows what a change would mean, or makes it when `sure`.
    @PostMapping("/kinds")
    @Needs(Right.KIND_MANAGE)
    String change(
            Actor actor,
            Model model,
            KindForm form,
            @RequestParam(name = "place", required = false) @Nullable String at) {
        String place = editable(actor, at);
        Kind wanted = form.kind();
        String words = form.words() == null ? "" : form.words();
        if (Boolean.TRUE.equals(form.sure())) {
            Kind made = kinds.define(actor, place, wanted, form.seen(), words);
            return "redirect:/kinds/" + made.code() + "?place=" + place + "&done=" + made.version();
        }
        fill(model, wanted, place, form.seen(), kinds.preview(wanted, place));
        model.addAttribute("words", words);
        return "matters/kind";
    }

    /// Back to what is in force above.
    @PostMapping("/kinds/{code}/inherit")
    @Needs(Right.KIND_MANAGE)
    String inherit(
            Actor actor,
            @PathVariable String code,
            @RequestParam String place,
            @RequestParam int seen,
            @RequestParam String words) {
        Kind made = kinds.inherit(actor, place, code, seen, words);
        return "redirect:/kinds" + (kinds.has(code, place) ? "/" + code : "") + "?place=" + place + "&done="
                + made.version();
    }

    /// A kind as the form sends it. Conditions and fields are lines of text, parts between bars:
    /// `1|责令停工|Stop the work|4 WORKING_HOUR|SERIOUS` and `plate|车牌号|Number plate|TEXT|false|`.
    record KindForm(
            String code,
            int seen,
            String group,
            String chinese,
            String english,
            String icon,
            Kind.Urgency urgency,
            int amount,
            Term.Unit unit,
            String leads,
            @Nullable String terms,
            Kind.Severity severity,
            @Nullable Boolean verify,
            int photos,
            int recheck,
            @Nullable Boolean publicly,
            @Nullable Boolean anonymous,
            @Nullable Boolean automatic,
            @Nullable String standardChinese,
            @Nullable String standardEnglish,
            @Nullable String conditions,
            @Nullable String fields,
            @Nullable String source,
            @Nullable Boolean inUse,
            @Nullable String words,
            @Nullable Boolean sure) {

        Kind kind() {
            if (amount < 1 || amount > 1000) {
                throw Refusal.invalid("kind-term");
            }
            return new Kind(
                    code.strip().toUpperCase(Locale.ROOT),
                    seen,
                    group,
                    chinese.strip(),
                    english.strip(),
                    icon.isBlank() ? "dots" : icon,
                    urgency,
                    new Term(amount, unit),
                    leads,
                    Arrays.asList(text(terms).toLowerCase(Locale.ROOT).split("\\s+")),
                    new Kind.Rules(
                            severity,
                            Boolean.TRUE.equals(verify),
                            photos,
                            recheck,
                            Boolean.TRUE.equals(publicly),
                            Boolean.TRUE.equals(anonymous),
                            Boolean.TRUE.equals(automatic),
                            text(standardChinese),
                            text(standardEnglish),
                            conditionsOf(text(conditions)),
                            fieldsOf(text(fields))),
                    text(source),
                    Boolean.TRUE.equals(inUse));
        }

        private static String text(@Nullable String value) {
            return value == null ? "" : value.strip();
        }

        private static List<Kind.Condition> conditionsOf(String text) {
            var found = new ArrayList<Kind.Condition>();
            for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
                String[] parts = line.split("\\|", -1);
                try {
                    found.add(new Kind.Condition(
                            Integer.parseInt(parts[0].strip()),
                            parts[1].strip(),
                            parts[2].strip(),
                            Term.parse(parts[3]),
                            Kind.Severity.valueOf(parts[4].strip())));
                } catch (RuntimeException wrong) {
                    throw Refusal.invalid("kind-line", line);
                }
            }
            return found;
        }

        private static List<Kind.Field> fieldsOf(String text) {
            var found = new ArrayList<Kind.Field>();
            for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
                String[] parts = line.split("\\|", -1);
                try {
                    found.add(new Kind.Field(
                            parts[0].strip(),
                            parts[1].strip(),
                            parts[2].strip(),
                            Kind.FieldType.valueOf(parts[3].strip()),
                            Boolean.parseBoolean(parts[4].strip()),
                            choices(parts.length > 5 ? parts[5] : "")));
                } catch (RuntimeException wrong) {
                    throw Refusal.invalid("kind-line", line);
                }
            }
            return found;
        }

        private static List<Kind.Choice> choices(String text) {
            return text.isBlank()
                    ? List.of()
                    : Arrays.stream(text.split(";"))
                            .map(each -> each.strip().split(":", 3))
                            .map(parts -> new Kind.Choice(parts[0], parts[1], parts[2]))
                            .toList();
        }

        /// The lines of the conditions of a kind, as the form takes them back.
        static String lines(Kind kind) {
            return String.join(
                    "\n",
                    kind.rules().conditions().stream()
                            .map(each -> each.position() + "|" + each.chinese() + "|" + each.english() + "|"
                                    + each.term() + "|" + each.severity())
                            .toList());
        }

        /// The lines of the fields of a kind.
        static String fieldLines(Kind kind) {
            return String.join(
                    "\n",
                    kind.rules().fields().stream()
                            .map(each -> each.name() + "|" + each.chinese() + "|" + each.english() + "|" + each.type()
                                    + "|" + each.required() + "|"
                                    + String.join(
                                            ";",
                                            each.choices().stream()
                                                    .map(choice -> choice.key() + ":" + choice.chinese() + ":"
                                                            + choice.english())
                                                    .toList()))
                            .toList());
        }
    }
}
