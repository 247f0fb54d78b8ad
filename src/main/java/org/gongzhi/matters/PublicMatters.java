package org.gongzhi.matters;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.gongzhi.access.Actor;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Rows;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What everybody may see of matters, without an account: what kind, roughly where, how far. Never words,
/// people, doors or exact positions, and of photos only those that somebody released; of some kinds nothing
/// at all. Everything public goes through here: pages, feeds, Open311.
@Component
public class PublicMatters {

    /// One matter as everybody may see it. `area` is a building or what lies around it, `at` a position
    /// rounded to some hundred metres, `title` the seat that answers without a name, `photos` released
    /// positions.
    public record Shown(
            long id,
            Kind kind,
            Place area,
            Place.@Nullable Point at,
            Stage stage,
            @Nullable Outcome outcome,
            Instant reportedAt,
            Instant deadline,
            Instant updatedAt,
            @Nullable Instant closedAt,
            int supporters,
            String title,
            @Nullable String note,
            List<Integer> photos,
            String channel) {

        public String number() {
            return Ids.number(id);
        }
    }

    /// A step that everybody may see: what happened, when, in which seat.
    public record Step(String kind, Instant at, @Nullable String title) {}

    /// What is asked for. `codes` begin the subtrees of places, `ids` overrides everything but them; `from`
    /// and `until` are when it was raised.
    public record Asked(
            List<String> codes,
            @Nullable List<Long> ids,
            @Nullable List<String> kinds,
            @Nullable Boolean open,
            @Nullable Instant from,
            @Nullable Instant until) {

        public static Asked at(String code) {
            return new Asked(List.of(code), null, null, null, null, null);
        }
    }

    /// How many were raised and how many solved in an area lately, in all and by kind, the most frequent
    /// first.
    public record Lately(int days, long raised, long solved, List<MatterBoard.Count> kinds) {}

    private static final int LATELY_DAYS = 30;
    private static final Set<String> TOLD = Set.of(
            "Reported",
            "Filed",
            "Accepted",
            "Rectified",
            "CheckPassed",
            "CheckFailed",
            "Closed",
            "Contested",
            "PauseApproved",
            "Resumed",
            "PassedUp",
            "Relapsed",
            "Withdrawn",
            "Published",
            "Absorbed");

