package org.gongzhi.matters;

/// By which way something was raised. All ways end in the same intake; the channel is kept.
public enum Channel {
    PHONE_PAGE,
    QR,
    /// Somebody came to the counter and staff typed for them.
    COUNTER,
    TELEPHONE,
    /// A form on paper, typed off.
    PAPER,
    /// An order from the hotline above, with its own number and term.
    HOTLINE,
    MAIL,
    API,
    OPEN311,
    PATROL,
    SENSOR,
    INSPECTION,
    PETITION,
    IMPORT,
    SYSTEM;

    /// Those that staff type in for somebody else.
    public boolean typed() {
        return this == COUNTER || this == TELEPHONE || this == PAPER || this == HOTLINE || this == PETITION;
    }
}
