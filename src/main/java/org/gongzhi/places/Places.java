package org.gongzhi.places;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The door to the tree of places.
@Component
public class Places {

    private static final String COLUMNS = "community, id, code, kind, parent, name, latitude, longitude";

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final Cache<String, Long> byCode = Caffeine.newBuilder()
            .maximumSize(200_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();
    private final Cache<Long, Place> known = Caffeine.newBuilder()
            .maximumSize(200_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();
    private final Cache<String, List<Long>> communities = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    Places(JdbcClient client, JdbcTemplate jdbc) {
        this.client = client;
        this.jdbc = jdbc;
    }

    /// The place with this id, or a refusal.
    public Place get(long id) {
        return known.get(
                id,
                key -> client.sql("select " + COLUMNS + " from places.place where id = ?")
                        .param(key)
                        .query(Places::read)
                        .optional()
                        .orElseThrow(() -> Refusal.unknown("place")));
    }

    public Optional<Place> find(String code) {
        String wanted = code.strip().toUpperCase(java.util.Locale.ROOT);
        Long id = byCode.getIfPresent(wanted);
        if (id != null) {
            return Optional.of(get(id));
        }
        var found = client.sql("select " + COLUMNS + " from places.place where code = ? and ended_on is null")
                .param(wanted)
                .query(Places::read)
                .optional();
        if (found.isEmpty()) {
            return formerly(wanted)
                    .or(() -> client.sql("select " + COLUMNS + " from places.place where code = ?")
                            .param(wanted)
                            .query(Places::read)
                            .optional());
        }
        byCode.put(wanted, found.get().id());
        return found;
    }

    /// The place that had this code before.
    private Optional<Place> formerly(String code) {
        return client.sql("select place from places.alias where code = ?")
                .param(code)
                .query(Long.class)
                .optional()
                .map(this::get);
    }

    /// The 12-digit keys of all communities within a place, or of the one around it.
    public List<Long> communities(String code) {
        if (Place.requireCode(code).length() >= 12) {
            return List.of(Long.valueOf(code.substring(0, 12)));
        }
        return communities.get(
                code,
                _ -> client.sql("""
                                select community from places.place
                                where kind = 'COMMUNITY' and code >= ? and code < ? order by 1""")
                        .params(code, Place.end(code))
                        .query(Long.class)
                        .list());
    }

    /// Places within `codes` whose name is `word`, or begins with it when it has three characters or more; at
    /// most 50.
    public List<Place> named(String word, List<String> codes) {
        boolean begins = word.codePointCount(0, word.length()) >= 3;
        var first = codes.stream().limit(50).toList();
        return client.sql("""
                        select p.* from unnest(?::text[], ?::text[]) as w (first, past)
                        cross join lateral (
                            select %s from places.place
                            where name collate "C" >= ? and name collate "C" <= ? and code >= w.first and code < w.past
                            and ended_on is null order by code limit 50) p
                        order by p.code limit 50""".formatted(COLUMNS))
                .params(
                        first.toArray(String[]::new),
                        first.stream().map(Place::end).toArray(String[]::new),
                        word,
                        begins ? word + LAST : word)
                .query(Places::read)
                .list();
    }

    private static final String LAST = "\uffff";

    /// Communities, estates, buildings and stairwells that are these places or lie within them: where people
    /// decide things together; at most `most`.
    public List<Place> together(Collection<String> codes, int most) {
        var kinds = List.of(PlaceKind.COMMUNITY, PlaceKind.ESTATE, PlaceKind.BUILDING, PlaceKind.STAIRWELL);
        var found = new java.util.LinkedHashSet<Place>();
        for (String code : codes) {
            find(code).filter(place -> kinds.contains(place.kind())).ifPresent(found::add);
            found.addAll(within(code, kinds));
        }
        return found.stream().limit(most).toList();
    }

    /// What lies directly within a place, closed places left out.
    public List<Place> children(Place parent) {
        return client.sql("""
                        select %s from places.place where community = ? and parent = ? and ended_on is null
                        order by code limit 2000""".formatted(COLUMNS))
                .params(parent.community(), parent.id())
                .query(Places::read)
                .list();
    }

    /// The divisions right below a province, a city or a county: a city may have streets and no counties, and
    /// where there is only one, as in a municipality, those below it.
    public List<Place> below(String code) {
        var all = within(code, List.of(PlaceKind.CITY, PlaceKind.COUNTY, PlaceKind.STREET));
        var below = find(code).map(place -> under(all, place)).orElse(List.of());
        while (below.size() == 1 && !under(all, below.getFirst()).isEmpty()) {
            below = under(all, below.getFirst());
        }
        return below;
    }

    private static List<Place> under(List<Place> places, Place parent) {
        return places.stream()
                .filter(each -> each.parent() instanceof Long id && id == parent.id())
                .toList();
    }

    /// Everything of some kinds within a place, in the order of codes.
    public List<Place> within(String code, Collection<PlaceKind> kinds) {
        return client.sql("""
                        select %s from places.place where code >= ? and code < ? and kind = any (?) and ended_on is null
                        order by code limit 100000""".formatted(COLUMNS))
                .params(code, Place.end(code), kinds.stream().map(Enum::name).toArray(String[]::new))
                .query(Places::read)
                .list();
    }

    /// Drops what is remembered once the transaction is through.
    void forgetAfterCommit() {
        forget();
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCompletion(int status) {
                    forget();
                }
            });
        }
    }

    private void forget() {
        byCode.invalidateAll();
        known.invalidateAll();
        communities.invalidateAll();
    }

    /// The place itself first, then everything around it up to the widest.
    public List<Place> chain(Place place) {
        var chain = new ArrayList<Place>();
        for (@Nullable Place each = place; each != null; each = each.parent() == null ? null : get(each.parent())) {
            chain.add(each);
        }
        return chain;
    }

    /// The nearest place of `kind` around `place`, itself included.
    public Optional<Place> around(Place place, PlaceKind kind) {
        return chain(place).stream().filter(each -> each.kind() == kind).findFirst();
    }

    /// The names from estate to `place`, as people write an address.
    public String address(Place place) {
        var names = new ArrayList<String>();
        for (Place each : chain(place).reversed()) {
            if (each.kind().compareTo(PlaceKind.ESTATE) >= 0 && each.kind() != PlaceKind.GRID) {
                names.add(each.name());
            }
        }
        return names.isEmpty() ? place.name() : String.join(" ", names);
    }

    /// The places directly below `parent`, grids passed over: people choose estate, building, stairwell,
    /// dwelling.
    public List<Place> choices(Place parent) {
        return client.sql("""
                        select %s from places.place
                        where code > ? and code < ? and kind = any (?) and ended_on is null order by code limit 500
                        """.formatted(COLUMNS))
                .params(parent.code(), Place.end(parent.code()), below(parent.kind()))
                .query(Places::read)
                .list();
    }

    private static String[] below(PlaceKind kind) {
        return switch (kind) {
            case ESTATE, PHASE, GRID -> new String[] {"BUILDING"};
            case BUILDING -> new String[] {"STAIRWELL"};
            case STAIRWELL, FLOOR -> new String[] {"DWELLING", "SHOP"};
            case DWELLING, SHOP, PARKING_SPACE, OTHER_UNIT, PUBLIC_PLACE, PREMISES, FACILITY -> new String[0];
            case PROVINCE, CITY, COUNTY, STREET, COMMUNITY -> new String[] {"ESTATE"};
        };
    }

    /// All estates in a street, by name.
    public List<Place> estates(String widerCode) {
        return client.sql("""
                        select %s from places.place where kind = 'ESTATE' and code >= ? and code < ? and ended_on is null
                        order by code
                        """.formatted(COLUMNS))
                .params(widerCode, Place.end(widerCode))
                .query(Places::read)
                .list();
    }

    /// The estates nearest to a position, at most `most`, none farther than ten kilometres.
    public List<Place> near(Place.Point point, int most) {
        double reach = 0.1;
        return client
                .sql("""
                        select %s from places.place where kind = 'ESTATE'
                        and latitude between ? and ? and longitude between ? and ?""".formatted(COLUMNS))
                .params(
                        point.latitude() - reach,
                        point.latitude() + reach,
                        point.longitude() - reach,
                        point.longitude() + reach)
                .query(Places::read)
                .list()
                .stream()
                .sorted(Comparator.comparingDouble(each -> each.metresTo(point)))
                .limit(most)
                .toList();
    }

    /// Adds many places at once.
    @Transactional
    public void add(Collection<Place> places) {
        communities.invalidateAll();
        jdbc.batchUpdate(
                "insert into places.place (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?)",
                places,
                1000,
                (statement, place) -> {
                    statement.setLong(1, place.community());
                    statement.setLong(2, place.id());
                    statement.setString(3, place.code());
                    statement.setString(4, place.kind().name());
                    statement.setObject(5, place.parent());
                    statement.setString(6, place.name());
                    statement.setObject(
                            7, place.at() == null ? null : place.at().latitude());
                    statement.setObject(
                            8, place.at() == null ? null : place.at().longitude());
                });
    }

    /// Adds divisions that are not there yet, and gives those that are their present name.
    @Transactional
    void addDivisions(Collection<Place> divisions) {
        client.sql("""
                        insert into places.place (community, id, code, kind, parent, name)
                        select * from unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::text[])
                        on conflict (community, id) do update set name = excluded.name
                            where places.place.name <> excluded.name""")
                .params(
                        divisions.stream().map(Place::community).toArray(Long[]::new),
                        divisions.stream().map(Place::id).toArray(Long[]::new),
                        divisions.stream().map(Place::code).toArray(String[]::new),
                        divisions.stream().map(each -> each.kind().name()).toArray(String[]::new),
                        divisions.stream().map(Place::parent).toArray(Long[]::new),
                        divisions.stream().map(Place::name).toArray(String[]::new))
                .update();
        forgetAfterCommit();
    }

    public long count() {
        return client.sql("select count(*) from places.place").query(Long.class).single();
    }

    private static Place read(ResultSet row, int number) throws SQLException {
        long parent = row.getLong("parent");
        @Nullable Long above = row.wasNull() ? null : parent;
        double latitude = row.getDouble("latitude");
        Place.@Nullable Point at = row.wasNull() ? null : new Place.Point(latitude, row.getDouble("longitude"));
        return new Place(
                row.getLong("community"),
                row.getLong("id"),
                row.getString("code"),
                PlaceKind.valueOf(row.getString("kind")),
                above,
                row.getString("name"),
                at);
    }
}
