package org.gongzhi.duty;

/// Told inside the transaction in which what there is to answer for changes: a kind of matter got another
/// rule. Every community is checked again.
public record SubjectsChanged(String code) {}
