package org.gongzhi.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import org.gongzhi.kernel.Words;

/// What somebody chose for their eyes, kept in cookies: language, light or dark, and the size of the type.
public record Preferences(Words words, String theme, String type) {

    static Preferences of(HttpServletRequest request) {
        String language = cookie(request, "language", "");
        if (language.isEmpty()) {
            String accepted = request.getHeader("Accept-Language");
            language = accepted == null ? "zh" : accepted;
        }
        String theme = cookie(request, "theme", "auto");
        return new Preferences(
                Words.of(language),
                theme.equals("dark") || theme.equals("light") ? theme : "auto",
                cookie(request, "type", "normal").equals("large") ? "large" : "normal");
    }

    /// The hash of what was done a moment ago; empty when nothing was.
    static String act(HttpServletRequest request) {
        String act = cookie(request, "act", "");
        return act.matches("[0-9a-f]{64}") ? act : "";
    }

    private static String cookie(HttpServletRequest request, String name, String otherwise) {
        if (request.getCookies() != null) {
            for (Cookie cookie : request.getCookies()) {
                if (cookie.getName().equals(name)) {
                    return cookie.getValue();
                }
            }
        }
        return otherwise;
    }
}
