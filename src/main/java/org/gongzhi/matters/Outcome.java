package org.gongzhi.matters;

/// What came out of a matter, whatever stage it is in afterwards.
public enum Outcome {
    SOLVED,
    PARTLY,
    NOT_ACCEPTED,
    DUPLICATE,
    SUSPENDED,
    WITHDRAWN
}
