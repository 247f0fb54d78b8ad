package org.gongzhi.matters.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.gongzhi.access.Actor;
import org.gongzhi.kernel.Secrets;
import org.jspecify.annotations.Nullable;

/// The key under which a command is repeated belongs to whoever sent it. A visitor has no account: their keys hold
/// for their browser, or the address a program sends from, and for the same words only, so that nobody gets the
/// follow-up code of somebody who happened to choose the same key.
final class VisitorKey {

    private static final String NAME = "visitor";

    private VisitorKey() {}

    static @Nullable String of(Actor actor, HttpServletRequest request, @Nullable String key, Object said) {
        return actor.signedIn() || key == null || key.isBlank()
                ? of(actor, key)
                : NAME + ":" + digest(sender(request) + "\n" + key + "\n" + said);
    }

    /// The same for somebody who is signed in.
    static @Nullable String of(Actor actor, @Nullable String key) {
        return key == null || key.isBlank() ? null : actor.account() + ":" + key;
    }

    /// The same for an act that a follow-up code opens to several visitors.
    static @Nullable String ofAct(Actor actor, @Nullable String key, Object said) {
        return key == null || key.isBlank() || actor.signedIn() ? key : digest(key + "\n" + said);
    }

    /// Gives a visitor's browser a name that nobody can guess, when it has none.
    static void give(HttpServletRequest request, HttpServletResponse response) {
        if (cookie(request) == null) {
            KeptCookie.keep(request, response, new Cookie(NAME, HexFormat.of().formatHex(Secrets.random(16))));
        }
    }

    private static String sender(HttpServletRequest request) {
        String cookie = cookie(request);
        return cookie == null ? request.getRemoteAddr() : cookie;
    }

    private static @Nullable String cookie(HttpServletRequest request) {
        return KeptCookie.values(request, NAME)
                .filter(value -> value.matches("[0-9a-f]{32}"))
                .findFirst()
                .orElse(null);
    }

    private static String digest(String text) {
        return Secrets.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
