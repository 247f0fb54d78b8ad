package org.gongzhi.access.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Sessions;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Who a token stands for, and its owner's tokens.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "account")
class AccountApi {

    /// The asker as the program knows them.
    record Me(@Nullable String account, String name, List<MySeat> seats) {}

    record MySeat(String id, String role, String title, String place) {}

    record NewToken(@Nullable String name) {}

    private final Sessions sessions;

    AccountApi(Sessions sessions) {
        this.sessions = sessions;
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
                        sessions.makeToken(
                                Objects.requireNonNull(actor.account()),
                                token.name() == null ? "" : token.name(),
                                Duration.ofDays(180))));
    }

    @DeleteMapping("/tokens/{token}")
    @ForSignedIn
    @Operation(summary = "Withdraws a token")
    ResponseEntity<Void> drop(Actor actor, @PathVariable long token) {
        sessions.dropToken(Objects.requireNonNull(actor.account()), token);
        return ResponseEntity.noContent().build();
    }
}
