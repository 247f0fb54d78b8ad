package org.gongzhi.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.gongzhi.Town;
import org.gongzhi.access.Actor;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.journal.Recorded;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;

/// Logs of streets that nobody else writes to, filled with rows as the journal gives them.
public final class Acts {

    private static final AtomicLong STREETS = new AtomicLong(900_000_000L + System.nanoTime() % 90_000_000L);
    private static final AtomicLong SEQUENCE = new AtomicLong(System.nanoTime());

    private Acts() {}

    /// A street without a log.
    public static long street() {
        return STREETS.incrementAndGet();
    }

    public static Recorded row(long street, String kind, String subject, long of, String state) {
        var body = JsonNodeFactory.instance.objectNode().put("to", state).put("words", "SECRET-WORDS");
        return new Recorded(
                new Recorded.Position(1, SEQUENCE.incrementAndGet()),
                new Entry.Where(street * 1000 + 1, null),
                new Entry.Who(77L, null),
                new Entry.Subject(subject, of),
                kind,
                body,
                Instant.parse("2026-11-22T04:00:00Z"),
                new Recorded.Seal(new byte[0], Secrets.random(32)),
                null);
    }

    public static List<Recorded> rows(long street, int n) {
        var rows = new ArrayList<Recorded>();
        for (int i = 0; i < n; i++) {
            rows.add(row(street, "Reported", "matter", 4_000_000_000_000_000L + i, "DISPATCHED"));
        }
        return rows;
    }

    /// Takes rows in as the follower does.
    public static void take(Ledger ledger, TransactionTemplate transaction, List<Recorded> rows) {
        transaction.executeWithoutResult(_ -> ledger.follow(rows));
    }

    /// Somebody who keeps the ledger of such a street.
    public static Actor keeper(Town town, long street) {
        Seat seat = town.seat.get(Role.SYSTEM_ADMINISTRATOR);
        return new Actor(
                seat.person(),
                seat.person(),
                seat.holder(),
                List.of(new Seat(
                        street * 1000,
                        seat.id(),
                        seat.role(),
                        seat.place(),
                        Long.toString(street),
                        seat.person(),
                        seat.holder(),
                        seat.title(),
                        seat.phone(),
                        null,
                        null,
                        seat.mode(),
                        null,
                        null,
                        null)));
    }

    /// Waits until the follower has taken all that is in the journal.
    public static void settled(Journal journal) {
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!journal.unread("ledger", 1).isEmpty()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("the ledger does not follow");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
