package org.gongzhi.matters.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/// What a visitor's browser keeps for half a year and no script reads.
final class KeptCookie {

    private static final Duration KEPT = Duration.ofDays(180);

    private KeptCookie() {}

    /// The values that came under this name.
    static Stream<String> values(HttpServletRequest request, String name) {
        return request.getCookies() == null
                ? Stream.empty()
                : Arrays.stream(request.getCookies())
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue);
    }

    static void keep(HttpServletRequest request, HttpServletResponse response, Cookie cookie) {
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setPath("/");
        cookie.setMaxAge((int) KEPT.toSeconds());
        cookie.setAttribute("SameSite", "Lax");
        response.addCookie(cookie);
    }
}
