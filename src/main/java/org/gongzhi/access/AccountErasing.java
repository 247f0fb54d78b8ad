package org.gongzhi.access;

/// Told inside the transaction that erases the owner of an account: whoever keeps something about the account
/// itself lets go of it now.
public record AccountErasing(long account, long community) {}
