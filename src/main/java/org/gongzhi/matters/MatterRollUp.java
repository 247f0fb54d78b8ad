package org.gongzhi.matters;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.gongzhi.journal.Recorded;
import org.gongzhi.places.Place;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Figures kept for what is wider than a street, by day. A change marks the day of its street as stale; stale
/// days are counted again from their rows, and county, city and province summed from the streets, so that
/// nothing drifts. Only what is no longer open is kept: what is open is few, changes with the clock, and is
/// counted when somebody asks.
@Component
class MatterRollUp {

    /// Digits of a street's code; what has fewer is wide.
    private static final int STREET = 9;

    /// Digits of county, city and province, each summed from the one before.
    private static final int[] WIDER = {6, 4, 2};

    /// So many days of streets are counted by one transaction.
    private static final int MOST = 1000;

    private final JdbcClient client;
    private final TransactionTemplate transaction;
    private final Clock clock;

    MatterRollUp(JdbcClient client, TransactionTemplate transaction, Clock clock) {
        this.client = client;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// True for the code of a county, a city or a province.
    static boolean wide(String code) {
        return code.length() < STREET;
    }

    /// Condition and parameters for all streets within a wide code, on the column `street` of `m`.
    static String streets(String code, List<Object> parameters) {
        long first = Long.parseLong(code);
        long past = first + 1;
        for (int digits = code.length(); digits < STREET; digits++) {
            first *= 10;
            past *= 10;
        }
        parameters.add(first);
        parameters.add(past);
        return "(m.street >= ? and m.street < ?)";
    }

    /// Which of these divisions a street lies in; the street itself when in none.
    static String around(Collection<String> divisions, String street) {
        return divisions.stream()
                .filter(code -> Place.covers(code, street))
                .findFirst()
                .orElse(street);
    }

    /// What is open within a wide code, as the table `m`: read by the indexes of open rows alone, which are
    /// few, whatever else is asked of them.
    static String open(String code, List<Object> parameters) {
        return "(select m.* from matters.matter m where m.open and " + streets(code, parameters) + " offset 0) m";
    }

    /// Marks the days on which these matters were reported; part of following the journal.
    void mark(Collection<Recorded> entries) {
        client.sql("""
                        insert into matters.figure_stale (street, day)
                        select distinct m.street, (m.reported_at at time zone 'Asia/Shanghai')::date
                        from matters.matter m join unnest(?::bigint[], ?::bigint[]) as e (community, id)
                            on m.community = e.community and m.id = e.id
                        order by 1, 2
                        on conflict (street, day) do update set due = excluded.due
                            where figure_stale.due > excluded.due""")
                .param(entries.stream().map(entry -> entry.where().community()).toArray(Long[]::new))
                .param(entries.stream().map(entry -> entry.subject().id()).toArray(Long[]::new))
                .update();
    }

    /// Whether so much is stale, after an upgrade or an import, that what is kept is not whole yet.
    boolean counting() {
        return client.sql("select count(*) from (select from matters.figure_stale where due <= ? limit ?) s")
                        .params(Timestamp.from(clock.instant()), MOST)
                        .query(Long.class)
                        .single()
                >= MOST;
    }

    /// Counts again what is stale, on one node at a time.
    @Scheduled(
            fixedDelayString = "${gongzhi.matters.figures:PT60S}",
            initialDelayString = "${gongzhi.matters.figures:PT60S}")
    public void refresh() {
        boolean more = true;
        while (more) {
            more = Boolean.TRUE.equals(transaction.execute(_ -> step()));
        }
    }

    private boolean step() {
        if (!client.sql("select pg_try_advisory_xact_lock(3, 0)")
                .query(Boolean.class)
                .single()) {
            return false;
        }
        var now = Timestamp.from(clock.instant());
        record Cell(String street, String day) {}
        var cells = client.sql("""
                        delete from matters.figure_stale s using (
                            select street, day from matters.figure_stale where due <= ?
                            order by due, day, street limit ?) c
                        where s.street = c.street and s.day = c.day returning s.street, s.day""")
                .params(now, MOST)
                .query((row, _) -> new Cell(row.getString(1), row.getString(2)))
                .list();
        if (cells.isEmpty()) {
            return false;
        }
        var streets = cells.stream().map(Cell::street).toArray(String[]::new);
        var days = cells.stream().map(Cell::day).toArray(String[]::new);
        forget(streets, days);
        count(streets, days, now);
        for (int digits : WIDER) {
            for (int i = 0; i < streets.length; i++) {
                streets[i] = streets[i].substring(0, digits);
            }
            forget(streets, days);
            sum(streets, days, digits);
        }
        return cells.size() == MOST;
    }

    private void forget(String[] codes, String[] days) {
        client.sql("""
                        delete from matters.division_figure f using unnest(?::text[], ?::date[]) as c (code, day)
                        where f.day = c.day and f.code = c.code""").param(codes).param(days).update();
    }

    /// What is no longer open of the day of a street `c`. Always read by the index: of a thousand days at
    /// once the planner expects so much that it would read the whole table.
    private static final String DAY = """
            select m.* from matters.matter m where m.street = c.street and not m.open
            and m.reported_at >= c.day::timestamp at time zone 'Asia/Shanghai'
            and m.reported_at < (c.day + 1)::timestamp at time zone 'Asia/Shanghai'
            """;

    private void count(String[] streets, String[] days, Timestamp now) {
        var parameters = new ArrayList<Object>();
        String counts = counts(parameters, now);
        parameters.add(streets);
        parameters.add(days);
        client.sql("""
                        insert into matters.division_figure (code, part, day, key, raised, solved, counts)
                        select c.street::text,
                            case when grouping(m.kind) = 0 then 'KIND' when grouping(m.channel) = 0 then 'CHANNEL' else 'ALL' end,
                            c.day, coalesce(m.kind, m.channel, ''), count(*),
                            count(*) filter (where m.outcome in ('SOLVED', 'PARTLY')), array[""" + counts + """
                            ]::int[]
                        from unnest(?::bigint[], ?::date[]) as c (street, day) cross join lateral (""" + DAY + """
                            and m.merged_into is null and m.kind not like 'S%' offset 0) m
                        group by grouping sets ((c.street, c.day), (c.street, c.day, m.kind), (c.street, c.day, m.channel))""").params(parameters).update();
        // what was closed without being taken up counts as late only from the end of its term on
        client.sql("""
                        insert into matters.figure_stale (street, day, due)
                        select c.street, c.day, min(m.respond_by)
                        from unnest(?::bigint[], ?::date[]) as c (street, day) cross join lateral (""" + DAY + """
                            and m.responded_at is null and m.respond_by >= ? offset 0) m group by 1, 2
                        on conflict (street, day) do nothing""").param(streets).param(days).param(now).update();
    }

    private static String counts(List<Object> parameters, Timestamp now) {
        var counts = new ArrayList<String>();
        for (Figure figure : Figure.values()) {
            counts.addAll(figure.counts(parameters, now));
        }
        return String.join(", ", counts);
    }

    private void sum(String[] codes, String[] days, int digits) {
        int from = digits == WIDER[0] ? STREET : digits + 2;
        client.sql("""
                        insert into matters.division_figure (code, part, day, key, raised, solved, counts)
                        select c.code, f.part, c.day, f.key, sum(f.raised), sum(f.solved), array[""" + sums() + """
                            ]::int[]
                        from (select distinct * from unnest(?::text[], ?::date[]) as c (code, day)) c
                        join matters.division_figure f on f.day = c.day and f.code >= c.code and f.code < c.code || ':'
                            and length(f.code) = ?
                        group by 1, 2, 3, 4""").param(codes).param(days).param(from).update();
    }

    /// The sums of all counts, in their order.
    static String sums() {
        return java.util.stream.IntStream.rangeClosed(1, 2 * Figure.values().length)
                .mapToObj("sum(f.counts[%d])"::formatted)
                .collect(java.util.stream.Collectors.joining(", "));
    }
}
