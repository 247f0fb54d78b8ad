package org.gongzhi.operations;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.Matters;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Keeps what is wrong: one row for as long as it lasts, and one matter that somebody owns.
@Component
public class Alarms {

    private static final Logger log = LoggerFactory.getLogger(Alarms.class);
    private static final String COLUMNS = "select id, what, detail, raised_at, ended_at, matter from operations.alarm ";

    /// Something that is wrong now.
    record Problem(String what, String detail) {}

    private final JdbcClient client;
    private final Matters matters;
    private final Places places;
    private final Ids ids;
    private final Clock clock;
    private final String home;

    Alarms(
            JdbcClient client,
            Matters matters,
            Places places,
            Ids ids,
            Clock clock,
            @Value("${gongzhi.home-place:441900106000}") String home) {
        this.client = client;
        this.matters = matters;
        this.places = places;
        this.ids = ids;
        this.clock = clock;
        this.home = home;
    }

    /// The newest alarms, those that last first.
    public List<Alarm> newest(int most) {
        return client.sql(COLUMNS + "order by ended_at is not null, raised_at desc limit ?")
                .param(most)
                .query(Alarms::read)
                .list();
    }

    List<Alarm> lasting() {
        return client.sql(COLUMNS + "where ended_at is null order by raised_at")
                .query(Alarms::read)
                .list();
    }

    private static Alarm read(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Alarm(
                row.getLong("id"),
                row.getString("what"),
                row.getString("detail"),
                row.getTimestamp("raised_at").toInstant(),
                Clocks.instant(row, "ended_at"),
                row.getObject("matter", Long.class));
    }

    /// Brings the alarms into line with what is wrong now: new ones begin, those of these kinds that are over
    /// end.
    void settle(Collection<String> looked, Collection<Problem> wrong) {
        var now = Timestamp.from(clock.instant());
        var there = new HashSet<Problem>();
        for (Alarm alarm : lasting()) {
            var problem = new Problem(alarm.what(), alarm.detail());
            there.add(problem);
            if (looked.contains(alarm.what()) && !wrong.contains(problem)) {
                client.sql("update operations.alarm set ended_at = ? where id = ? and ended_at is null")
                        .params(now, alarm.id())
                        .update();
            } else if (alarm.matter() == null) {
                report(alarm);
            }
        }
        wrong.stream().filter(problem -> !there.contains(problem)).forEach(this::begin);
    }

    /// Gives those that last the matter that they still lack.
    void reportLasting() {
        settle(List.of(), List.of());
    }

    /// Ends what lasts, for whoever alone knows that it is over.
    void end(Problem problem) {
        client.sql("update operations.alarm set ended_at = ? where what = ? and detail = ? and ended_at is null")
                .params(Timestamp.from(clock.instant()), problem.what, problem.detail)
                .update();
    }

    /// Ends all of a kind that last.
    void endAll(String what) {
        client.sql("update operations.alarm set ended_at = ? where what = ? and ended_at is null")
                .params(Timestamp.from(clock.instant()), what)
                .update();
    }

    /// Ends what has lasted longer than `most` and is not known to be wrong `still`.
    void endOlder(Collection<String> what, Duration most, Collection<Problem> still) {
        Instant now = clock.instant();
        client.sql("""
                        update operations.alarm set ended_at = ?
                        where what = any (?) and raised_at < ? and detail <> all (?) and ended_at is null""")
                .params(
                        Timestamp.from(now),
                        what.toArray(String[]::new),
                        Timestamp.from(now.minus(most)),
                        still.stream().map(Problem::detail).toArray(String[]::new))
                .update();
    }

    /// Begins an alarm unless it lasts already.
    void begin(Problem problem) {
        note(problem).ifPresent(this::report);
    }

    /// Writes an alarm down unless it lasts already; the index decides between two nodes. Its matter follows with the
    /// next [#settle].
    Optional<Alarm> note(Problem problem) {
        var alarm = new Alarm(ids.next(), problem.what, problem.detail, clock.instant(), null, null);
        int begun = client.sql("""
                        insert into operations.alarm (id, what, detail, raised_at) values (?, ?, ?, ?)
                        on conflict do nothing""")
                .params(alarm.id(), alarm.what(), alarm.detail(), Timestamp.from(alarm.raisedAt()))
                .update();
        if (begun == 0) {
            return Optional.empty();
        }
        log.error("alarm: {} {}", alarm.what(), alarm.detail());
        return Optional.of(alarm);
    }

    private void report(Alarm alarm) {
        var place = places.find(home).or(() -> places.find(home.substring(0, Math.min(9, home.length()))));
        if (place.isEmpty() || place.get().kind().compareTo(PlaceKind.COMMUNITY) < 0) {
            return;
        }
        try {
            var matter = matters.report(new NewMatter(
                    "S01",
                    place.get().id(),
                    null,
                    alarm.title(Words.CHINESE) + " " + alarm.advice(Words.CHINESE),
                    List.of(),
                    new Matter.Reporter(null, null, "SYSTEM"),
                    "alarm-" + alarm.id()));
            client.sql("update operations.alarm set matter = ? where id = ?")
                    .params(matter.id(), alarm.id())
                    .update();
        } catch (Refusal nobody) {
            log.error("the alarm {} has no matter yet: {}", alarm.what(), nobody.code());
        }
    }
}
