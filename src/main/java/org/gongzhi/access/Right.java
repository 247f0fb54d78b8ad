package org.gongzhi.access;

/// Everything a seat may allow. Which role has which right stands in `access/rights.csv`; where, in the
/// seat's place.
public enum Right {
    /// Inspect premises, order hazards to be put right, follow them up.
    INSPECT,
    /// Accept what was put right and strike it off.
    INSPECT_ACCEPT,
    /// Order campaigns, keep dossiers and checklists, draw, review what was stopped.
    INSPECT_MANAGE,
    /// See matters and their lists.
    MATTER_READ,
    /// Type in what somebody tells at the counter, on the telephone or on paper.
    MATTER_TAKE,
    /// Be responsible for a matter and handle it.
    MATTER_HANDLE,
    /// Decide who is responsible, also for what somebody else holds.
    MATTER_DISPATCH,
    /// Check what somebody else has fixed, and close.
    MATTER_CHECK,
    /// Change the kinds of matters: terms, conditions, who leads.
    KIND_MANAGE,
    /// Allow the clock to stand still.
    MATTER_APPROVE,
    /// Ring up those who did not rate.
    MATTER_CALL_BACK,
    /// Look at the board and export it.
    BOARD_READ,
    /// See a reporter's name and number, with a purpose that is logged.
    PERSON_REVEAL,
    /// Search and read the residents' register.
    PERSON_READ,
    /// Enter and change people, residences, registrations; record visits.
    PERSON_WRITE,
    /// See and record what care people need.
    CARE_READ,
    /// Import workbooks, and undo an import.
    PERSON_IMPORT,
    /// Take a masked list of people away.
    PERSON_EXPORT,
    /// Answer what people ask about their own data; erase.
    REQUEST_HANDLE,
    /// Add, rename, move, split, merge and close places; draw outlines.
    PLACE_MANAGE,
    /// Enter organisations and say which governs what.
    ORGANISATION_MANAGE,
    /// Keep the party organisation's records.
    PARTY_MANAGE,
    /// See who is responsible for what, rosters and gaps.
    DUTY_READ,
    /// Change the responsibility matrix and rosters; decide on leave and swaps.
    DUTY_MANAGE,
    /// Ask a community to take on a task.
    TASK_ASK,
    /// Accept or refuse such a task for a community.
    TASK_DECIDE,
    /// Decide when a refusal is appealed.
    TASK_JUDGE,
    /// Decide who is competent when bodies disagree.
    COMPETENCE_DECIDE,
    /// Print notices, answer for letters and visits to people no message reaches.
    NOTICE_MANAGE,
    /// Give and end seats, and send their holders on leave.
    SEAT_MANAGE,
    /// Confirm as the second person what somebody else proposes for a seat or an account.
    SEAT_CONFIRM,
    /// Read who looked at personal data.
    AUDIT_READ,
    /// Propose administrators, and the mending of accounts.
    ACCOUNT_MANAGE,
    /// Mediate disputes.
    DISPUTE_MEDIATE,
    /// See how many disputes there are and who mediates them, not what they are about.
    DISPUTE_ASSIGN,
    /// Found patrol teams, draw their routes, plan their outings.
    PATROL_MANAGE,
    /// Distil closed matters into cases.
    CASE_WRITE,
    /// Publish cases that somebody else wrote.
    CASE_REVIEW,
    /// Found councils and fill their seats, admit topics, call and run meetings, moderate what is said.
    COUNCIL_RUN,
    /// Draft conventions and covenants, answer opinions on them, record how they are kept.
    CONVENTION_KEEP,
    /// Call votes, keep their rolls, announce, count and file them.
    VOTE_CALL,
    /// Deliver and collect ballots, type in paper.
    VOTE_COLLECT,
    /// Set a decision aside.
    VOTE_SUPERVISE,
    /// Enrol the parties that cosign the open ledger.
    LEDGER_KEEP,
    /// Give out and end keys of other programs.
    EXCHANGE_MANAGE,
    /// See how the program fares.
    OPERATE
}
