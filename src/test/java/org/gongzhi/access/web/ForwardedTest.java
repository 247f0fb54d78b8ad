package org.gongzhi.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.gongzhi.access.AccessSettings;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/// Under which address a visitor is counted.
class ForwardedTest {

    private static String counted(String proxies, String from, String forwarded) throws Exception {
        var settings = new Binder(new MapConfigurationPropertySource(Map.of("gongzhi.access.proxies", proxies)))
                .bindOrCreate("gongzhi.access", AccessSettings.class);
        var registration = AccessWeb.forwarded(settings);
        var request = new MockHttpServletRequest();
        request.setRemoteAddr(from);
        request.addHeader("X-Forwarded-For", forwarded);
        if (!registration.isEnabled()) {
            return request.getRemoteAddr();
        }
        var seen = new AtomicReference<>("");
        registration.getFilter().doFilter(request, new MockHttpServletResponse(), new MockFilterChain() {
            @Override
            public void doFilter(jakarta.servlet.ServletRequest passed, jakarta.servlet.ServletResponse response) {
                seen.set(passed.getRemoteAddr());
            }
        });
        return seen.get();
    }

    @Test
    void onlyTheNamedProxiesAreBelieved() throws Exception {
        String proxies = "10.0.0.5, 10.1.0.0/24, fd00:1::/64";
        assertThat(counted(proxies, "10.0.0.5", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(counted(proxies, "10.1.0.77", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(counted(proxies, "fd00:1::7", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(counted(proxies, "10.0.0.5", "198.51.100.1, 203.0.113.9, 10.1.0.3"))
                .as("what the visitor put in front is not believed")
                .isEqualTo("203.0.113.9");
        for (String stranger : new String[] {"10.0.0.6", "192.168.1.1", "127.0.0.1", "100.64.0.1"}) {
            assertThat(counted(proxies, stranger, "203.0.113.9")).isEqualTo(stranger);
            assertThat(counted("", stranger, "203.0.113.9")).isEqualTo(stranger);
        }
    }
}
