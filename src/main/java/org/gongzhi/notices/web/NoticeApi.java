package org.gongzhi.notices.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Rows;
import org.gongzhi.kernel.Sent;
import org.gongzhi.kernel.Words;
import org.gongzhi.notices.Bulletins;
import org.gongzhi.notices.Contacts;
import org.gongzhi.notices.HandDeliveries;
import org.gongzhi.notices.NoticeTerms;
import org.gongzhi.notices.Notices;
import org.gongzhi.notices.Postman;
import org.gongzhi.notices.Receipts;
import org.gongzhi.notices.Route;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Notices for programs: the inbox, how one wants to be reached, what is carried by hand, and the receipts
/// that gateways send back.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "notices")
class NoticeApi {

    record MessageView(
            String id,
            String template,
            NoticeTerms.Urgency urgency,
            String title,
            String text,
            String path,
            Instant toldAt,
            @Nullable Instant readAt) {

        static MessageView of(Notices.Message message, Words words) {
            return new MessageView(
                    Long.toString(message.id()),
                    message.template(),
                    message.urgency(),
                    message.title(words),
                    message.text(words),
                    message.path(),
                    message.toldAt(),
                    message.readAt());
        }
    }

    record ContactView(
            String language,
            @Nullable String email,
            @Nullable Boolean confirmed,
            @Nullable Route channel,
            @Nullable String handle,
            @Nullable Boolean sms,
            @Nullable LocalTime quietFrom,
            @Nullable LocalTime quietUntil,
            @Nullable Boolean digest) {}

    record Code(@Nullable String code) {}

    record BulletinInput(
            @Nullable String place,
            @Nullable String title,
            @Nullable String text,
            @Nullable LocalDate until) {}

    record HandView(String id, Route route, String name, String address, Instant since, String title, String text) {}

    private final Notices notices;
    private final Contacts contacts;
    private final Postman postman;
    private final HandDeliveries hand;
    private final Bulletins bulletins;
    private final Receipts receipts;

    NoticeApi(
            Notices notices,
            Contacts contacts,
            Postman postman,
            HandDeliveries hand,
            Bulletins bulletins,
            Receipts receipts) {
        this.notices = notices;
        this.contacts = contacts;
        this.postman = postman;
        this.hand = hand;
        this.bulletins = bulletins;
        this.receipts = receipts;
    }

    private static long account(Actor actor) {
        return Objects.requireNonNull(actor.account());
    }

    @GetMapping("/inbox")
    @ForSignedIn
    @Operation(summary = "What the asker was told, the newest first")
    Rows<MessageView> inbox(
            Actor actor,
            @RequestParam(defaultValue = "false") boolean unread,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "50") int limit,
            @RequestHeader(name = "Accept-Language", defaultValue = "zh") String language) {
        Words words = Words.of(language);
        var rows = notices.inbox(account(actor), unread, after, limit);
        return new Rows<>(
                rows.rows().stream()
                        .map(message -> MessageView.of(message, words))
                        .toList(),
                rows.next());
    }

    @PostMapping("/inbox/{id}/read")
    @ForSignedIn
    @Operation(summary = "Counts a message as read")
    void read(Actor actor, @PathVariable long id) {
        notices.open(account(actor), id);
    }

    @GetMapping("/inbox/settings")
    @ForSignedIn
    @Operation(summary = "How the asker wants to be reached")
    ContactView settings(Actor actor) {
        var contact = contacts.of(account(actor));
        return new ContactView(
                contact.language(),
                contact.email(),
                contact.confirmed(),
                contact.channel(),
                contact.handle(),
                contact.sms(),
                contact.quietFrom(),
                contact.quietUntil(),
                contact.digest());
    }

    @PutMapping("/inbox/settings")
    @ForSignedIn
    @Operation(summary = "Changes it; a new e-mail address gets a code and counts once confirmed")
    ContactView save(Actor actor, @RequestBody ContactView wanted) {
        var before = contacts.of(account(actor));
        String email = Sent.text(wanted.email);
        String code = contacts.save(new Contacts.Contact(
                account(actor),
                "en".equals(wanted.language) ? "en" : "zh",
                email,
                false,
                wanted.channel,
                wanted.handle,
                !Boolean.FALSE.equals(wanted.sms),
                wanted.quietFrom == null ? before.quietFrom() : wanted.quietFrom,
                wanted.quietUntil == null ? before.quietUntil() : wanted.quietUntil,
                Boolean.TRUE.equals(wanted.digest),
                false));
        if (code != null) {
            postman.confirm(account(actor), email.strip(), code, Words.of(Sent.text(wanted.language)));
        }
        return settings(actor);
    }

    @PostMapping("/inbox/settings/confirm")
    @ForSignedIn
    @Operation(summary = "Confirms an e-mail address with the code that was sent to it")
    ContactView confirm(Actor actor, @RequestBody Code code) {
        contacts.confirm(account(actor), Sent.text(code.code));
        return settings(actor);
    }

    @GetMapping("/notices/hand")
    @Needs({Right.NOTICE_MANAGE, Right.PERSON_WRITE})
    @Operation(summary = "Letters to print or visits to make within the asker's places; names are masked")
    List<HandView> hand(Actor actor, @RequestParam(defaultValue = "VISIT") Route route) {
        if (!route.byHand()) {
            throw Refusal.invalid("route");
        }
        return hand.waiting(actor, route).stream()
                .map(item -> new HandView(
                        Long.toString(item.id()),
                        item.route(),
                        item.name(),
                        item.address(),
                        item.since(),
                        item.message().title(Words.CHINESE),
                        item.message().text(Words.CHINESE)))
                .toList();
    }

    @PostMapping("/notices/hand/{id}/done")
    @Needs({Right.NOTICE_MANAGE, Right.PERSON_WRITE})
    @Operation(summary = "Posted, or told at the door; found=false sends it on by the next way")
    void done(Actor actor, @PathVariable long id, @RequestParam(defaultValue = "true") boolean found) {
        hand.done(actor, id, found);
    }

    @PostMapping("/notices/bulletins")
    @Needs(Right.NOTICE_MANAGE)
    @Operation(summary = "Makes a notice for the notice board")
    ResponseEntity<Bulletins.Bulletin> post(Actor actor, @RequestBody BulletinInput input) {
        return ResponseEntity.status(201)
                .body(bulletins.post(
                        actor,
                        Sent.needed(input.place, "place"),
                        Sent.text(input.title),
                        Sent.text(input.text),
                        input.until));
    }

    @PostMapping("/notices/receipts")
    @ForEveryone(why = "gateways sign what they send; without the signature nothing happens")
    @Operation(
            summary = "What became of a message, from a gateway",
            description = "Body `{\"id\":…,\"state\":\"DELIVERED|READ|BOUNCED\",\"reason\":…}`, signed as in"
                    + " docs/notices.md in the header X-Gongzhi-Signature.")
    Map<String, Object> receipt(
            @RequestHeader(name = "X-Gongzhi-Signature", defaultValue = "") String signature,
            @RequestBody byte[] body) {
        receipts.take(body, signature);
        return Map.of("taken", true);
    }
}
