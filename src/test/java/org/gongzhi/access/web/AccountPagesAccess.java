package org.gongzhi.access.web;

/// Lets a test of the package above see what is hidden here.
public final class AccountPagesAccess {

    private AccountPagesAccess() {}

    public static String local(String next) {
        return AccountPages.local(next);
    }
}
