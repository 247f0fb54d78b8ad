package org.gongzhi.access;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;

/// Somebody else's token and session.
class AccessForeigners implements Foreigners {

    private final Sessions sessions;
    private final Accounts accounts;

    AccessForeigners(Sessions sessions, Accounts accounts) {
        this.accounts = accounts;
        this.sessions = sessions;
    }

    @Override
    public void make(Foreign street) {
        long account = Objects.requireNonNull(street.officer.account());
        sessions.makeToken(account, "foreign", Duration.ofDays(1));
        String token = sessions.tokens(account).getFirst().id();
        street.stands("/tokens/{token}", token);
        street.stands("/account/tokens/{token}", token);
        sessions.open(accounts.get(account), "foreign");
        String session = sessions.of(account, null).getFirst().id();
        street.stands("/sessions/{session}", session);
        street.stands("/account/sessions/{session}", session);
        street.says("", "words", "x");
        street.says("", "reason", "x");
        street.says("", "place", street.dwelling.code());
        street.says("", "version", 1);
        street.names("", "place", street.dwelling.code());
        street.names("", "username"); // one's own, or a name that is taken without saying whether there is one
        for (String word : List.of("key", "group", "note", "plan", "questions")) {
            street.names("", word); // words that are said only here
        }
        street.names("", "photos"); // whoever has stored a picture knows its name
        street.open("POST /follow", "number and code together open a matter, for whoever holds them");
    }
}
