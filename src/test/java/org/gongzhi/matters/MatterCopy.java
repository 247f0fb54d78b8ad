package org.gongzhi.matters;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Copy;
import org.gongzhi.kernel.Filling;
import org.gongzhi.kernel.Ids;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Fills the table of matters with a year of a whole city, by COPY, in the order of time, for measuring. What
/// is filled in has no rows in the journal and therefore no lines in the ledger.
public class MatterCopy {

    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration TERM = Duration.ofDays(5);

    /// Mean days from report to close.
    private static final double LIFE = 3.5;

    private static final String COLUMNS = """
            community, id, place, place_code, estate, latitude, longitude, kind, kind_version, text, account, channel,
            stage, open, outcome, lead_seat, reported_at, deadline, stage_at, closed_at, solved, satisfied, overdue_told,
            version, filed_at, file_by, dispatched_at, dispatch_by, responded_at, respond_by, misrouted, sent_back, rework""";

    /// Relative weights of the hours of a day and the months of a year.
    private static final int[] HOURS = {
        2, 1, 1, 1, 1, 2, 4, 8, 14, 16, 16, 14, 9, 10, 14, 15, 14, 13, 10, 11, 11, 9, 6, 4
    };

    private static final int[] MONTHS = {9, 7, 8, 8, 9, 10, 13, 12, 9, 8, 10, 10};

    private static final Channel[] CHANNELS = {
        Channel.HOTLINE, Channel.HOTLINE, Channel.HOTLINE, Channel.HOTLINE, Channel.PHONE_PAGE, Channel.PHONE_PAGE,
        Channel.QR, Channel.PATROL, Channel.PATROL, Channel.COUNTER, Channel.TELEPHONE, Channel.OPEN311
    };

    private static final String[] TEXTS = {
        "楼道里堆了纸箱,挡住消防通道。", "路灯坏了三天,晚上看不见。", "楼上漏水,厨房顶湿了一片。", "有人把电动车推进楼里充电。",
        "垃圾桶满了没人清。", "井盖响,半夜睡不着。", "施工噪声,晚上十点还在响。", "树枝挡住了窗户和路灯。"
    };

    /// Where matters happen: an estate with the seat that leads there.
    public record Home(long community, long estate, String code, Place.Point at, long seat) {}

    private final DataSource source;
    private final JdbcClient client;
    private final Kinds kinds;
    private final MatterRollUp rollUp;
    private final Filling filling;
    private final Clock clock;

    MatterCopy(DataSource source, JdbcClient client, Kinds kinds, MatterRollUp rollUp, Filling filling, Clock clock) {
        this.source = source;
        this.client = client;
        this.kinds = kinds;
        this.rollUp = rollUp;
        this.filling = filling;
        this.clock = clock;
    }

    /// How many there are within a wide code.
    public long within(String code) {
        var parameters = new ArrayList<Object>();
        return client.sql("select count(*) from matters.matter m where " + MatterRollUp.streets(code, parameters))
                .params(parameters)
                .query(Long.class)
                .single();
    }

    /// Writes so many matters of the last 365 days, spread over `homes`. Indexes are dropped and made again.
    public void fill(List<Home> homes, long matters) {
        Instant now = clock.instant();
        filling.fill("matters", List.of("matter"), matters, (from, until) -> copy(homes, matters, from, until, now));
    }

    /// Counts what was filled in within a wide code, for the board and the figures.
    public void count(String code) {
        counted(code, """
                insert into matters.tally (community, street, estate, kind, stage, matters)
                select community, street, coalesce(estate, 0), kind, stage, count(*) from matters.matter m
                where %s group by 1, 2, 3, 4, 5
                on conflict (community, estate, kind, stage) do update set matters = excluded.matters""");
        counted(code, """
                insert into matters.division_tally (code, kind, stage, matters)
                select left(street::text, digits), kind, stage, sum(matters)
                from matters.tally m cross join unnest(array[9, 6, 4, 2]) as digits where %s group by 1, 2, 3
                on conflict (code, kind, stage) do update set matters = excluded.matters""");
        counted(code, """
                insert into matters.figure_stale (street, day)
                select distinct street, (reported_at at time zone 'Asia/Shanghai')::date from matters.matter m
                where %s on conflict do nothing""");
        rollUp.refresh();
        client.sql("analyze matters.division_figure").update();
    }

    private void counted(String code, String insert) {
        var parameters = new ArrayList<Object>();
        client.sql(insert.formatted(MatterRollUp.streets(code, parameters)))
                .params(parameters)
                .update();
    }

