package org.gongzhi.people;

/// As the identity card tells it.
public enum Sex {
    F,
    M
}
