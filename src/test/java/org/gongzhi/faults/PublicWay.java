package org.gongzhi.faults;

/// The ways in that anybody can take, those of them that break off halfway, and documents, which borrow most.
enum PublicWay {
    PAGE_BY_POSITION,
    CHOICES_BY_POSITION,
    API_BY_POSITION,
    OPEN311_BY_POSITION,
    MAIL,
    MAILBOX,
    SEARCH,
    PHOTO_SENT,
    PHOTO_SEEN,
    LEDGER_FILES,
    FEED,
    DOCUMENTS,
    LIVE_BROKEN_OFF,
    UPLOAD_BROKEN_OFF
}
