package org.gongzhi.access;

import java.util.List;

/// What a password must be: so many signs, at least `own` of them left when all words of `common` (small
/// letters, the longest first) and those of the person are taken out, and at least `different` different
/// ones.
public record PasswordRule(int shortest, int longest, int own, int different, List<String> common) {}
