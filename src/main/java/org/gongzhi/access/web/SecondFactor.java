package org.gongzhi.access.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.gongzhi.access.Accounts;
import org.springframework.stereotype.Component;

/// Remembers, for the minutes of an enrolment, which secret was offered to whom.
@Component
class SecondFactor {

    private final Accounts accounts;
    private final Cache<Long, String> offers = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(20))
            .build();

    SecondFactor(Accounts accounts) {
        this.accounts = accounts;
    }

    String offer(long account) {
        return offers.get(account, _ -> accounts.freshSecret());
    }

    void done(long account) {
        offers.invalidate(account);
    }
}
