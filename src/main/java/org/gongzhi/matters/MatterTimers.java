package org.gongzhi.matters;

import java.time.Clock;
import java.time.Instant;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What happens to matters because time passes: unrated ones go to call-back, pauses end, deadlines pass.
@Component
class MatterTimers {

    private static final int MOST = 200;

    private final MatterStore store;
    private final Matters matters;
    private final MatterTerms terms;
    private final MatterHandover handover;
    private final MatterRelations relations;
    private final MatterContacts contacts;
    private final MatterEscalation escalation;
    private final Journal journal;
    private final Clock clock;

    MatterTimers(
            MatterStore store,
            Matters matters,
            MatterTerms terms,
            MatterHandover handover,
            MatterRelations relations,
            MatterContacts contacts,
            MatterEscalation escalation,
            Journal journal,
            Clock clock) {
        this.store = store;
        this.matters = matters;
        this.terms = terms;
        this.handover = handover;
        this.relations = relations;
        this.contacts = contacts;
        this.escalation = escalation;
        this.journal = journal;
        this.clock = clock;
    }

    /// Carries out what is due now. Safe to run on several nodes: rows are claimed with SKIP LOCKED.
    @Scheduled(fixedDelayString = "${gongzhi.matters.timers:PT30S}", initialDelayString = "PT20S")
    @Transactional
    public void tick() {
        Instant now = clock.instant();
        for (Matter matter : store.waiting(Stage.CLOSED, now, MOST)) {
            Instant closed = matter.times().closedAt();
            if (closed != null && terms.ratingEnds(closed).isBefore(now)) {
                matters.write(matter, matter.callBackDue(now), Entry.Who.NOBODY);
            }
        }
        for (Matter matter : store.pausesOver(now, MOST)) {
            matters.write(matter, matters.resumed(matter, now), Entry.Who.NOBODY);
        }
        journal.append(store.newlyOverdue(now, MOST).stream()
                .map(matter -> Matters.entry(
                        matter.stage(),
                        matter,
                        new MatterEvent.Overdue(matter.times().deadline()),
                        Entry.Who.NOBODY,
                        now))
                .toList());
    }

    /// Warns before terms end and after, and passes up what nobody solved.
    @Scheduled(fixedDelayString = "${gongzhi.matters.timers:PT30S}", initialDelayString = "PT22S")
    public void climb() {
        escalation.climb();
        escalation.raiseObjections();
    }

    /// The second guard of the first promise: no open matter without a lead who is there.
    @Scheduled(fixedDelayString = "${gongzhi.matters.lead-check:PT60S}", initialDelayString = "PT30S")
    public void checkLeads() {
        handover.checkLeads();
        relations.reseatRechecks();
        contacts.forget(clock.instant().minus(terms.contactKept()));
    }
}
