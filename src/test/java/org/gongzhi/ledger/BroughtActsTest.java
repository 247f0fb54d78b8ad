package org.gongzhi.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.gongzhi.RunningProgram;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/// Acts of the past that another system or the demonstration brings in.
@Tag("sql")
class BroughtActsTest extends RunningProgram {

    @Autowired
    private Ledger ledger;

    @Autowired
    private LedgerStore store;

    @Autowired
    private LedgerRules rules;

    @Autowired
    private ActReceipts receipts;

    @Autowired
    private Journal journal;

    @Autowired
    private TransactionTemplate transaction;

    @AfterEach
    void today() {
        clock.reset();
    }

    @Test
    void anActOfThePastIsNoBrokenPromiseWhenItIsBroughtIn() {
        long street = Acts.street();
        var before = new Entry(
                new Entry.Where(street * 1000 + 1, null),
                Entry.Who.NOBODY,
                new Entry.Subject("matter", 4_000_000_000_000_000L),
                "Reported",
                Map.of("to", "DISPATCHED"),
                clock.instant().minus(Duration.ofDays(300)));
        transaction.executeWithoutResult(_ -> journal.bring(List.of(before), clock.instant()));
        receipts.watch();
        Acts.settled(journal);
        assertThat(ledger.view(street).waiting()).isEqualTo(1);
        receipts.watch();
        assertThat(store.faults(street, 5)).as("in the log, and not sealed yet").isEmpty();
        clock.forward(rules.promise().plusMinutes(1));
        receipts.watch();
        assertThat(store.faults(street, 5)).as("waiting too long since then").hasSize(1);
    }
}
