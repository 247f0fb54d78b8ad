package org.gongzhi.ledger;

import java.util.List;
import org.gongzhi.access.Right;
import org.gongzhi.notices.Notice;
import org.gongzhi.notices.Notices;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

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

    LedgerTimers(Ledger ledger, ActReceipts receipts, Parties parties, Asking asking, Seats seats, Notices notices) {
        this.ledger = ledger;
        this.receipts = receipts;
        this.parties = parties;
        this.asking = asking;
        this.seats = seats;
        this.notices = notices;
    }

    @Scheduled(
            fixedDelayString = "${gongzhi.ledger.publish:PT3S}",
            initialDelayString = "${gongzhi.ledger.publish:PT3S}")
    public void publish() {
        ledger.publish();
        ledger.views().forEach(log -> asking.ask(log.street()));
    }

    @Scheduled(fixedDelayString = "${gongzhi.ledger.watch:PT1M}", initialDelayString = "${gongzhi.ledger.watch:PT1M}")
    public void watch() {
        receipts.watch();
        for (Ledger.View log : ledger.views()) {
            var silent = parties.silent(log.street());
            if (!silent.isEmpty()) {
                tell(log, String.join("、", silent));
            }
        }
    }

    private void tell(Ledger.View log, String labels) {
        String code = Long.toString(log.street());
        notices.tell(seats.at(List.of(code)).stream()
                .filter(seat -> keeps(seat, code))
                .map(seat -> new Notice(
                        log.street() * 1000,
                        Notice.To.seat(seat.id()),
                        "ledger-silent",
                        List.of(labels),
                        "/ledger?street=" + code,
                        "ledger/" + code + "/silent/" + labels + "/" + log.size()))
                .toList());
    }

    private static boolean keeps(Seat seat, String code) {
        return org.gongzhi.access.Actor.of(seat).may(Right.LEDGER_KEEP, code);
    }
}
