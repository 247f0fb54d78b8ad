package org.gongzhi.access.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Devices;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Sessions;
import org.gongzhi.access.SignIns;
import org.gongzhi.kernel.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Who a token stands for, and its owner's tokens and sessions.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "account")
class AccountApi {

    /// The asker as the program knows them.
    record Me(@Nullable String account, String name, List<MySeat> seats) {}

    record MySeat(String id, String role, String title, String place) {}

    record NewToken(@Nullable String name) {}

    private final Sessions sessions;
    private final SignIns signIns;
    private final SessionCookie cookie;

    AccountApi(Sessions sessions, SignIns signIns, SessionCookie cookie) {
        this.sessions = sessions;
        this.signIns = signIns;
        this.cookie = cookie;
    }

    @GetMapping("/me")
    @ForSignedIn
    @Operation(summary = "Who the asker is, and the seats they hold")
    Me me(Actor actor) {
        return new Me(
                Long.toString(Objects.requireNonNull(actor.account())),
                actor.name(),
                actor.seats().stream()
                        .map(seat -> new MySeat(
                                Long.toString(seat.id()), seat.role().name(), seat.title(), seat.placeCode()))
                        .toList());
    }

    @GetMapping("/tokens")
    @ForSignedIn
    @Operation(summary = "The asker's tokens, without their secrets")
    List<Sessions.Token> tokens(Actor actor) {
        return sessions.tokens(Objects.requireNonNull(actor.account()));
    }

    @PostMapping("/tokens")
    @ForSignedIn
    @Operation(summary = "Makes a token; the secret is in this answer and nowhere else")
    ResponseEntity<Map<String, String>> make(Actor actor, @RequestBody NewToken token) {
        return ResponseEntity.status(201)
                .body(Map.of(
                        "token",
                        signIns.makeToken(
                                Objects.requireNonNull(actor.account()), token.name() == null ? "" : token.name())));
    }

    @DeleteMapping("/tokens/{token}")
    @ForSignedIn
    @Operation(summary = "Withdraws a token")
    ResponseEntity<Void> drop(Actor actor, @PathVariable long token) {
        sessions.dropToken(Objects.requireNonNull(actor.account()), token);
        return ResponseEntity.noContent().build();
    }

    /// A session; `name` is its device in the asker's language.
    record Open(String id, String name, Instant openedAt, Instant usedAt, boolean mine) {}

    @GetMapping("/sessions")
    @ForSignedIn
    @Operation(summary = "Where the asker is signed in")
    List<Open> sessions(
            Actor actor,
            HttpServletRequest request,
            @RequestHeader(name = "Accept-Language", defaultValue = "zh") String language) {
        Words words = Words.of(language);
        return sessions.of(Objects.requireNonNull(actor.account()), cookie.of(request)).stream()
                .map(each -> new Open(
                        each.id(), Devices.name(each.device(), words), each.openedAt(), each.usedAt(), each.mine()))
                .toList();
    }

    @DeleteMapping("/sessions/{session}")
    @ForSignedIn
    @Operation(summary = "Ends one of the asker's sessions")
    ResponseEntity<Void> end(Actor actor, @PathVariable long session) {
        sessions.end(Objects.requireNonNull(actor.account()), session);
        return ResponseEntity.noContent().build();
    }

    @DeleteMapping("/sessions")
    @ForSignedIn
    @Operation(summary = "Ends all of the asker's sessions but the one that asks")
    ResponseEntity<Void> endOthers(Actor actor, HttpServletRequest request) {
        sessions.endOthers(Objects.requireNonNull(actor.account()), cookie.of(request));
        return ResponseEntity.noContent().build();
    }
}
