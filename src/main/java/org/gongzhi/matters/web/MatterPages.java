package org.gongzhi.matters.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.gongzhi.access.AccessSettings;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Audit;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.RateLimit;
import org.gongzhi.access.Right;
import org.gongzhi.files.Photos;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.matters.FollowUpCode;
import org.gongzhi.matters.Kinds;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.MatterAct;
import org.gongzhi.matters.MatterBoard;
import org.gongzhi.matters.MatterContacts;
import org.gongzhi.matters.MatterDesk;
import org.gongzhi.matters.Matters;
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

/// One matter and the lists of one's own: look, act, follow.
@Controller
class MatterPages {

    private static final int ROWS = 30;

    private final MatterDesk desk;
    private final MatterBoard board;
    private final Kinds kinds;
    private final Places places;
    private final Photos photos;
    private final MatterContacts contacts;
    private final FollowUpCode codes;
    private final Acts acts;
    private final Audit audit;
    private final RateLimit limit;
    private final AccessSettings settings;

    MatterPages(
            MatterDesk desk,
            MatterBoard board,
            Kinds kinds,
            Places places,
            Photos photos,
            MatterContacts contacts,
            FollowUpCode codes,
            Acts acts,
            Audit audit,
            RateLimit limit,
            AccessSettings settings) {
        this.desk = desk;
        this.board = board;
        this.kinds = kinds;
        this.places = places;
        this.photos = photos;
        this.contacts = contacts;
        this.codes = codes;
        this.acts = acts;
        this.audit = audit;
        this.limit = limit;
        this.settings = settings;
    }

    @GetMapping("/matters/{number}")
    @ForEveryone(why = "opens to the reporter's follow-up code, else to scope")
    String one(
            Actor actor,
            HttpServletRequest request,
            Model model,
            @PathVariable String number,
            @RequestParam(required = false) @Nullable String sent,
            @RequestParam(required = false) @Nullable String done) {
        fill(model, actor, request, Ids.fromNumber(number));
        model.addAttribute("sent", sent != null);
        model.addAttribute("done", done == null ? "" : done);
        return "matters/matter";
    }

    /// The part of the page that changes while somebody looks at it.
    @GetMapping("/matters/{number}/body")
    @ForEveryone(why = "as the page itself")
    String body(Actor actor, HttpServletRequest request, Model model, @PathVariable String number) {
        fill(model, actor, request, Ids.fromNumber(number));
        return "matters/matterBody";
    }

    private void fill(Model model, Actor actor, HttpServletRequest request, long id) {
        String code = Followed.code(request, id);
        var view = desk.view(id, actor, code);
        model.addAttribute("view", view);
        model.addAttribute("targets", view.staff() ? desk.targets(view.matter()) : List.of());
        model.addAttribute("choices", view.staff() ? choices(view) : ActChoices.NONE);
        model.addAttribute("key", UUID.randomUUID().toString());
        model.addAttribute("code", view.reporter() && view.matter().reporter().account() == null ? codes.of(id) : "");
    }

    /// As many kinds are put in front of the others because the words suggest them.
    private static final int SUGGESTED = 5;

    private ActChoices choices(MatterDesk.View view) {
        var matter = view.matter();
        if (!view.acts().contains(MatterAct.CORRECT) && !view.acts().contains(MatterAct.SPLIT)) {
            return ActChoices.NONE;
        }
        Place place = places.get(matter.where().place());
        var around = new java.util.ArrayList<Place>();
        places.chain(place).stream()
                .filter(each -> each.kind().compareTo(PlaceKind.COMMUNITY) >= 0)
                .forEach(around::add);
        places.around(place, PlaceKind.ESTATE)
                .ifPresentOrElse(
                        estate -> around.addAll(places.choices(estate)),
                        () -> around.addAll(
                                places.estates(Long.toString(matter.where().community()))));
        return new ActChoices(
                kinds.matching(matter.text(), SUGGESTED, place.code()),
                kinds.all(place.code()),
                view.kind().rules().conditions(),
                around.stream().distinct().toList(),
                view.acts().contains(MatterAct.MERGE) ? board.alike(matter) : List.of());
    }

    @PostMapping("/matters/{number}/{act}")
    @ForEveryone(why = "the door asks who may: lead, checker or reporter")
    String act(
            Actor actor,
            HttpServletRequest request,
            @PathVariable String number,
            @PathVariable String act,
            ActForm form) {
        long id = Ids.fromNumber(number);
        MatterAct wanted = act(act);
        var order = new Matters.Order(id, form.version(), actor, Followed.code(request, id));
        acts.carryOut(wanted, order, form.key(), form.input(photos));
        return wanted == MatterAct.SUPPORT
                ? "redirect:/follow?supported"
                : "redirect:/matters/" + number + "?done=" + wanted.word();
    }

    /// The same act on all chosen matters; what was refused is shown with its reason.
    @PostMapping("/work/bulk")
    @ForSignedIn
    String bulk(
            Actor actor,
            Model model,
            Words words,
            @RequestParam MatterAct act,
            @RequestParam(required = false) @Nullable List<String> number,
            ActForm form) {
        model.addAttribute(
                "done",
                acts.carryOut(act, number == null ? List.of() : number, actor, form.key(), form.input(photos), words));
        model.addAttribute("act", act);
        return "matters/bulk";
    }

    static MatterAct act(String word) {
        try {
            return MatterAct.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            throw Refusal.unknown("act");
        }
    }

