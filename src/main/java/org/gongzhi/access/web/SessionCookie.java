package org.gongzhi.access.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.gongzhi.access.AccessSettings;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The cookie that carries the secret of a session. Behind TLS its name binds it to this host and to TLS
/// (`__Host-`, RFC 6265bis): no neighbouring host can plant one.
@Component
class SessionCookie {

    private static final String NAME = "gongzhi";

    private final AccessSettings settings;

    SessionCookie(AccessSettings settings) {
        this.settings = settings;
    }

    private boolean secure(HttpServletRequest request) {
        return settings.secureCookies() || request.isSecure();
    }

    private String name(HttpServletRequest request) {
        return secure(request) ? "__Host-" + NAME : NAME;
    }

    @Nullable
    String of(HttpServletRequest request) {
        if (request.getCookies() != null) {
            String name = name(request);
            for (Cookie cookie : request.getCookies()) {
                if (cookie.getName().equals(name)) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }

    /// The same, refused when there is none.
    String require(HttpServletRequest request) {
        String secret = of(request);
        if (secret == null) {
            throw Refusal.signIn("sign-in");
        }
        return secret;
    }

    /// Hands out a secret to keep for a while; none and no time take it back.
    void give(HttpServletRequest request, HttpServletResponse response, String secret, Duration life) {
        var cookie = new Cookie(name(request), secret);
        cookie.setHttpOnly(true);
        cookie.setSecure(secure(request));
        cookie.setPath("/");
        cookie.setMaxAge((int) life.toSeconds());
        cookie.setAttribute("SameSite", "Lax");
        response.addCookie(cookie);
    }
}
