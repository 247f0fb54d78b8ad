package org.gongzhi.duty;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Role;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// What is wrong with duty in the coming days, kept per community: computed when first asked, again when
/// something it rests on changed (that community only), and once a day because time goes on. What is near is
/// told before it happens.
@Component
public class Gaps {

    /// How bad a place stands on one day: the heaviest finding, and how many.
    public record Heat(String placeCode, String name, List<Integer> weights) {}

    /// The answer to "is there exactly one lead on duty": the findings and the picture of them.
    public record Report(Instant from, Instant until, List<Finding> findings, Map<Finding.What, Long> counts) {}

    /// The body of the journal's row of a warning: how many begin until when.
    record GapsFact(int findings, Instant until) {}

    private static final String COLUMNS =
            "community, id, place, place_code, what, subjects, starts_at, ends_at, seat, roster, mend, mend_seat,"
                    + " mend_role";
    private static final int MOST = 2000;

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final Grounds grounds;
    private final DutyTerms terms;
    private final DutyLog duty;
    private final Places places;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final Clock clock;

    Gaps(
            JdbcClient client,
            JdbcTemplate jdbc,
            Grounds grounds,
            DutyTerms terms,
            DutyLog duty,
            Places places,
            TransactionTemplate transaction,
            Ids ids,
            Clock clock) {
        this.client = client;
        this.jdbc = jdbc;
        this.grounds = grounds;
        this.terms = terms;
        this.duty = duty;
        this.places = places;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    /// The findings within a place for some days from now, the heaviest and soonest first; computed now where
    /// they are not up to date.
    public Report report(Actor actor, String placeCode, int days) {
        actor.require(Right.DUTY_READ, placeCode);
        if (days < 1 || days > terms.daysAhead()) {
            throw Refusal.invalid("duty-days", terms.daysAhead());
        }
        if (places.find(placeCode).isEmpty()) {
            throw Refusal.unknown("place");
        }
        refresh(placeCode);
        Instant now = clock.instant();
        Instant until = now.plus(Duration.ofDays(days));
        List<Finding> found = client.sql("select " + COLUMNS + """
                         from duty.finding where place_code >= ? and place_code < ? and starts_at < ? and ends_at > ?
                        order by weight desc, starts_at, place_code, id limit ?""")
                .params(placeCode, Place.end(placeCode), Timestamp.from(until), Timestamp.from(now), MOST)
                .query(Gaps::read)
                .list();
        var counts = new TreeMap<Finding.What, Long>();
        client.sql("""
                        select what, count(*) from duty.finding
                        where place_code >= ? and place_code < ? and starts_at < ? and ends_at > ? group by what""")
                .params(placeCode, Place.end(placeCode), Timestamp.from(until), Timestamp.from(now))
                .query((row, _) -> Map.entry(Finding.What.valueOf(row.getString(1)), row.getLong(2)))
                .list()
                .forEach(each -> counts.put(each.getKey(), each.getValue()));
        return new Report(now, until, found, counts);
    }

    /// The same as a heat map by days: communities, or the estates and grids of one; of many, the `most` places that
    /// stand worst.
    public List<Heat> heat(Report report, int days, int most) {
        LocalDate first = LocalDate.ofInstant(report.from, Clocks.ZONE);
        var byPlace = new TreeMap<String, int[]>();
        for (Finding finding : report.findings) {
            int[] weights = byPlace.computeIfAbsent(finding.placeCode(), _ -> new int[days]);
            for (int day = 0; day < days; day++) {
                Instant begin = first.plusDays(day).atStartOfDay(Clocks.ZONE).toInstant();
                Instant end = first.plusDays(day + 1).atStartOfDay(Clocks.ZONE).toInstant();
                if (finding.startsAt().isBefore(end) && finding.endsAt().isAfter(begin)) {
                    weights[day] = Math.max(weights[day], finding.what().weight());
                }
            }
        }
        return byPlace.entrySet().stream()
                .sorted(Comparator.comparing(
                        each -> -Arrays.stream(each.getValue()).sum()))
                .limit(most)
                .sorted(Map.Entry.comparingByKey())
                .map(each -> new Heat(
                        each.getKey(),
                        places.find(each.getKey()).map(places::address).orElse(each.getKey()),
                        Arrays.stream(each.getValue()).boxed().toList()))
                .toList();
    }

    /// Computes anew what is not up to date within a place; returns how many communities that were.
    public int refresh(String placeCode) {
        List<Long> wanted = places.communities(placeCode);
        List<Long> done = client.sql("""
                        select community from duty.checked c where community = any (?) and until > ?
                        and not exists (select 1 from duty.change x where x.community = c.community)""")
                .params(wanted.toArray(Long[]::new), farEnough())
                .query((row, _) -> row.getLong(1))
                .list();
        int count = 0;
        for (long community : wanted) {
            if (!done.contains(community)) {
                check(community);
                count++;
            }
        }
        return count;
    }

    /// Findings that reach as far ahead as this are not computed again because time goes on.
    private Timestamp farEnough() {
        return Timestamp.from(
                clock.instant().plus(Duration.ofDays(terms.daysAhead())).minus(Duration.ofHours(26)));
    }

    /// Computes the findings of one community. What changes while it computes is seen next time.
    void check(long community) {
        transaction.executeWithoutResult(_ -> {
            client.sql("insert into duty.checked (community) values (?) on conflict do nothing")
                    .param(community)
                    .update();
            // one check of a community at a time
            client.sql("select community from duty.checked where community = ? for update")
                    .param(community)
                    .query(Long.class)
                    .single();
            Long[] seen = client.sql("select id from duty.change where community = ?")
                    .param(community)
                    .query(Long.class)
                    .list()
                    .toArray(Long[]::new);
            String code = Long.toString(community);
            Instant until = clock.instant().plus(Duration.ofDays(terms.daysAhead()));
            write(community, grounds.ahead(code, until).findings(code));
            client.sql("delete from duty.change where community = ? and id = any (?)")
                    .params(community, seen)
                    .update();
            client.sql("update duty.checked set at = ?, until = ? where community = ?")
                    .params(Timestamp.from(clock.instant()), Timestamp.from(until), community)
                    .update();
        });
    }

    private void write(long community, List<Finding> findings) {
        client.sql("delete from duty.finding where community = ?")
                .param(community)
                .update();
        jdbc.batchUpdate("""
                insert into duty.finding (community, id, place, place_code, what, weight, subjects, starts_at, ends_at, seat,
                    roster, mend, mend_seat, mend_role)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", findings, 500, (statement, finding) -> {
            statement.setLong(1, finding.community());
            statement.setLong(2, ids.next());
            statement.setLong(3, finding.place());
            statement.setString(4, finding.placeCode());
            statement.setString(5, finding.what().name());
            statement.setInt(6, finding.what().weight());
            statement.setArray(
                    7,
                    statement
                            .getConnection()
                            .createArrayOf("text", finding.subjects().toArray()));
            statement.setTimestamp(8, Timestamp.from(finding.startsAt()));
            statement.setTimestamp(9, Timestamp.from(finding.endsAt()));
            statement.setObject(10, finding.seat());
            statement.setObject(11, finding.roster());
            statement.setString(12, finding.mend().kind().name());
            statement.setObject(13, finding.mend().seat());
            statement.setObject(14, finding.mend().role() instanceof Role role ? role.name() : null);
        });
    }

    /// Brings changed communities up to date and warns of what comes near.
    @Scheduled(fixedDelayString = "${gongzhi.duty.gaps:PT60S}", initialDelayString = "PT45S")
    public void tick() {
        List<Long> stale = client.sql("""
                        select c.community from duty.checked c where c.until is null or c.until < ?
                        or exists (select 1 from duty.change x where x.community = c.community) limit 500""")
                .param(farEnough())
                .query((row, _) -> row.getLong(1))
                .list();
        stale.forEach(this::check);
        warn();
    }

    /// Tells the journal what heavy findings begin soon, one row for each community; each finding only once.
    int warn() {
        Instant now = clock.instant();
        List<Long> near = client.sql("""
                        select distinct f.community from duty.finding f
                        where weight >= 2 and starts_at < ? and ends_at > ? and not exists (
                            select 1 from duty.warning w where w.community = f.community
                            and w.mark = f.what || ' ' || f.place_code || ' ' || f.ends_at::text)
                        limit 200""")
                .params(Timestamp.from(now.plus(terms.warning())), Timestamp.from(now))
                .query((row, _) -> row.getLong(1))
                .list();
        int told = 0;
        for (long community : near) {
            Integer fresh = transaction.execute(_ -> warn(community, now));
            told += fresh == null ? 0 : fresh;
        }
        return told;
    }

    private int warn(long community, Instant now) {
        int fresh = client.sql("""
                        insert into duty.warning (community, mark, at)
                        select distinct community, what || ' ' || place_code || ' ' || ends_at::text, ?::timestamptz
                        from duty.finding where community = ? and weight >= 2 and starts_at < ? and ends_at > ?
                        on conflict do nothing""")
                .params(Timestamp.from(now), community, Timestamp.from(now.plus(terms.warning())), Timestamp.from(now))
                .update();
        Place place = places.find(Long.toString(community)).orElse(null);
        if (fresh > 0 && place != null) {
            duty.told(
                    new DutyLog.Where(community, place.id(), place.code()),
                    Entry.Who.NOBODY,
                    new Entry.Subject("duty", place.id()),
                    "GapsNear",
                    new GapsFact(fresh, now.plus(terms.warning())));
        }
        return fresh;
    }

    private static Finding read(ResultSet row, int number) throws SQLException {
        String role = row.getString("mend_role");
        return new Finding(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("place"),
                row.getString("place_code"),
                Finding.What.valueOf(row.getString("what")),
                List.of((String[]) row.getArray("subjects").getArray()),
                row.getTimestamp("starts_at").toInstant(),
                row.getTimestamp("ends_at").toInstant(),
                row.getObject("seat", Long.class),
                row.getObject("roster", Long.class),
                new Finding.Mend(
                        Finding.Mend.Kind.valueOf(row.getString("mend")),
                        row.getObject("mend_seat", Long.class),
                        role == null ? null : Role.valueOf(role)));
    }
}
