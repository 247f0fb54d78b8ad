package org.gongzhi.places;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door to changes of the tree: places are added, renamed, moved, split, merged, closed; each change is
/// kept with its day, and old codes keep finding their place.
@Component
public class PlaceRegister {

    /// The kinds of estates (seed 002: besides commodity housing there are public rental, resettlement and
    /// old ones).
    public enum EstateKind {
        COMMODITY,
        PUBLIC_RENTAL,
        RESETTLEMENT,
        OLD
    }

    /// What is entered for a new place. `part` becomes the last part of its code; `area` is in 0.01 m².
    public record NewPlace(
            PlaceKind kind,
            String part,
            String name,
            Place.@Nullable Point at,
            @Nullable EstateKind estateKind,
            @Nullable Long area,
            @Nullable Integer floor) {}

    /// What besides its place is known of an estate or a unit.
    public record Facts(
            @Nullable EstateKind estateKind,
            @Nullable Long area,
            @Nullable Integer floor,
            @Nullable LocalDate endedOn) {}

    /// One change of a place's life.
    public record Event(
            java.time.Instant at,
            LocalDate effective,
            String kind,
            String before,
            String after,
            String reason,
            @Nullable Long seat) {}

    /// The body of the journal's rows about places.
    record PlaceFact(String before, String after, LocalDate effective) {}

    private final JdbcClient client;
    private final Places places;
    private final Journal journal;
    private final ApplicationEventPublisher inside;
    private final Ids ids;
    private final Clock clock;
    private final StreetLock streets;

    PlaceRegister(
            JdbcClient client,
            Places places,
            Journal journal,
            ApplicationEventPublisher inside,
            Ids ids,
            Clock clock,
            StreetLock streets) {
        this.streets = streets;
        this.client = client;
        this.places = places;
        this.journal = journal;
        this.inside = inside;
        this.ids = ids;
        this.clock = clock;
    }

    /// Adds a place within another. A part that is taken, or a kind that does not fit, is refused.
    @Transactional
    public Place add(Place parent, NewPlace fresh, Entry.Who by) {
        if (!fresh.kind.fitsIn(parent.kind())) {
            throw Refusal.invalid("place-kind");
        }
        var place = new Place(
                parent.community(),
                ids.next(),
                parent.code() + "-" + part(fresh.part),
                fresh.kind,
                parent.id(),
                name(fresh.name),
                fresh.at == null ? parent.at() : fresh.at);
        try {
            places.add(List.of(place));
        } catch (DuplicateKeyException taken) {
            throw Refusal.conflict("place-taken", place.code());
        }
        facts(place, fresh.estateKind, fresh.area, fresh.floor);
        keep(place, "ADDED", "", place.code() + " " + place.name(), Clocks.today(clock), "", by);
        return place;
    }

    private static String part(String text) {
        String part = text.strip().toUpperCase(java.util.Locale.ROOT);
        if (!part.matches("[0-9A-Z]{1,12}")) {
            throw Refusal.invalid("place-part");
        }
        return part;
    }

    private static String name(String text) {
        String name = text.strip();
        if (name.isEmpty() || name.length() > 60) {
            throw Refusal.invalid("place-name");
        }
        return name;
    }

    private void facts(Place place, @Nullable EstateKind kind, @Nullable Long area, @Nullable Integer floor) {
        if (area != null && area < 0) {
            throw Refusal.invalid("area");
        }
        client.sql("update places.place set estate_kind = ?, area = ?, floor = ? where community = ? and id = ?")
                .params(Arrays.asList(kind == null ? null : kind.name(), area, floor, place.community(), place.id()))
                .update();
    }

    /// The exclusive areas that are known, in 0.01 m², by the ids of the units below `code`.
    public Map<Long, Long> areas(String code) {
        Map<Long, Long> areas = new HashMap<>();
        client.sql("select id, area from places.place where code >= ? and code < ? and area is not null")
                .params(code, Place.end(code))
                .query(row -> {
                    areas.put(row.getLong(1), row.getLong(2));
                });
        return areas;
    }