    /// Shows the reporter's name and number to a handler who says what for; it is on record before it is shown.
    @PostMapping("/matters/{number}/reveal")
    @Needs(Right.PERSON_REVEAL)
    String reveal(Actor actor, Model model, @PathVariable String number, @RequestParam Audit.Purpose purpose) {
        Matter matter = desk.readable(Ids.fromNumber(number), actor, null).matter();
        if (matter.filing().anonymous()) {
            throw Refusal.forbidden("reporter-anonymous");
        }
        Long person = matter.reporter().person();
        if (person == null) {
            model.addAttribute("contact", contacts.reveal(actor, matter, purpose));
            return "matters/revealedContact";
        }
        model.addAttribute(
                "person",
                audit.reveal(
                        actor,
                        new Entry.Where(
                                matter.where().community(), matter.where().place()),
                        matter.where().placeCode(),
                        person,
                        purpose,
                        "matter " + Ids.number(matter.id())));
        return "matters/revealed";
    }

    /// Who led at a moment, as a sentence.
    @GetMapping("/matters/{number}/lead")
    @Needs(Right.MATTER_READ)
    String lead(
            Actor actor,
            Model model,
            @PathVariable String number,
            @RequestParam(required = false)
                    @org.springframework.format.annotation.DateTimeFormat(pattern = "yyyy-MM-dd'T'HH:mm")
                    @Nullable
                    LocalDateTime at) {
        Matter matter = desk.readable(Ids.fromNumber(number), actor, null).matter();
        var when = at == null
                ? matter.times().stageAt()
                : at.atZone(org.gongzhi.kernel.Clocks.ZONE).toInstant();
        model.addAttribute("when", when);
        model.addAttribute("led", desk.ledAt(matter, when).orElse(null));
        return "matters/ledBy";
    }

    /// The receipt of what the government took over, to print.
    @GetMapping("/matters/{number}/receipt")
    @ForEveryone(why = "as the matter itself")
    String receipt(Actor actor, HttpServletRequest request, Model model, @PathVariable String number) {
        long id = Ids.fromNumber(number);
        var view = desk.view(id, actor, Followed.code(request, id));
        model.addAttribute("view", view);
        model.addAttribute("passed", desk.passedUp(view));
        return "matters/receipt";
    }

    @GetMapping("/matters/{number}/photos/{position}")
    @ForEveryone(why = "as the matter itself")
    ResponseEntity<FileSystemResource> photo(
            Actor actor,
            HttpServletRequest request,
            @PathVariable String number,
            @PathVariable int position,
            @RequestParam(defaultValue = "LARGE") Photos.Size size) {
        long id = Ids.fromNumber(number);
        Matter matter = desk.readable(id, actor, Followed.code(request, id)).matter();
        return picture(matter, position, size);
    }

    /// The small picture of an open matter, for comparing before "me too"; nothing else of the matter.
    @GetMapping("/report/nearby/{number}/photo")
    @ForEveryone(why = "only the first picture, small, of a matter that is still open")
    ResponseEntity<FileSystemResource> nearPhoto(
            @PathVariable String number, @RequestParam(defaultValue = "") String key) {
        long id = Ids.fromNumber(number);
        if (!codes.ofPicture(id).equals(key)) {
            throw Refusal.unknown("photo");
        }
        Matter matter = board.line(id).matter();
        if (!matter.stage().open()) {
            throw Refusal.unknown("photo");
        }
        return picture(matter, 0, Photos.Size.SMALL);
    }

    private ResponseEntity<FileSystemResource> picture(Matter matter, int position, Photos.Size size) {
        var picture = board.pictures(matter).stream()
                .filter(each -> each.position() == position)
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("photo"));
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_JPEG)
                .body(new FileSystemResource(photos.path(picture.name(), size)));
    }

    @GetMapping("/work")
    @ForSignedIn
    String work(Actor actor, Model model, @RequestParam(required = false) @Nullable String after) {
        var work = board.work(actor, after, ROWS);
        model.addAttribute("work", work);
        model.addAttribute("key", UUID.randomUUID().toString());
        model.addAttribute(
                "targets",
                work.rows().isEmpty()
                        ? List.of()
                        : desk.targets(work.rows().getFirst().matter()));
        model.addAttribute("waiting", after == null ? board.waitingFor(actor, ROWS) : List.<MatterBoard.Line>of());
        model.addAttribute("kinds", kinds);
        return "matters/work";
    }

    @GetMapping("/mine")
    @ForSignedIn
    String mine(Actor actor, Model model, @RequestParam(required = false) @Nullable String after) {
        long account = java.util.Objects.requireNonNull(actor.account());
        model.addAttribute("mine", board.raisedBy(account, after, ROWS));
        model.addAttribute("kinds", kinds);
        return "matters/mine";
    }

    @GetMapping("/follow")
    @ForEveryone(why = "asks for number and code")
    String follow(
            Model model,
            @RequestParam(required = false) @Nullable String supported,
            @RequestParam(defaultValue = "") String number) {
        model.addAttribute("number", number);
        model.addAttribute("supported", supported != null);
        return "matters/follow";
    }

    @PostMapping("/follow")
    @ForEveryone(why = "number and code together open a matter; guesses are counted per address")
    String follow(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam String number,
            @RequestParam String code) {
        long id = Ids.fromNumber(number);
        limit.tried("follow", request.getRemoteAddr(), settings.signInsPerHour(), () -> {
            if (!codes.opens(id, code)) {
                throw Refusal.invalid("follow-code");
            }
            return id;
        });
        board.line(id);
        Followed.keep(response, request, id, codes.of(id));
        return "redirect:/matters/" + Ids.number(id);
    }
}
