package org.gongzhi.matters.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
        return KeptCookie.values(request, name(matter)).findFirst().orElse(null);
    }

    static void keep(HttpServletResponse response, HttpServletRequest request, long matter, String code) {
        KeptCookie.keep(request, response, new Cookie(name(matter), code));
    }

    private static String name(long matter) {
        return "follow-" + Long.toString(matter, 36);
    }
}
