package org.gongzhi.access;

/// A session as signing in opens it, without the page and the password.
public final class OpenSession {

    private OpenSession() {}

    /// The value of its cookie.
    public static String of(Sessions sessions, Accounts accounts, long account) {
        return sessions.open(accounts.get(account), "test");
    }
}
