package org.gongzhi.register.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.kernel.Sent;
import org.gongzhi.register.OwnRecord;
import org.gongzhi.register.Privacy;
import org.gongzhi.register.Requests;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// One's own data: everything stored, who looked, consents, requests. The answer is the copy that PIPL art.
/// 45 speaks of.
@RestController
@RequestMapping("/api/v1/me")
@Tag(name = "own data")
class OwnDataApi {

    record Asking(
            Requests.@Nullable Kind kind,
            @Nullable String dwelling,
            @Nullable String words) {}

    private final OwnRecord own;
    private final Requests requests;
    private final Privacy privacy;

    OwnDataApi(OwnRecord own, Requests requests, Privacy privacy) {
        this.own = own;
        this.requests = requests;
        this.privacy = privacy;
    }

    @GetMapping("/data")
    @ForSignedIn
    @Operation(summary = "Everything stored about the asker, and who looked at it")
    OwnRecord.Everything data(Actor actor) {
        return own.of(actor);
    }

    @GetMapping("/field-sets")
    @ForSignedIn
    @Operation(summary = "What is kept about people, what for, on which basis, how long")
    List<Privacy.FieldSet> sets() {
        return privacy.sets();
    }

    @PutMapping("/consents/{name}")
    @ForSignedIn
    @Operation(summary = "Agrees to a set of fields under today's notice")
    void consent(Actor actor, @PathVariable String name) {
        own.consent(actor, name);
    }

    @DeleteMapping("/consents/{name}")
    @ForSignedIn
    @Operation(summary = "Withdraws a consent; what rested on it alone goes at once")
    void withdraw(Actor actor, @PathVariable String name) {
        own.withdraw(actor, name);
    }

    @PostMapping("/requests")
    @ForSignedIn
    @Operation(summary = "Asks to be bound to a dwelling, for a correction, a copy, or to be erased")
    ResponseEntity<Requests.Request> ask(Actor actor, @RequestBody Asking asking) {
        return ResponseEntity.status(201)
                .body(requests.ask(actor, Sent.needed(asking.kind, "kind"), asking.dwelling, Sent.text(asking.words)));
    }

    @GetMapping("/household-requests")
    @ForSignedIn
    @Operation(summary = "Who asks to be bound to the asker's own dwelling")
    List<Requests.Request> household(Actor actor) {
        return requests.ofHousehold(actor);
    }

    @PostMapping("/household-requests/{id}/confirm")
    @ForSignedIn
    @Operation(summary = "Confirms that somebody belongs to the asker's household")
    void confirm(Actor actor, @PathVariable long id) {
        requests.confirm(actor, id);
    }

    @PostMapping("/requests/{id}/withdraw")
    @ForSignedIn
    @Operation(summary = "Takes a request back")
    void withdrawRequest(Actor actor, @PathVariable long id) {
        requests.withdraw(actor, id);
    }
}