    private void copy(List<Home> homes, long matters, long from, long until, Instant now) throws SQLException {
        var random = new SplittableRandom(from);
        var shown = kinds.all().stream()
                .filter(kind -> !kind.code().startsWith("S"))
                .toList();
        long begin = now.minus(YEAR).toEpochMilli();
        long stride = YEAR.toMillis() / matters;
        try (Connection connection = source.getConnection();
                var copy = new Copy(connection, "matters.matter", COLUMNS)) {
            for (long i = from; i < until; i++) {
                Instant at = Instant.ofEpochMilli(begin + i * stride + random.nextLong(Math.max(1, stride)));
                if (rare(at, random)) {
                    at = Instant.ofEpochMilli(begin + i * stride + random.nextLong(Math.max(1, stride)));
                }
                // the square makes the first kinds far more frequent than the last
                double share = random.nextDouble();
                Kind kind = shown.get((int) (share * share * shown.size()));
                one(copy, homes.get(random.nextInt(homes.size())), kind, at, now, random);
                if (copy.count() % 1_000_000 == 0) {
                    System.err.println("  matters up to " + i);
                }
            }
            copy.finish();
        }
    }

    /// Whether a moment is unlikely for its hour or month.
    private static boolean rare(Instant at, SplittableRandom random) {
        var local = at.atZone(Clocks.ZONE);
        return random.nextInt(16 * 13) >= HOURS[local.getHour()] * MONTHS[local.getMonthValue() - 1];
    }

    private static final int HOUR = 3600;
    private static final int DAY = 24 * HOUR;

    private static void one(Copy copy, Home home, Kind kind, Instant at, Instant now, SplittableRandom random)
            throws SQLException {
        double days = -LIFE * Math.log(1 - random.nextDouble());
        Instant closes = at.plusSeconds((long) (days * DAY) + HOUR);
        boolean open = closes.isAfter(now);
        Instant closed = open ? null : closes;
        Instant responded = at.plusSeconds(random.nextInt(8 * HOUR));
        boolean late = responded.isAfter(now);
        boolean rated = !open && random.nextInt(10) < 6;
        Instant deadline = at.plus(TERM);
        Stage stage = open ? open(days, random, late) : closed(closes, now, random);
        copy.put(home.community).put(Ids.at(at.toEpochMilli(), random.nextInt(1024)));
        copy.put(home.estate).put(home.code).put(home.estate);
        copy.put(home.at.latitude() + random.nextDouble() / 500).put(home.at.longitude() + random.nextDouble() / 500);
        copy.put(kind.code()).put(kind.version()).put(TEXTS[random.nextInt(TEXTS.length)]);
        copy.put(random.nextInt(3) == 0 ? Long.toString(1_000_000 + random.nextInt(2_000_000)) : null);
        copy.put(CHANNELS[random.nextInt(CHANNELS.length)].name());
        copy.put(stage.name()).put(open).put(open ? null : outcome(random.nextInt(50)));
        copy.put(home.seat).put(at).put(deadline).put(open ? at : closes).put(closed);
        copy.put(rated ? random.nextInt(20) > 2 ? "t" : "f" : null);
        copy.put(rated ? Integer.toString(Math.max(1, 5 - random.nextInt(3) * random.nextInt(3))) : null);
        copy.put(open && deadline.isBefore(now)).put(3L);
        copy.put(at.plusSeconds(random.nextInt(HOUR))).put(at.plusSeconds(HOUR / 2));
        copy.put(at.plusSeconds(random.nextInt(HOUR))).put(at.plusSeconds(HOUR));
        copy.put(late ? null : responded).put(at.plusSeconds(6 * HOUR));
        copy.put(random.nextInt(30) / 29).put(random.nextInt(20) / 19).put(random.nextInt(25) / 24);
        copy.end();
    }

    private static Stage open(double days, SplittableRandom random, boolean late) {
        return late
                ? Stage.DISPATCHED
                : days < 1 ? Stage.ACCEPTED : random.nextInt(3) == 0 ? Stage.RECTIFIED : Stage.ACCEPTED;
    }

    private static Stage closed(Instant closes, Instant now, SplittableRandom random) {
        long days = Duration.between(closes, now).toDays();
        return days < 5 ? Stage.CLOSED : days < 12 && random.nextInt(20) == 0 ? Stage.CALL_BACK : settled(days);
    }

    private static Stage settled(long days) {
        return days < 60 ? Stage.SETTLED : Stage.ARCHIVED;
    }

    private static @Nullable String outcome(int of) {
        return (of < 44
                        ? Outcome.SOLVED
                        : of < 46
                                ? Outcome.PARTLY
                                : of < 48 ? Outcome.NOT_ACCEPTED : of < 49 ? Outcome.WITHDRAWN : Outcome.SUSPENDED)
                .name();
    }
}
