package org.gongzhi.kernel;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The pool, which knows who has each connection. What a dead request kept it takes back.
public final class Loans extends HikariDataSource {

    /// Who has a connection: the how-manieth loan, for which work, with which statement last, since when; `lost` when
    /// the work is over.
    public record Holder(long number, String work, String statement, Instant since, boolean lost) {

        private static final int MOST = 200;

        /// In one line, for a log or an alarm.
        public String line() {
            String whole = work + ": " + statement;
            return whole.length() <= MOST ? whole : whole.substring(0, MOST) + "…";
        }
    }

    /// How the pool stands. `held`: every connection is away, and more than half of them do nothing. Those come first.
    public record State(int used, int most, int waiting, boolean held, List<Holder> holders) {

        /// Each kind of holder once.
        public List<String> lines() {
            return holders.stream().map(Holder::line).distinct().toList();
        }
    }

    private final Clock clock;
    private final Duration quiet;
    private final Set<Loan> loans = ConcurrentHashMap.newKeySet();
    private final AtomicLong numbers = new AtomicLong();
    private final Set<Loan> suspects = new HashSet<>();

    Loans(Clock clock, Duration quiet) {
        this.clock = clock;
        this.quiet = quiet;
    }

    @Override
    public Connection getConnection() throws SQLException {
        var loan = new Loan(super.getConnection(), numbers.incrementAndGet(), clock, loans::remove);
        loans.add(loan);
        return loan.connection();
    }

    /// Those who have a connection now, the longest first.
    public List<Holder> holders() {
        return inTurn(loans.stream());
    }

    /// None is left to give.
    public boolean full() {
        return loans.size() >= getMaximumPoolSize();
    }

    /// Those who have a connection now, by the process of the database that serves it.
    Map<Integer, Holder> backends() {
        return loans.stream().collect(Collectors.toMap(Loan::backend, Loan::holder, (one, _) -> one));
    }

    private static List<Holder> inTurn(Stream<Loan> loans) {
        return loans.map(Loan::holder)
                .sorted(Comparator.comparing(Holder::number))
                .toList();
    }

    public State state() {
        HikariPoolMXBean pool = getHikariPoolMXBean();
        int most = getMaximumPoolSize();
        if (pool == null) {
            return new State(0, most, 0, false, List.of());
        }
        var away = List.copyOf(loans);
        var stuck =
                away.stream().filter(loan -> loan.lost() || loan.quiet(quiet)).collect(Collectors.toSet());
        boolean held = away.size() >= most && 2 * stuck.size() > away.size();
        return new State(
                pool.getActiveConnections(),
                most,
                pool.getThreadsAwaitingConnection(),
                held,
                Stream.concat(
                                inTurn(stuck.stream()).stream(),
                                inTurn(away.stream().filter(loan -> !stuck.contains(loan))).stream())
                        .toList());
    }

    /// Takes back what was found lost the last time and still is, and says who had it. Such a connection is closed, not
    /// lent again: nobody knows what was left open on it.
    public synchronized List<Holder> takeBack() {
        var taken = new ArrayList<Holder>();
        for (Loan loan : List.copyOf(loans)) {
            if (!loan.lost()) {
                suspects.remove(loan);
            } else if (suspects.remove(loan)) {
                if (loan.takeAway(this::evictConnection)) {
                    loans.remove(loan);
                    taken.add(loan.holder());
                }
            } else {
                suspects.add(loan);
            }
        }
        suspects.retainAll(loans);
        return taken;
    }
}
