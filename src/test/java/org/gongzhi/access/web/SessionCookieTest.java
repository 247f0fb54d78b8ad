package org.gongzhi.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.Objects;
import org.gongzhi.access.AccessSettings;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/// Behind TLS nobody but this host can set the cookie of a session.
class SessionCookieTest {

    private final SessionCookie cookie = new SessionCookie(
            new Binder(new MapConfigurationPropertySource()).bindOrCreate("gongzhi.access", AccessSettings.class));

    @Test
    void behindTlsTheCookieIsBoundToTheHost() {
        var request = new MockHttpServletRequest();
        request.setSecure(true);
        var response = new MockHttpServletResponse();
        cookie.give(request, response, "secret", Duration.ofDays(1));
        Cookie given = Objects.requireNonNull(response.getCookie("__Host-gongzhi"));
        assertThat(given.getSecure()).isTrue();
        assertThat(given.isHttpOnly()).isTrue();
        assertThat(given.getPath()).isEqualTo("/");
        assertThat(given.getDomain()).isNull();
        request.setCookies(new Cookie("gongzhi", "planted"));
        assertThat(cookie.of(request)).isNull();
        request.setCookies(new Cookie("gongzhi", "planted"), given);
        assertThat(cookie.of(request)).isEqualTo("secret");
    }

    @Test
    void withoutTlsItHasAPlainName() {
        var request = new MockHttpServletRequest();
        var response = new MockHttpServletResponse();
        cookie.give(request, response, "secret", Duration.ofDays(1));
        Cookie given = Objects.requireNonNull(response.getCookie("gongzhi"));
        assertThat(given.getSecure()).isFalse();
        request.setCookies(given);
        assertThat(cookie.of(request)).isEqualTo("secret");
    }
}
