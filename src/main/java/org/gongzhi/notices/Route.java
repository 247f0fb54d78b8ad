package org.gongzhi.notices;

/// The ways to somebody besides the inbox, in the order in which they are tried for what must reach.
public enum Route {
    WEB_PUSH,
    WECOM,
    WECHAT,
    DINGTALK,
    EMAIL,
    SMS,
    LETTER,
    VISIT;

    /// True for what people carry.
    public boolean byHand() {
        return this == LETTER || this == VISIT;
    }
}
