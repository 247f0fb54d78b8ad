package org.gongzhi.matters;

/// Everything a person can do with a matter that exists; the word in the URL is the name in lower case with
/// hyphens.
public enum MatterAct {
    ACCEPT,
    RECTIFY,
    ASK,
    HAND_OVER,
    SEND_BACK,
    REQUEST_PAUSE,
    RESUME,
    DISPATCH,
    APPROVE_PAUSE,
    REFUSE_PAUSE,
    PASS_CHECK,
    FAIL_CHECK,
    CLOSE,
    CALL_BACK,
    ANSWER,
    /// The reporter adds words or photos without being asked.
    SUPPLEMENT,
    RATE,
    CONTEST,
    WITHDRAW,
    FILL_DOSSIER,
    ARCHIVE,
    SUPPORT,
    REQUEST_EXTENSION,
    APPROVE_EXTENSION,
    REFUSE_EXTENSION,
    OBJECT,
    DECIDE_COMPETENCE,
    NAME_HELPER,
    RELEASE_HELPER,
    ASSIST,
    PASS_UP,
    FILE,
    CORRECT,
    MERGE,
    UNMERGE,
    SPLIT,
    LINK,
    UNLINK,
    PUBLISH,
    HOLD_RECHECK,
    FAIL_RECHECK;

    /// True for acts that are needed now and then only; a page keeps them behind the others.
    public boolean rare() {
        return switch (this) {
            case CORRECT,
                    MERGE,
                    UNMERGE,
                    SPLIT,
                    LINK,
                    UNLINK,
                    PUBLISH,
                    NAME_HELPER,
                    RELEASE_HELPER,
                    OBJECT,
                    PASS_UP,
                    FILL_DOSSIER,
                    REQUEST_EXTENSION -> true;
            default -> false;
        };
    }

    /// `HAND_OVER` is `hand-over` in a URL.
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
