package org.gongzhi.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.gongzhi.kernel.Refusal;
import org.springframework.stereotype.Component;

/// Counts what one address does in an hour, on this node, and refuses what is too much.
@Component
public class RateLimit {

    private final Cache<String, AtomicInteger> counts = Caffeine.newBuilder()
            .maximumSize(200_000)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    /// Counts one `act` of `who`; a refusal when it was the one too many.
    public void count(String act, String who, int most) {
        int done = counts.get(act + " " + who, _ -> new AtomicInteger()).incrementAndGet();
        if (done > most) {
            throw Refusal.tooMany("too-many");
        }
    }

    /// Lets `who` try: only what is refused counts, so that a whole town behind one address can sign in; a refusal when
    /// they failed too often.
    public <T> T tried(String act, String who, int most, Supplier<T> attempt) {
        var failed = counts.get(act + " " + who, _ -> new AtomicInteger());
        if (failed.get() >= most) {
            throw Refusal.tooMany("too-many");
        }
        try {
            return attempt.get();
        } catch (Refusal refusal) {
            failed.incrementAndGet();
            throw refusal;
        }
    }
}
