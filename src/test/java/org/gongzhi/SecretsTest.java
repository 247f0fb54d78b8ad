package org.gongzhi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Nothing that opens anything is in what we ship: no private key, no token of a service, no password.
class SecretsTest {

    private static final List<Pattern> SECRETS = List.of(
            Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----"),
            Pattern.compile("\\b(AKIA|ASIA)[0-9A-Z]{16}\\b"),
            Pattern.compile("\\bgh[pousr]_[0-9A-Za-z]{36}\\b"),
            Pattern.compile("\\bxox[abprs]-[0-9A-Za-z-]{10,}"),
            Pattern.compile("PRIVATE\\+KEY\\+[^\\s\"]+\\+[0-9a-f]{8}\\+[A-Za-z0-9+/=]{40,}"),
            Pattern.compile("eyJ[A-Za-z0-9_-]{20,}\\.eyJ[A-Za-z0-9_-]{20,}\\."),
            Pattern.compile("(?i)(password|secret|token|api[_-]?key)\\s*[=:]\\s*[\"'][0-9A-Za-z+/_-]{16,}[\"']"),
            Pattern.compile(
                    "(?i)(postgres(ql)?|https?|imaps?|smtps?)://[^\\s:/@]+:(?!password|\\.\\.\\.|…)[^\\s@/{$]{4,}@"));

    private static List<String> found(String text) {
        return SECRETS.stream()
                .map(pattern -> pattern.matcher(text))
                .filter(matcher -> matcher.find())
                .map(matcher -> matcher.group())
                .toList();
    }

    @Test
    void nothingThatOpensAnythingIsShipped() throws IOException {
        var all = new ArrayList<String>();
        for (String root : List.of("src/main", "deploy", "bench", "docs", ".ci", "gongzhi", "README.md", "pom.xml")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    try {
                        found(Files.readString(file)).forEach(each -> all.add(file + ": " + each));
                    } catch (MalformedInputException picture) {
                        // no text
                    }
                }
            }
        }
        assertThat(all).isEmpty();
    }

    @Test
    void whatOpensSomethingIsSeen() {
        assertThat(found("key = \"-----BEGIN EC PRIVATE KEY-----\"")).isNotEmpty();
        assertThat(found("apiKey: 'abcdefghij0123456789'")).isNotEmpty();
        assertThat(found("postgresql://gongzhi:hunter22@db/name")).isNotEmpty();
        assertThat(found("AKIA" + "ABCDEFGHIJKLMNOP")).isNotEmpty();
    }
}