    /// Sets the kind of an estate, or area and floor of a unit.
    @Transactional
    public void change(
            Place place, @Nullable EstateKind kind, @Nullable Long area, @Nullable Integer floor, Entry.Who by) {
        Facts before = facts(place);
        facts(place, kind, area, floor);
        keep(
                place,
                "CHANGED",
                before.estateKind + " " + before.area + " " + before.floor,
                kind + " " + area + " " + floor,
                Clocks.today(clock),
                "",
                by);
    }

    public Facts facts(Place place) {
        return client.sql("select estate_kind, area, floor, ended_on from places.place where community = ? and id = ?")
                .params(place.community(), place.id())
                .query((row, _) -> new Facts(
                        row.getString(1) == null ? null : EstateKind.valueOf(row.getString(1)),
                        row.getObject(2, Long.class),
                        row.getObject(3, Integer.class),
                        row.getObject(4, LocalDate.class)))
                .optional()
                .orElseThrow(() -> Refusal.unknown("place"));
    }

    @Transactional
    public Place rename(Place place, String name, LocalDate effective, String reason, Entry.Who by) {
        byHand(place);
        client.sql("update places.place set name = ? where community = ? and id = ?")
                .params(name(name), place.community(), place.id())
                .update();
        keep(place, "RENAMED", place.name(), name.strip(), effective, reason, by);
        return places.get(place.id());
    }

    /// Gives a place another code within the same or another parent of its community; everything within moves
    /// along.
    @Transactional
    public Place move(Place place, Place parent, String part, LocalDate effective, String reason, Entry.Who by) {
        byHand(place);
        alone(place);
        recode(place, parent, part(part));
        keep(place, "RECODED", place.code(), parent.code() + "-" + part(part), effective, reason, by);
        return places.get(place.id());
    }

    /// Nobody else re-organises the street until the transaction is over, nor has since the place was read.
    private void alone(Place place) {
        streets.lock(place.community());
        boolean same = client.sql("select code from places.place where community = ? and id = ?")
                .params(place.community(), place.id())
                .query(String.class)
                .single()
                .equals(place.code());
        if (!same) {
            throw Refusal.conflict("changed-meanwhile");
        }
    }

    private void recode(Place place, Place parent, String part) {
        if (parent.community() != place.community()) {
            throw Refusal.invalid("other-community");
        }
        if (parent.within(place.code()) || !place.kind().fitsIn(parent.kind())) {
            throw Refusal.invalid("place-kind");
        }
        String after = parent.code() + "-" + part;
        if (after.equals(place.code())) {
            return;
        }
        client.sql("""
                        insert into places.alias (community, code, place)
                        select community, code, id from places.place where code >= ? and code < ? and community = ?
                        on conflict (community, code) do update set place = excluded.place""")
                .params(place.code(), Place.end(place.code()), place.community())
                .update();
        try {
            client.sql("""
                            update places.place set code = ? || substr(code, length(?) + 1)
                            where code >= ? and code < ? and community = ?""")
                    .params(after, place.code(), place.code(), Place.end(place.code()), place.community())
                    .update();
        } catch (DuplicateKeyException taken) {
            throw Refusal.conflict("place-taken", after);
        }
        client.sql("update places.place set parent = ? where community = ? and id = ?")
                .params(parent.id(), place.community(), place.id())
                .update();
        client.sql("delete from places.alias where community = ? and code >= ? and code < ?")
                .params(place.community(), after, Place.end(after))
                .update();
        inside.publishEvent(new PlaceRecoded(place.community(), place.code(), after));
        places.forgetAfterCommit();
    }

