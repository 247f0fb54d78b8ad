package org.gongzhi.matters;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// What happens to matters because time passes: unrated ones go to call-back, pauses end, deadlines pass.
@Component
class MatterTimers {

    private static final int MOST = MatterEscalation.MOST;

    /// A round stops after so many batches, whatever is left: other timers wait.
    private static final int ROUNDS = 50;

    private final MatterStore store;
    private final Matters matters;
    private final MatterTerms terms;
    private final MatterHandover handover;
    private final MatterRelations relations;
    private final MatterContacts contacts;
    private final MatterEscalation escalation;
    private final Journal journal;
    private final TransactionTemplate transaction;
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
            TransactionTemplate transaction,
            Clock clock) {
        this.store = store;
        this.matters = matters;
        this.terms = terms;
        this.handover = handover;
        this.relations = relations;
        this.contacts = contacts;
        this.escalation = escalation;
        this.journal = journal;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// Carries out what is due now. Safe to run on several nodes: rows are claimed with SKIP LOCKED.
    @Scheduled(fixedDelayString = "${gongzhi.matters.timers:PT30S}", initialDelayString = "PT20S")
    public void tick() {
        inBatches(this::callBack);
        inBatches(this::resume);
        inBatches(this::overdue);
    }

    /// Many terms end in the same minute, with the working day: batch after batch, each a transaction of its
    /// own, until one is not full.
    private void inBatches(IntSupplier batch) {
        int round = 0;
        while (round < ROUNDS && Objects.requireNonNull(transaction.execute(_ -> batch.getAsInt())) >= MOST) {
            round++;
        }
    }

    private int callBack() {
        Instant now = clock.instant();
        int unrated = 0;
        for (Matter matter : store.waiting(Stage.CLOSED, now, MOST)) {
            Instant closed = matter.times().closedAt();
            if (closed != null && terms.ratingEnds(closed).isBefore(now)) {
                matters.write(matter, matter.callBackDue(now), Entry.Who.NOBODY);
                unrated++;
            }
        }
        return unrated;
    }

    private int resume() {
        Instant now = clock.instant();
        var over = store.pausesOver(now, MOST);
        for (Matter matter : over) {
            matters.write(matter, matters.resumed(matter, now), Entry.Who.NOBODY);
        }
        return over.size();
    }

    private int overdue() {
        Instant now = clock.instant();
        var overdue = store.newlyOverdue(now, MOST);
        journal.append(overdue.stream()
                .map(matter -> Matters.entry(
                        matter.stage(),
                        matter,
                        new MatterEvent.Overdue(matter.times().deadline()),
                        Entry.Who.NOBODY,
                        now))
                .toList());
        return overdue.size();
    }

    /// Warns before terms end and after, and passes up what nobody solved.
    @Scheduled(fixedDelayString = "${gongzhi.matters.timers:PT30S}", initialDelayString = "PT22S")
    public void climb() {
        inBatches(escalation::climb);
        inBatches(escalation::raiseObjections);
    }

    /// The second guard of the first promise: no open matter without a lead who is there.
    @Scheduled(fixedDelayString = "${gongzhi.matters.lead-check:PT60S}", initialDelayString = "PT30S")
    public void checkLeads() {
        handover.checkLeads();
        relations.reseatRechecks();
        contacts.forget(clock.instant().minus(terms.contactKept()));
    }
}
