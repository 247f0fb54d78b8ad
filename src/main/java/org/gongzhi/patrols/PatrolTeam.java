package org.gongzhi.patrols;

/// A team at a place (an estate or community), led by an account.
public record PatrolTeam(
        long community, long id, long place, String placeCode, String name, long leader, boolean active) {}
