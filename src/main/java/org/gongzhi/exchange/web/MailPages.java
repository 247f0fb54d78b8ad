package org.gongzhi.exchange.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.exchange.MailIntake;
import org.gongzhi.exchange.MailReceipt;
import org.gongzhi.exchange.Mailbox;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.multipart.MultipartFile;

/// What came by e-mail and what became of it; a saved message can be handed in by hand.
@Controller
@Tag(name = "exchange")
class MailPages {

    private static final int ROWS = 50;

    private final Mailbox mailbox;
    private final MailIntake intake;

    MailPages(Mailbox mailbox, MailIntake intake) {
        this.mailbox = mailbox;
        this.intake = intake;
    }

    @GetMapping("/exchange/mail")
    @Needs(Right.EXCHANGE_MANAGE)
    String list(Actor actor, Model model, @RequestParam(required = false) @Nullable Long before) {
        var rows = intake.list(actor, before, ROWS + 1);
        model.addAttribute("communities", intake.communities(actor));
        model.addAttribute("state", mailbox.state(actor));
        model.addAttribute("rows", rows.size() > ROWS ? rows.subList(0, ROWS) : rows);
        model.addAttribute("more", rows.size() > ROWS ? rows.get(ROWS - 1).id() : 0L);
        return "exchange/mail";
    }

    @PostMapping("/exchange/mail/look")
    @Needs(Right.EXCHANGE_MANAGE)
    String look(Actor actor) {
        mailbox.look(actor);
        return "redirect:/exchange/mail";
    }

    @PostMapping("/exchange/mail")
    @Needs(Right.EXCHANGE_MANAGE)
    String handIn(Actor actor, @RequestParam MultipartFile message, @RequestParam(defaultValue = "") String place) {
        var came = intake.take(actor, bytes(message), place);
        return came.matter() == null ? "redirect:/exchange/mail" : "redirect:/matters/" + Ids.number(came.matter());
    }

    /// One message as a program sees it.
    record Row(
            long id,
            java.time.Instant at,
            MailReceipt.Result result,
            String reason,
            @Nullable String matter,
            int leftOut) {}

    @GetMapping("/api/v1/exchange/mail")
    @Needs(Right.EXCHANGE_MANAGE)
    @ResponseBody
    @Operation(
            summary = "What came by e-mail, the newest first",
            description = "`before` is the id of the last row of the page before.")
    List<Row> rows(
            Actor actor,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "50") int limit) {
        return intake.list(actor, before, limit).stream().map(MailPages::row).toList();
    }

    @GetMapping("/api/v1/exchange/mailbox")
    @Needs(Right.EXCHANGE_MANAGE)
    @ResponseBody
    @Operation(summary = "Whether there is a mailbox, when it was last read, and what went wrong then")
    Mailbox.State state(Actor actor) {
        return mailbox.state(actor);
    }

    @PostMapping("/api/v1/exchange/mailbox/look")
    @Needs(Right.EXCHANGE_MANAGE)
    @ResponseBody
    @Operation(summary = "Reads the mailbox now")
    Map<String, Integer> lookNow(Actor actor) {
        return Map.of("messages", mailbox.look(actor));
    }

    @PostMapping(path = "/api/v1/exchange/mail", consumes = "message/rfc822")
    @Needs(Right.EXCHANGE_MANAGE)
    @ResponseBody
    @Operation(summary = "Takes one message in its raw form (RFC 5322); repeated, it answers the same")
    Row take(
            Actor actor,
            @org.springframework.web.bind.annotation.RequestBody byte[] raw,
            @RequestParam(defaultValue = "") String place) {
        if (raw.length > MailIntake.mostBytes()) {
            throw Refusal.invalid("mail-large", MailIntake.mostBytes() / 1024 / 1024);
        }
        return row(intake.take(actor, raw, place));
    }

    private static Row row(MailReceipt came) {
        return new Row(
                came.id(),
                came.at(),
                came.result(),
                came.reason(),
                came.matter() == null ? null : Ids.number(came.matter()),
                came.leftOut());
    }

    private static byte[] bytes(MultipartFile message) {
        try {
            if (message.getSize() > MailIntake.mostBytes()) {
                throw Refusal.invalid("mail-large", MailIntake.mostBytes() / 1024 / 1024);
            }
            return message.getBytes();
        } catch (IOException cut) {
            throw Refusal.invalid("mail-unreadable");
        }
    }
}
