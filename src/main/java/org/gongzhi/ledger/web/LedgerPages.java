package org.gongzhi.ledger.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Commands;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.QrCode;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Rows;
import org.gongzhi.ledger.ActReceipts;
import org.gongzhi.ledger.Ledger;
import org.gongzhi.ledger.LedgerRules;
import org.gongzhi.ledger.Parties;
import org.gongzhi.ledger.Party;
import org.gongzhi.ledger.Standing;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The open ledger on pages: what it is, who signs, one's own acts, a receipt, and the page that checks one.
@Controller
class LedgerPages {

    private static final int ROWS = 50;
    private static final int OF = 200;

    private final Ledger ledger;
    private final Parties parties;
    private final ActReceipts receipts;
    private final LedgerRules rules;
    private final Standing standing;
    private final Commands commands;
    private final Places places;
    private final long home;

    LedgerPages(
            Ledger ledger,
            Parties parties,
            ActReceipts receipts,
            LedgerRules rules,
            Standing standing,
            Commands commands,
            Places places,
            @Value("${gongzhi.home-place:441900106}") String home) {
        this.ledger = ledger;
        this.parties = parties;
        this.receipts = receipts;
        this.rules = rules;
        this.standing = standing;
        this.commands = commands;
        this.places = places;
        this.home = Long.parseLong(home.substring(0, Math.min(9, home.length())));
    }

    @GetMapping("/ledger")
    @ForEveryone(why = "the log is public")
    String ledger(Actor actor, Model model, @RequestParam(required = false) @Nullable Long street) {
        var logs = ledger.views();
        long chosen = street != null ? street : home;
        model.addAttribute(
                "streetName",
                places.find(Long.toString(chosen)).map(Place::name).orElseGet(() -> Long.toString(chosen)));
        model.addAttribute("example", actor.signedIn() ? receipts.mine(actor, null, 1) : List.<ActReceipts.Act>of());
        model.addAttribute("logs", logs);
        model.addAttribute("street", chosen);
        model.addAttribute("now", standing.now(chosen));
        model.addAttribute("kinds", rules.parties());
        model.addAttribute("keeps", actor.may(Right.LEDGER_KEEP, Long.toString(chosen)));
        model.addAttribute("key", UUID.randomUUID().toString());
        return "ledger/ledger";
    }

    /// The part of the page that changes by itself.
    @GetMapping("/ledger/{street:[0-9]{9}}/now")
    @ForEveryone(why = "the log is public")
    String now(Model model, @PathVariable long street) {
        model.addAttribute("now", standing.now(street));
        return "ledger/now";
    }

    @GetMapping("/ledger/receipts")
    @ForSignedIn
    String mine(Actor actor, Model model, @RequestParam(required = false) @Nullable Long before) {
        model.addAttribute(
                "rows", Rows.cut(receipts.mine(actor, before, ROWS + 1), ROWS, act -> Long.toString(act.seq())));
        return "ledger/mine";
    }

    /// What the log says of one subject, for whoever has its number.
    @GetMapping("/ledger/{street:[0-9]{9}}/subjects/{subject}/{number}")
    @ForEveryone(why = "these lines are public in the log itself")
    String of(Model model, @PathVariable long street, @PathVariable String subject, @PathVariable String number) {
        model.addAttribute("rows", receipts.of(street, subject, Ids.fromNumber(number), OF));
        model.addAttribute("subject", subject);
        model.addAttribute("number", number);
        return "ledger/subject";
    }

    @GetMapping("/ledger/receipts/{hash}")
    @ForEveryone(why = "the receipt proves a public line and holds nothing else")
    String receipt(HttpServletRequest request, Model model, @PathVariable String hash) {
        var view = receipts.soon(hash);
        model.addAttribute("receipt", view);
        model.addAttribute("code", QrCode.of(address(request, hash)));
        model.addAttribute("own", receipts.mayOpen(actorOf(request), hash));
        return "ledger/receipt";
    }

    private static Actor actorOf(HttpServletRequest request) {
        return request.getAttribute("gongzhi.actor") instanceof Actor actor ? actor : Actor.VISITOR;
    }

    private static String address(HttpServletRequest request, String hash) {
        String url = request.getRequestURL().toString();
        return url.substring(0, url.length() - request.getRequestURI().length()) + "/ledger/receipts/" + hash;
    }

    @GetMapping("/ledger/receipts/{hash}/file")
    @ForEveryone(why = "the receipt proves a public line and holds nothing else")
    ResponseEntity<byte[]> file(@PathVariable String hash) {
        var view = receipts.soon(hash);
        String text = view.receipt();
        return download(
                text == null ? view.promise() : text,
                (text == null ? "promise-" : "receipt-") + hash.substring(0, 12) + ".txt",
                MediaType.TEXT_PLAIN);
    }

