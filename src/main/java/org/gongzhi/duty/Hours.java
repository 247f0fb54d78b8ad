package org.gongzhi.duty;

/// When a cell of the matrix or a roster holds: always, within working hours, or outside them.
public enum Hours {
    ALWAYS,
    WORKING,
    OFF
}