    /// Divides a place: some of what lies directly within it goes into a new place beside it.
    @Transactional
    public Place split(
            Place place,
            String part,
            String name,
            List<String> parts,
            LocalDate effective,
            String reason,
            Entry.Who by) {
        byHand(place);
        alone(place);
        Place parent = places.get(java.util.Objects.requireNonNull(place.parent()));
        if (parts.isEmpty()) {
            throw Refusal.invalid("split-nothing");
        }
        Facts facts = facts(place);
        Place fresh = add(parent, new NewPlace(place.kind(), part, name, place.at(), facts.estateKind, null, null), by);
        for (String each : parts) {
            String child = part(each);
            recode(
                    places.find(place.code() + "-" + child).orElseThrow(() -> Refusal.invalid("place-part")),
                    fresh,
                    child);
        }
        keep(place, "SPLIT", place.code(), fresh.code() + ": " + String.join(" ", parts), effective, reason, by);
        return fresh;
    }

    /// Takes a place into its neighbour: what lies within goes over, its code leads to the neighbour from now
    /// on.
    @Transactional
    public Place merge(Place place, Place into, LocalDate effective, String reason, Entry.Who by) {
        byHand(place);
        alone(place);
        if (into.id() == place.id() || into.kind() != place.kind() || into.community() != place.community()) {
            throw Refusal.invalid("merge-kind");
        }
        for (Place child : places.children(place)) {
            recode(child, into, child.code().substring(child.code().lastIndexOf('-') + 1));
        }
        inside.publishEvent(new PlaceRecoded(place.community(), place.code(), into.code()));
        close(place, effective);
        client.sql("""
                        insert into places.alias (community, code, place) values (?, ?, ?)
                        on conflict (community, code) do update set place = excluded.place""").params(place.community(), place.code(), into.id()).update();
        keep(place, "MERGED", place.code(), into.code(), effective, reason, by);
        places.forgetAfterCommit();
        return into;
    }

    /// Closes a place: it is no longer offered, and stays in what was.
    @Transactional
    public void close(Place place, LocalDate effective, String reason, Entry.Who by) {
        byHand(place);
        if (!places.children(place).isEmpty()) {
            throw Refusal.conflict("place-not-empty");
        }
        close(place, effective);
        keep(place, "CLOSED", place.code(), "", effective, reason, by);
        places.forgetAfterCommit();
    }

    private void close(Place place, LocalDate effective) {
        int closed = client.sql(
                        "update places.place set ended_on = ? where community = ? and id = ? and ended_on is null")
                .params(effective, place.community(), place.id())
                .update();
        if (closed == 0) {
            throw Refusal.conflict("place-closed");
        }
    }

    private static void byHand(Place place) {
        if (place.kind().division()) {
            throw Refusal.invalid("place-division");
        }
    }

    /// What happened to a place, the newest first.
    public List<Event> history(Place place) {
        return client.sql("""
                        select at, effective, kind, before, after, reason, seat from places.history
                        where community = ? and place = ? order by id desc limit 100""")
                .params(place.community(), place.id())
                .query((row, _) -> new Event(
                        row.getTimestamp(1).toInstant(),
                        row.getObject(2, LocalDate.class),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getObject(7, Long.class)))
                .list();
    }

    private void keep(
            Place place, String kind, String before, String after, LocalDate effective, String reason, Entry.Who by) {
        if (reason.length() > 200) {
            throw Refusal.invalid("words");
        }
        client.sql("""
                        insert into places.history
                            (community, id, place, at, effective, account, seat, kind, before, after, reason)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        place.community(),
                        ids.next(),
                        place.id(),
                        Timestamp.from(clock.instant()),
                        effective,
                        by.account(),
                        by.seat(),
                        kind,
                        before,
                        after,
                        reason))
                .update();
        journal.append(new Entry(
                new Entry.Where(place.community(), place.id()),
                by,
                new Entry.Subject("place", place.id()),
                "Place" + kind.charAt(0) + kind.substring(1).toLowerCase(java.util.Locale.ROOT),
                new PlaceFact(before, after, effective),
                clock.instant()));
        places.forgetAfterCommit();
    }
}
