package org.gongzhi.journal;

/// Told inside the program when a follower could not take a row and stands still.
public record FollowerStopped(String follower, String failure) {}