    private static ResponseEntity<byte[]> download(String text, String name, MediaType type) {
        return ResponseEntity.ok()
                .contentType(new MediaType(type, StandardCharsets.UTF_8))
                .header(
                        "Content-Disposition",
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(text.getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping("/ledger/receipts/{hash}/opening")
    @ForSignedIn
    ResponseEntity<byte[]> opening(Actor actor, @PathVariable String hash) {
        var opening = receipts.opening(actor, hash);
        return download(
                "HMAC-SHA-256\nsalt " + opening.salt() + "\ncommitment " + opening.commitment() + "\n\n"
                        + opening.text() + "\n",
                "opening-" + hash.substring(0, 12) + ".txt",
                MediaType.TEXT_PLAIN);
    }

    /// Checks a receipt in the browser; the text behind `#` never reaches the server.
    @GetMapping("/verify")
    @ForEveryone(why = "whoever holds a receipt may check it")
    String verify(HttpServletResponse response, Model model, @RequestParam(required = false) @Nullable String act) {
        var streets = streets(act);
        var mirrors = streets.stream()
                .flatMap(street -> parties.all(street).stream())
                .filter(Party::active)
                .map(Party::mirror)
                .filter(mirror -> mirror != null)
                .map(LedgerPages::site)
                .distinct()
                .collect(Collectors.joining(" "));
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; object-src 'none';"
                        + " base-uri 'none'; frame-ancestors 'none'; form-action 'self'; connect-src 'self' "
                        + mirrors);
        model.addAttribute("policies", streets.stream().map(parties::policy).toList());
        model.addAttribute("act", act == null || !act.matches("[0-9a-f]{64}") ? "" : act);
        model.addAttribute(
                "receipt",
                act == null || act.isEmpty() ? null : receipts.soon(act).receipt());
        return "ledger/verify";
    }

    /// Scheme, host and port of an address.
    private static String site(String address) {
        int path = address.indexOf('/', address.indexOf("://") + 3);
        return path < 0 ? address : address.substring(0, path);
    }

    /// The logs whose keys a page needs: the program's own, and the one an act stands in.
    private List<Long> streets(@Nullable String act) {
        var streets = new ArrayList<Long>();
        if (act != null && act.matches("[0-9a-f]{64}")) {
            streets.add(receipts.view(act).street());
        }
        if (!streets.contains(home) && standing.now(home).isPresent()) {
            streets.add(home);
        }
        return streets;
    }

    /// The same page as one file that needs no network and no server, with the keys of today in it.
    @GetMapping("/verify.html")
    @ForEveryone(why = "whoever holds a receipt may check it, without us too")
    ResponseEntity<byte[]> copy(org.gongzhi.kernel.Words words, @RequestParam(required = false) @Nullable String act) {
        try (var script = LedgerPages.class.getResourceAsStream("/static/verify.js");
                var style = LedgerPages.class.getResourceAsStream("/static/app.css")) {
            if (script == null || style == null) {
                throw Refusal.unknown("ledger");
            }
            return download(
                    VerifyCopy.page(
                            words,
                            new String(script.readAllBytes(), StandardCharsets.UTF_8),
                            new String(style.readAllBytes(), StandardCharsets.UTF_8),
                            streets(act).stream().map(parties::policy).toList()),
                    "gongzhi-verify.html",
                    MediaType.TEXT_HTML);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @PostMapping("/ledger/{street:[0-9]{9}}/parties")
    @Needs(Right.LEDGER_KEEP)
    String enrol(
            Actor actor,
            @PathVariable long street,
            Parties.Application application,
            @RequestParam(required = false) @Nullable String key) {
        commands.once(
                actor,
                key,
                "ledger-enrol " + street,
                () -> parties.enrol(actor, street, application).name());
        return "redirect:/ledger?street=" + street;
    }

    @PostMapping("/ledger/{street:[0-9]{9}}/parties/end")
    @Needs(Right.LEDGER_KEEP)
    String end(Actor actor, @PathVariable long street, @RequestParam(defaultValue = "") String name) {
        parties.end(actor, street, name);
        return "redirect:/ledger?street=" + street;
    }

    @PostMapping("/ledger/{street:[0-9]{9}}/parties/reach")
    @Needs(Right.LEDGER_KEEP)
    String reach(
            Actor actor,
            @PathVariable long street,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(required = false) @Nullable String submission,
            @RequestParam(required = false) @Nullable String mirror) {
        parties.reach(actor, street, name, submission, mirror);
        return "redirect:/ledger?street=" + street;
    }
}
