package org.gongzhi.access;

import java.time.Duration;
import java.util.Objects;
import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;

/// Somebody else's token and session.
class AccessForeigners implements Foreigners {

    private final Sessions sessions;

    AccessForeigners(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void make(Foreign street) {
        long account = Objects.requireNonNull(street.officer.account());
        sessions.makeToken(account, "foreign", Duration.ofDays(1));
        String token = sessions.tokens(account).getFirst().id();
        street.stands("/tokens/{token}", token);
        street.stands("/account/tokens/{token}", token);
        street.says("", "words", "x");
        street.says("", "reason", "x");
        street.says("", "place", street.dwelling.code());
        street.says("", "version", 1);
    }
}
