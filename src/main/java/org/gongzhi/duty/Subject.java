package org.gongzhi.duty;

/// Something that somebody must answer for: a kind of matter, and later whatever else has a lead. `group`
/// names the rule in `duty/leads.csv`; `urgent` ones have somebody on duty around the clock.
public record Subject(String code, String group, String chinese, String english, boolean urgent) {}
