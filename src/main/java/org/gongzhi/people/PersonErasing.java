package org.gongzhi.people;

import org.gongzhi.journal.Entry;

/// Said inside the transaction that erases somebody: whoever keeps anything of theirs takes it out now, or the erasure
/// does not happen (PIPL art. 47).
public record PersonErasing(Person person, Entry.Who by) {}
