package org.gongzhi.matters;

/// How one matter hangs together with another; `number` is the other's.
public record MatterLink(long community, long matter, String number, Kind kind, boolean outgoing, String words) {

    /// `LEADS_TO`: this trouble may bring about the other, a chain of risk.
    public enum Kind {
        RELATED,
        SAME_CAUSE,
        LEADS_TO
    }
}