    /// For lists that were read in pages lately: after how many rows a page ended, and with which matter.
    private final Cache<String, ConcurrentSkipListMap<Integer, Long>> pageEnds = Caffeine.newBuilder()
            .maximumSize(500)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    private final JdbcClient client;
    private final Kinds kinds;
    private final Places places;
    private final Seats seats;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    PublicMatters(JdbcClient client, Kinds kinds, Places places, Seats seats, Journal journal, Ids ids, Clock clock) {
        this.client = client;
        this.kinds = kinds;
        this.places = places;
        this.seats = seats;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /// The kinds that are shown, all of them in use or once in use.
    public List<Kind> shownKinds() {
        return kinds.whole("").stream().filter(Kind::shown).toList();
    }

    /// The newest first. `after` is the mark of the page before.
    public Rows<Shown> list(Asked asked, @Nullable String after, int limit) {
        var parameters = new ArrayList<Object>();
        String where = where(asked, parameters);
        long mark;
        try {
            mark = after == null ? Long.MAX_VALUE : Long.parseLong(after);
        } catch (NumberFormatException wrong) {
            throw Refusal.invalid("page-mark");
        }
        parameters.add(mark);
        parameters.add(limit + 1);
        var found = shown(client.sql("select " + MatterStore.COLUMNS + " from matters.matter m where " + where
                        + " and m.id < ? order by m.id desc limit ?")
                .params(parameters)
                .query(MatterStore::read)
                .list());
        return Rows.cut(found, limit, shown -> Long.toString(shown.id()));
    }

    /// The page that begins after `skip` rows: for clients that count pages. Whoever goes on page by page
    /// goes on where their last page ended, whatever was raised meanwhile; a page in the middle to which
    /// nobody came in order passes over the rows before it in the index.
    public List<Shown> page(Asked asked, int skip, int limit) {
        var ended = pageEnds.get(asked + " " + limit, _ -> new ConcurrentSkipListMap<>());
        var before = skip == 0 ? null : ended.floorEntry(skip);
        var parameters = new ArrayList<Object>();
        String where = where(asked, parameters);
        if (before != null) {
            where += " and m.id < ?";
            parameters.add(before.getValue());
        }
        parameters.add(before == null ? skip : skip - before.getKey());
        parameters.add(limit);
        var page = client.sql("select " + MatterStore.COLUMNS
                        + " from matters.matter m join (select m.id from matters.matter m where " + where
                        + " order by m.id desc offset ? limit ?) page on page.id = m.id order by m.id desc")
                .params(parameters)
                .query(MatterStore::read)
                .list();
        if (page.size() == limit) {
            ended.put(skip + limit, page.getLast().id());
        }
        return shown(page);
    }

    private String where(Asked asked, List<Object> parameters) {
        var parts = new ArrayList<String>();
        parts.add(new org.gongzhi.access.Scope(asked.codes).condition("m", parameters));
        var among = new HashSet<String>();
        if (asked.ids != null) {
            parts.add("m.id = any (?)");
            parameters.add(asked.ids.toArray(Long[]::new));
        } else {
            if (asked.kinds != null) {
                among.addAll(asked.kinds);
            }
            if (asked.open != null) {
                parts.add(asked.open ? "m.open" : "not m.open");
            }
            if (asked.from != null) {
                // an id is never older than its moment, but may be younger when a clock went back
                parts.add("m.id >= ? and m.reported_at >= ?");
                parameters.add(Ids.at(asked.from.toEpochMilli(), 0));
                parameters.add(MatterStore.stamp(asked.from));
            }
            if (asked.until != null) {
                parts.add("m.reported_at < ?");
                parameters.add(MatterStore.stamp(asked.until));
            }
        }
        parts.add(kinds.shown("m", among, parameters));
        return String.join(" and ", parts);
    }

    /// One matter; refused like an unknown one when its kind is not shown.
    public Shown one(long id) {
        return find(id).orElseThrow(() -> Refusal.unknown("matter"));
    }

    private Optional<Shown> find(long id) {
        var found = client
                .sql("select " + MatterStore.COLUMNS + " from matters.matter m where m.id = ?")
                .param(id)
                .query(MatterStore::read)
                .list()
                .stream()
                .filter(matter -> kinds.of(matter).rules().publicly()
                        && !matter.kind().startsWith("S")
                        && kinds.inForce(matter, null).shown())
                .toList();
        return shown(found).stream().findFirst();
    }

    /// The words of these matters: only for whoever wrote them.
    public Map<Long, String> words(Set<Long> matters) {
        return matters.isEmpty()
                ? Map.of()
                : client
                        .sql("select id, text from matters.matter where id = any (?)")
                        .param(matters.toArray(Long[]::new))
                        .query((row, _) -> Map.entry(row.getLong(1), row.getString(2)))
                        .list()
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// The same for many, with two statements.
    public Map<Long, List<Step>> steps(List<Shown> matters) {
        var entries = journal
                .histories(
                        matters.stream().map(each -> each.area.community()).collect(Collectors.toSet()),
                        "matter",
                        matters.stream().map(Shown::id).toList())
                .stream()
                .filter(entry -> TOLD.contains(entry.kind()))
                .toList();
        Map<Long, String> titles = titles(entries.stream()
                .map(entry -> entry.who().seat())
                .filter(java.util.Objects::nonNull)
                .collect(Collectors.toSet()));
        return entries.stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.subject().id(),
                        Collectors.mapping(
                                entry -> new Step(
                                        entry.kind(),
                                        entry.at(),
                                        entry.who().seat() instanceof Long seat ? titles.get(seat) : null),
                                Collectors.toList())));
    }

    /// What happened to a matter, without words and names.
    public List<Step> steps(Shown shown) {
        return steps(List.of(shown)).getOrDefault(shown.id, List.of());
    }

    private Map<Long, String> titles(Collection<Long> held) {
        return seats.known(held).stream().collect(Collectors.toMap(Seat::id, Seat::title));
    }

    /// The stored name of a released photo.
    public String photo(long id, int position) {
        Shown shown = one(id);
        return client.sql("""
                        select name from matters.photo where community = ? and matter = ? and position = ?
                        and publicly""")
                .params(shown.area.community(), id, position)
                .query(String.class)
                .optional()
                .orElseThrow(() -> Refusal.unknown("photo"));
    }

    /// The figures of an area in the last weeks.
    public Lately lately(String code) {
        if (MatterRollUp.wide(code)) {
            return latelyWide(code);
        }
        var parameters = new ArrayList<Object>();
        long since = Ids.at(clock.instant().minus(Duration.ofDays(LATELY_DAYS)).toEpochMilli(), 0);
        String where = where(new Asked(List.of(code), null, null, null, null, null), parameters);
        parameters.add(since);
        var counts = client.sql("""
                        select m.kind, count(*), count(*) filter (where m.outcome in ('SOLVED', 'PARTLY'))
                        from matters.matter m where\s""" + where + " and m.id >= ? group by m.kind order by 2 desc, 1")
                .params(parameters)
                .query((row, _) -> Map.entry(new MatterBoard.Count(row.getString(1), row.getLong(2)), row.getLong(3)))
                .list();
        return new Lately(
                LATELY_DAYS,
                counts.stream().mapToLong(each -> each.getKey().matters()).sum(),
                counts.stream().mapToLong(Map.Entry::getValue).sum(),
                counts.stream().map(Map.Entry::getKey).limit(LATELY_KINDS).toList());
    }

