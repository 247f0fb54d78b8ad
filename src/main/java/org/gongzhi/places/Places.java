package org.gongzhi.places;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.ResultSet;
import java.sql.SQLException;
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

/// The door to the tree of places.
@Component
public class Places {

    private static final String COLUMNS = "community, id, code, kind, parent, name, latitude, longitude";

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final Cache<String, Long> byCode =
            Caffeine.newBuilder().maximumSize(200_000).build();
    private final Cache<Long, Place> known =
            Caffeine.newBuilder().maximumSize(200_000).build();

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
        var found = client.sql("select " + COLUMNS + " from places.place where code = ?")
                .param(wanted)
                .query(Places::read)
                .optional();
        found.ifPresent(place -> byCode.put(wanted, place.id()));
        return found;
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

    /// The places directly below `parent`, grids passed over: people choose estate, building, stairwell, dwelling.
    public List<Place> choices(Place parent) {
        return client.sql("""
                        select %s from places.place
                        where code > ? and code < ? and kind = any (?) order by code limit 500
                        """.formatted(COLUMNS))
                .params(parent.code(), Place.end(parent.code()), below(parent.kind()))
                .query(Places::read)
                .list();
    }

    private static String[] below(PlaceKind kind) {
        return switch (kind) {
            case ESTATE, GRID -> new String[] {"BUILDING"};
            case BUILDING -> new String[] {"STAIRWELL"};
            case STAIRWELL -> new String[] {"DWELLING"};
            case DWELLING -> new String[0];
            case PROVINCE, CITY, COUNTY, STREET, COMMUNITY -> new String[] {"ESTATE"};
        };
    }

    /// All estates in a street, by name.
    public List<Place> estates(String widerCode) {
        return client.sql("""
                        select %s from places.place where kind = 'ESTATE' and code >= ? and code < ? order by code
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
                .stream()
                .sorted(Comparator.comparingDouble(each -> distance(each, point)))
                .limit(most)
                .toList();
    }

    private static double distance(Place place, Place.Point point) {
        return place.at() == null ? Double.MAX_VALUE : place.at().metresTo(point);
    }

    /// Adds many places at once.
    @Transactional
    public void add(Collection<Place> places) {
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
