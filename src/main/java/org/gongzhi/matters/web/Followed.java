package org.gongzhi.matters.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Follow-up codes that a visitor's browser keeps, one cookie for each matter: the code never stands in a URL. Programs
/// send it as the header `X-Follow-Up-Code`.
final class Followed {

    private Followed() {}

    static @Nullable String code(HttpServletRequest request, long matter) {
        String header = request.getHeader("X-Follow-Up-Code");
        if (header != null) {
            return header;
        }
        if (request.getCookies() == null) {
            return null;
        }
        return Arrays.stream(request.getCookies())
                .filter(cookie -> cookie.getName().equals(name(matter)))
                .map(Cookie::getValue)
                .findFirst()
                .orElse(null);
    }

    static void keep(HttpServletResponse response, HttpServletRequest request, long matter, String code) {
        var cookie = new Cookie(name(matter), code);
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setPath("/");
        cookie.setMaxAge((int) Duration.ofDays(180).toSeconds());
        cookie.setAttribute("SameSite", "Lax");
        response.addCookie(cookie);
    }

    private static String name(long matter) {
        return "follow-" + Long.toString(matter, 36);
    }
}
