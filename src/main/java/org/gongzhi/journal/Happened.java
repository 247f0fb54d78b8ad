package org.gongzhi.journal;

import java.time.Instant;

/// What was done to something and when, for readers who need not know by whom.
public record Happened(String kind, Instant at) {}
