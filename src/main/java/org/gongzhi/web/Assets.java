package org.gongzhi.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.springframework.util.DigestUtils;

/// Static files with the digest of their content in the URL, so that browsers may keep them for ever.
@Component
public class Assets {

    static final Map<String, String> LIBRARIES =
            Map.of("htmx.js", "/META-INF/resources/webjars/htmx.org/2.0.8/dist/htmx.min.js");

    private final Map<String, String> urls = new ConcurrentHashMap<>();

    public String url(String name) {
        return urls.computeIfAbsent(name, key -> "/static/" + key + "?v=" + digest(key));
    }

    private static String digest(String name) {
        try (InputStream stream = open(name)) {
            return DigestUtils.md5DigestAsHex(stream).substring(0, 10);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static InputStream open(String name) {
        InputStream stream = Assets.class.getResourceAsStream(LIBRARIES.getOrDefault(name, "/static/" + name));
        if (stream == null) {
            throw new IllegalArgumentException("no static file " + name);
        }
        return stream;
    }
}
