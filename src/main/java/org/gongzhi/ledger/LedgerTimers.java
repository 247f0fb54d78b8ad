package org.gongzhi.ledger;

import java.time.Clock;
import java.util.List;
import org.gongzhi.access.Right;
import org.gongzhi.notices.Notice;
import org.gongzhi.notices.Notices;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// What time brings to the ledger: checkpoints every few seconds, parties asked for their signature, broken
/// promises and silent parties noticed.
@Component
class LedgerTimers {

    private final Ledger ledger;
    private final ActReceipts receipts;
    private final Parties parties;
    private final Asking asking;
    private final Seats seats;
    private final Notices notices;
    private final TransactionTemplate transaction;
    private final Clock clock;

    LedgerTimers(
            Ledger ledger,
            ActReceipts receipts,
            Parties parties,
            Asking asking,
            Seats seats,
            Notices notices,
            TransactionTemplate transaction,
            Clock clock) {
        this.ledger = ledger;
        this.receipts = receipts;
        this.parties = parties;
        this.asking = asking;
        this.seats = seats;
        this.notices = notices;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Scheduled(
            fixedDelayString = "${gongzhi.ledger.publish:PT3S}",
            initialDelayString = "${gongzhi.ledger.publish:PT3S}")
    public void publish() {
        ledger.publish();
        parties.asking().forEach(asking::ask);
    }

    @Scheduled(fixedDelayString = "${gongzhi.ledger.watch:PT1M}", initialDelayString = "${gongzhi.ledger.watch:PT1M}")
    public void watch() {
        receipts.watch();
        ledger.patrol();
        // marked as told and told, or neither
        transaction.executeWithoutResult(_ ->
                parties.silent().forEach((street, labels) -> tell(street, String.join("、", labels))));
    }

    private void tell(long street, String labels) {
        String code = Long.toString(street);
        notices.tell(seats.at(List.of(code)).stream()
                .filter(seat -> keeps(seat, code))
                .map(seat -> new Notice(
                        street * 1000,
                        Notice.To.seat(seat.id()),
                        "ledger-silent",
                        List.of(labels),
                        "/ledger?street=" + code,
                        "ledger/" + code + "/silent/" + clock.instant().getEpochSecond()))
                .toList());
    }

    private static boolean keeps(Seat seat, String code) {
        return org.gongzhi.access.Actor.of(seat).may(Right.LEDGER_KEEP, code);
    }
}
