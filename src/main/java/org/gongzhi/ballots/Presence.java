package org.gongzhi.ballots;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.people.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Shows that the second of two is there: a code on their own telephone, for one vote and a few minutes, which the
/// first one types in.
@Component
class Presence {

    /// A code is taken in the window it was shown in and the four after: never longer than ten minutes.
    private static final Duration WINDOW = Duration.ofMinutes(2);

    private static final int WINDOWS = 5;
    private static final int SIGNS = 8;

    private final Sealed sealed;
    private final Clock clock;

    Presence(Sealed sealed, Clock clock) {
        this.sealed = sealed;
        this.clock = clock;
    }

    String code(long vote, long account) {
        return code(vote, account, 0).replaceAll("(.{4})(.{4})", "$1-$2");
    }

    /// The code of now, or of a window before that is still good.
    boolean shown(long vote, long account, @Nullable String code) {
        byte[] typed = (code == null ? "" : code)
                .toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z0-9]", "")
                .getBytes(StandardCharsets.UTF_8);
        boolean shown = false;
        for (int before = 0; before < WINDOWS; before++) {
            shown |= same(typed, code(vote, account, before));
        }
        return shown;
    }

    private static boolean same(byte[] typed, String code) {
        return MessageDigest.isEqual(typed, code.getBytes(StandardCharsets.UTF_8));
    }

    private String code(long vote, long account, int before) {
        long window = clock.instant().getEpochSecond() / WINDOW.toSeconds() - before;
        byte[] hash = sealed.hash("second of two " + vote + " " + account + " " + window);
        return Secrets.readable(Arrays.copyOf(hash, SIGNS));
    }
}