    /// Of what is wider than a street from the kept figures, with what is still open.
    private Lately latelyWide(String code) {
        LocalDate since = Clocks.today(clock).minusDays(LATELY_DAYS);
        var kinds = this.kinds.shownCodes(code);
        var parameters = new ArrayList<Object>(List.of(code, java.sql.Date.valueOf(since), kinds));
        String open = MatterRollUp.open(code, parameters);
        parameters.add(MatterStore.stamp(since.atStartOfDay(Clocks.ZONE).toInstant()));
        parameters.add(kinds);
        record Cell(String kind, long raised, long solved) {}
        var cells = client.sql("""
                        select kind, sum(raised), sum(solved) from (
                            select f.key as kind, f.raised, f.solved from matters.division_figure f
                            where f.code = ? and f.part = 'KIND' and f.day >= ? and f.key = any (?)
                            union all
                            select m.kind, count(*), 0 from\s""" + open + """
                             where m.reported_at >= ? and m.kind = any (?) group by 1) c
                        group by 1 order by 2 desc, 1""")
                .params(parameters)
                .query((row, _) -> new Cell(row.getString(1), row.getLong(2), row.getLong(3)))
                .list();
        return new Lately(
                LATELY_DAYS,
                cells.stream().mapToLong(Cell::raised).sum(),
                cells.stream().mapToLong(Cell::solved).sum(),
                cells.stream()
                        .map(cell -> new MatterBoard.Count(cell.kind, cell.raised))
                        .limit(LATELY_KINDS)
                        .toList());
    }

    private static final int LATELY_KINDS = 6;

    private List<Shown> shown(List<Matter> matters) {
        if (matters.isEmpty()) {
            return List.of();
        }
        Map<Long, String> titles = titles(matters.stream().map(Matter::lead).collect(Collectors.toSet()));
        Map<Long, List<Integer>> photos = new java.util.HashMap<>();
        client.sql("""
                        select matter, position from matters.photo where community = any (?) and matter = any (?)
                        and publicly order by matter, position""")
                .params(
                        matters.stream()
                                .map(matter -> matter.where().community())
                                .distinct()
                                .toArray(Long[]::new),
                        matters.stream().map(Matter::id).toArray(Long[]::new))
                .query((row, _) -> Map.entry(row.getLong(1), row.getInt(2)))
                .list()
                .forEach(each -> photos.computeIfAbsent(each.getKey(), _ -> new ArrayList<>())
                        .add(each.getValue()));
        Map<Long, Integer> supporters = client
                .sql("select id, supporters from matters.matter where id = any (?)")
                .param(matters.stream().map(Matter::id).toArray(Long[]::new))
                .query((row, _) -> Map.entry(row.getLong(1), row.getInt(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return matters.stream()
                .map(matter -> new Shown(
                        matter.id(),
                        kinds.of(matter),
                        area(matter),
                        rounded(matter.where().at()),
                        matter.stage(),
                        matter.outcome(),
                        matter.times().reportedAt(),
                        matter.times().deadline(),
                        matter.times().stageAt(),
                        matter.times().closedAt(),
                        supporters.getOrDefault(matter.id(), 0),
                        titles.getOrDefault(matter.lead(), ""),
                        matter.filing().publicNote(),
                        photos.getOrDefault(matter.id(), List.of()),
                        matter.reporter().channel()))
                .toList();
    }

    /// The building, or the narrowest place around that is wider than a door.
    private Place area(Matter matter) {
        Place place = places.get(matter.where().place());
        return places.chain(place).stream()
                .filter(each -> each.kind().compareTo(PlaceKind.BUILDING) <= 0 && each.kind() != PlaceKind.GRID)
                .findFirst()
                .orElse(place);
    }

    private static Place.@Nullable Point rounded(Place.@Nullable Point at) {
        return at == null
                ? null
                : new Place.Point(
                        Math.round(at.latitude() * COARSE) / COARSE, Math.round(at.longitude() * COARSE) / COARSE);
    }

    private static final double COARSE = 1000;

    /// Follows an area: the account is told when something is raised or solved there.
    @Transactional
    public void follow(Actor actor, Place area) {
        if (area.kind().compareTo(PlaceKind.COMMUNITY) < 0) {
            throw Refusal.invalid("place-wide");
        }
        client.sql("""
                        insert into matters.area_follower (community, id, account, place_code, since)
                        values (?, ?, ?, ?, ?) on conflict do nothing""")
                .params(area.community(), ids.next(), account(actor), area.code(), MatterStore.stamp(clock.instant()))
                .update();
    }

    @Transactional
    public void unfollow(Actor actor, Place area) {
        client.sql("delete from matters.area_follower where community = ? and account = ? and place_code = ?")
                .params(area.community(), account(actor), area.code())
                .update();
    }

    public boolean follows(Actor actor, Place area) {
        return actor.account() instanceof Long account
                && client.sql("""
                                select exists (select from matters.area_follower
                                    where community = ? and account = ? and place_code = ?)""")
                        .params(area.community(), account, area.code())
                        .query(Boolean.class)
                        .single();
    }

    private static long account(Actor actor) {
        if (actor.account() instanceof Long account) {
            return account;
        }
        throw Refusal.signIn("sign-in");
    }
}
