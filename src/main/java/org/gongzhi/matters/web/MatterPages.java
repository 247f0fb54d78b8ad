package org.gongzhi.matters.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.gongzhi.access.AccessSettings;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Audit;
import org.gongzhi.access.Commands;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.RateLimit;
import org.gongzhi.access.Right;
import org.gongzhi.files.Photos;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.matters.FollowUpCode;
import org.gongzhi.matters.Kinds;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.MatterAct;
import org.gongzhi.matters.MatterBoard;
import org.gongzhi.matters.MatterDesk;
import org.gongzhi.matters.Matters;
import org.gongzhi.matters.Outcome;
import org.jspecify.annotations.Nullable;
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
import org.springframework.web.multipart.MultipartFile;

/// One matter and the lists of one's own: look, act, follow.
@Controller
class MatterPages {

    private static final int ROWS = 30;

    private final Matters matters;
    private final MatterDesk desk;
    private final MatterBoard board;
    private final Kinds kinds;
    private final Photos photos;
    private final FollowUpCode codes;
    private final Commands commands;
    private final Audit audit;
    private final RateLimit limit;
    private final AccessSettings settings;

    MatterPages(
            Matters matters,
            MatterDesk desk,
            MatterBoard board,
            Kinds kinds,
            Photos photos,
            FollowUpCode codes,
            Commands commands,
            Audit audit,
            RateLimit limit,
            AccessSettings settings) {
        this.matters = matters;
        this.desk = desk;
        this.board = board;
        this.kinds = kinds;
        this.photos = photos;
        this.codes = codes;
        this.commands = commands;
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
        model.addAttribute("key", UUID.randomUUID().toString());
        model.addAttribute("code", view.reporter() && view.matter().reporter().account() == null ? codes.of(id) : "");
    }

    @PostMapping("/matters/{number}/{act}")
    @ForEveryone(why = "the door asks who may: lead, checker or reporter")
    String act(
            Actor actor,
            HttpServletRequest request,
            @PathVariable String number,
            @PathVariable String act,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestParam(required = false) @Nullable String key,
            @RequestParam(required = false) @Nullable String words,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable Long to,
            @RequestParam(required = false) @Nullable LocalDate until,
            @RequestParam(required = false) @Nullable Outcome outcome,
            @RequestParam(required = false) @Nullable String duplicateOf,
            @RequestParam(required = false) @Nullable Boolean solved,
            @RequestParam(required = false) @Nullable Integer satisfied,
            @RequestParam(required = false) @Nullable Boolean reached,
            @RequestParam(required = false) @Nullable String cause,
            @RequestParam(required = false) @Nullable String harm,
            @RequestParam(required = false) @Nullable String solution,
            @RequestParam(required = false) @Nullable List<MultipartFile> before,
            @RequestParam(required = false) @Nullable List<MultipartFile> after,
            @RequestParam(required = false) @Nullable List<MultipartFile> photo) {
        long id = Ids.fromNumber(number);
        MatterAct wanted = act(act);
        var order = new Matters.Order(id, version, actor, Followed.code(request, id));
        if (wanted != MatterAct.SUPPORT) {
            desk.readable(id, actor, order.code());
        }
        var input = new ActInput(
                words,
                reason,
                to,
                until,
                outcome,
                duplicateOf,
                solved,
                satisfied,
                reached,
                cause,
                harm,
                solution,
                ReportPages.store(photos, before),
                ReportPages.store(photos, after),
                ReportPages.store(photos, photo));
        commands.once(actor, key, wanted + " " + id, () -> {
            input.perform(matters, wanted, order);
            return "";
        });
        return wanted == MatterAct.SUPPORT
                ? "redirect:/follow?supported"
                : "redirect:/matters/" + number + "?done=" + wanted.word();
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
        Long person = matter.reporter().person();
        if (person == null) {
            throw Refusal.unknown("reporter");
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
                .cacheControl(CacheControl.maxAge(java.time.Duration.ofDays(30)).cachePrivate())
                .body(new FileSystemResource(photos.path(picture.name(), size)));
    }

    @GetMapping("/work")
    @ForSignedIn
    String work(Actor actor, Model model, @RequestParam(required = false) @Nullable String after) {
        model.addAttribute("work", board.work(actor, after, ROWS));
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
    String follow(Model model, @RequestParam(required = false) @Nullable String supported) {
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
        limit.count("follow", request.getRemoteAddr(), settings.signInsPerHour());
        long id = Ids.fromNumber(number);
        if (!codes.opens(id, code)) {
            throw Refusal.invalid("follow-code");
        }
        board.line(id);
        Followed.keep(response, request, id, codes.of(id));
        return "redirect:/matters/" + Ids.number(id);
    }
}
