package org.gongzhi.ledger.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Commands;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.RateLimit;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Rows;
import org.gongzhi.kernel.Sent;
import org.gongzhi.ledger.ActReceipts;
import org.gongzhi.ledger.Ledger;
import org.gongzhi.ledger.Parties;
import org.gongzhi.ledger.Party;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The open ledger for programs; the log itself is served as tlog-tiles under `/ledger/`.
@RestController
@RequestMapping("/api/v1/ledger")
@Tag(name = "Ledger", description = "The open ledger: logs, parties, receipts")
class LedgerApi {

    private static final int ROWS = 50;
    private static final int OF = 200;
    private static final int CHECKS_AN_HOUR = 600;
    private static final int PUBLISHES_AN_HOUR = 1200;

    private final Ledger ledger;
    private final Parties parties;
    private final ActReceipts receipts;
    private final Commands commands;
    private final RateLimit limit;

    LedgerApi(Ledger ledger, Parties parties, ActReceipts receipts, Commands commands, RateLimit limit) {
        this.ledger = ledger;
        this.parties = parties;
        this.receipts = receipts;
        this.commands = commands;
        this.limit = limit;
    }

    @GetMapping
    @ForEveryone(why = "the log is public")
    @Operation(summary = "The logs of this installation, with their keys and how far they are")
    List<Ledger.View> list() {
        return ledger.views();
    }

    record Street(Ledger.View log, List<Party> parties, List<String> signed, String policy) {}

    @GetMapping("/{street}")
    @ForEveryone(why = "the log is public")
    @Operation(summary = "One street's log: its state, its parties, who signed the newest checkpoint, the policy")
    Street street(@PathVariable long street) {
        return new Street(ledger.view(street), parties.all(street), parties.signed(street), parties.policy(street));
    }

    @PostMapping("/{street}/publish")
    @ForSignedIn
    @Operation(summary = "Signs and publishes at once what waits; answers the log")
    Ledger.View publish(HttpServletRequest request, @PathVariable long street) {
        limit.count("publish", request.getRemoteAddr(), PUBLISHES_AN_HOUR);
        ledger.view(street);
        ledger.publish(street);
        return ledger.view(street);
    }

    @GetMapping("/receipts/{hash}")
    @ForEveryone(why = "the receipt proves a public line and holds nothing else")
    @Operation(summary = "Promise and, when it is in the log, receipt (tlog-proof) of the act with this hash")
    ActReceipts.View receipt(@PathVariable String hash) {
        return receipts.view(hash);
    }

    @GetMapping("/receipts/{hash}/opening")
    @ForSignedIn
    @Operation(summary = "What the line commits to: salt and words, for whoever acted")
    Journal.Opening opening(Actor actor, @PathVariable String hash) {
        return receipts.opening(actor, hash);
    }

    @GetMapping("/mine")
    @ForSignedIn
    @Operation(summary = "One's own acts, newest first")
    Rows<ActReceipts.Act> mine(Actor actor, @RequestParam(required = false) @Nullable Long before) {
        return Rows.cut(receipts.mine(actor, before, ROWS + 1), ROWS, act -> Long.toString(act.seq()));
    }

    @GetMapping("/{street}/subjects/{subject}/{number}")
    @ForEveryone(why = "these lines are public in the log itself")
    @Operation(summary = "The acts on a subject that everybody may know by its number, newest first")
    List<ActReceipts.Act> of(@PathVariable long street, @PathVariable String subject, @PathVariable String number) {
        return receipts.of(street, subject, Ids.fromNumber(number), OF);
    }

    record Shown(@Nullable String receipt) {}

    @PostMapping("/verify")
    @ForEveryone(why = "whoever holds a receipt may have it checked")
    @Operation(summary = "Checks a receipt under the policy in force")
    ActReceipts.Judgement verify(HttpServletRequest request, @RequestBody Shown shown) {
        limit.count("verify", request.getRemoteAddr(), CHECKS_AN_HOUR);
        return receipts.judge(Sent.text(shown.receipt));
    }

    @PostMapping("/{street}/parties")
    @ResponseStatus(HttpStatus.CREATED)
    @Needs(Right.LEDGER_KEEP)
    @Operation(summary = "Enrols a party with its key and the proof that it has it")
    Map<String, String> enrol(
            Actor actor,
            @PathVariable long street,
            @RequestBody Parties.Application application,
            @RequestHeader(value = "Idempotency-Key", required = false) @Nullable String key) {
        return Map.of(
                "name",
                commands.once(
                        actor,
                        key,
                        "ledger-enrol " + street,
                        () -> parties.enrol(actor, street, application).name()));
    }

    record Named(
            @Nullable String name,
            @Nullable String submission,
            @Nullable String mirror) {}

    @PostMapping("/{street}/parties/end")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Needs(Right.LEDGER_KEEP)
    @Operation(summary = "Ends a party's part; what it signed stays")
    void end(Actor actor, @PathVariable long street, @RequestBody Named named) {
        parties.end(actor, street, Sent.text(named.name));
    }

    @PostMapping("/{street}/parties/reach")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Needs(Right.LEDGER_KEEP)
    @Operation(summary = "Where a party is asked and where it shows its copy")
    void reach(Actor actor, @PathVariable long street, @RequestBody Named named) {
        parties.reach(actor, street, Sent.text(named.name), named.submission, named.mirror);
    }
}
