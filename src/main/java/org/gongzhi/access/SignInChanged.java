package org.gongzhi.access;

/// How somebody signs in has changed, or somebody signed in as them on another device than those they use:
/// the account is told (OWASP ASVS 4.0.3, 2.2.3). Published within the transaction that made it so.
///
/// `device` is a code of [Devices], empty unless `what` is DEVICE and it is known.
public record SignInChanged(Accounts.Account account, What what, String device) {

    /// What has changed.
    public enum What {
        PASSWORD,
        SECOND_FACTOR,
        SECOND_FACTOR_GONE,
        TOKEN,
        DEVICE
    }
}
