package org.gongzhi.matters;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gongzhi.kernel.Ids;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of what ties matters together: merged ones, parts, links, ratings of followers, second looks.
@Component
class MatterTies {

    /// What moved from one matter to another.
    record Moved(int followers, int photos) {}

    /// A second look that somebody is asked for.
    record Recheck(long community, long matter, int round, long seat, Instant due) {}

    private final JdbcClient client;

    MatterTies(JdbcClient client) {
        this.client = client;
    }

    /// Copies followers, photos and ratings of `from` to `into`, each marked with where it came from; the
    /// reporter of `from` becomes a follower.
    Moved merge(Matter from, Matter into, Instant now) {
        var reporter = from.reporter().account();
        int followers = client.sql("""
                        insert into matters.supporter (community, matter, account, at, origin)
                        select ?, ?, account, at, ? from matters.supporter where community = ? and matter = ?
                        union all select ?, ?, ?, ?, ? where ?::bigint is not null
                        on conflict do nothing""")
                .params(java.util.Arrays.asList(
                        into.where().community(),
                        into.id(),
                        from.id(),
                        from.where().community(),
                        from.id(),
                        into.where().community(),
                        into.id(),
                        reporter,
                        Timestamp.from(now),
                        from.id(),
                        reporter))
                .update();
        int photos = client.sql("""
                        insert into matters.photo (community, matter, position, name, version, purpose, origin)
                        select ?, ?, m.most + row_number() over (order by p.position), p.name, ?, p.purpose, ?
                        from matters.photo p, (select coalesce(max(position), -1) as most from matters.photo
                            where community = ? and matter = ?) m
                        where p.community = ? and p.matter = ?""")
                .params(
                        into.where().community(),
                        into.id(),
                        into.version() + 1,
                        from.id(),
                        into.where().community(),
                        into.id(),
                        from.where().community(),
                        from.id())
                .update();
        client.sql("""
                        insert into matters.rating (community, matter, account, solved, satisfied, words, at, origin)
                        select ?, ?, account, solved, satisfied, words, at, ? from matters.rating
                        where community = ? and matter = ? on conflict do nothing""")
                .params(
                        into.where().community(),
                        into.id(),
                        from.id(),
                        from.where().community(),
                        from.id())
                .update();
        count(into);
        client.sql("update matters.matter set merged_into = ? where community = ? and merged_into = ?")
                .params(into.id(), from.where().community(), from.id())
                .update();
        return new Moved(followers, photos);
    }

    /// Takes back from `into` what came with `from`.
    void unmerge(Matter from, Matter into) {
        for (String table : List.of("supporter", "photo", "rating")) {
            client.sql("delete from matters." + table + " where community = ? and matter = ? and origin = ?")
                    .params(into.where().community(), into.id(), from.id())
                    .update();
        }
        count(into);
    }

    private void count(Matter matter) {
        client.sql("""
                        update matters.matter set supporters = (select count(*) from matters.supporter
                            where community = ? and matter = ?) where community = ? and id = ?""")
                .params(matter.where().community(), matter.id(), matter.where().community(), matter.id())
                .update();
    }

    /// Copies chosen photos to another matter.
    void copyPhotos(Matter from, Matter to, List<Integer> positions) {
        client.sql("""
                        insert into matters.photo (community, matter, position, name, version, purpose)
                        select ?, ?, row_number() over (order by position) - 1, name, 1, 'REPORT' from matters.photo
                        where community = ? and matter = ? and position = any (?)""")
                .params(
                        to.where().community(),
                        to.id(),
                        from.where().community(),
                        from.id(),
                        positions.toArray(Integer[]::new))
                .update();
    }

    List<Long> partsOf(Matter matter) {
        return ids("select id from matters.matter where community = ? and parent = ? order by id", matter);
    }

    List<Long> mergedInto(Matter matter) {
        return ids("select id from matters.matter where community = ? and merged_into = ? order by id", matter);
    }

    private List<Long> ids(String sql, Matter matter) {
        return client.sql(sql)
                .params(matter.where().community(), matter.id())
                .query((row, _) -> row.getLong(1))
                .list();
    }

    /// How many parts of a matter are not finished.
    long openParts(Matter matter) {
        return client.sql("select count(*) from matters.matter where community = ? and parent = ? and open")
                .params(matter.where().community(), matter.id())
                .query(Long.class)
                .single();
    }

    boolean link(Matter from, Matter to, MatterLink.Kind kind, String words, @Nullable Long account, Instant now) {
        return client.sql("""
                        insert into matters.link (community, matter, other, kind, words, account, at)
                        values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
                        .params(java.util.Arrays.asList(
                                from.where().community(),
                                from.id(),
                                to.id(),
                                kind.name(),
                                words,
                                account,
                                Timestamp.from(now)))
                        .update()
                == 1;
    }

    boolean unlink(Matter from, long to) {
        return client.sql("delete from matters.link where community = ? and matter = ? and other = ?")
                        .params(from.where().community(), from.id(), to)
                        .update()
                > 0;
    }

    /// The links of a matter, from it and to it.
    List<MatterLink> links(Matter matter) {
        return client.sql("""
                        select community, matter, other, kind, words, true as outgoing from matters.link
                        where community = ? and matter = ?
                        union all
                        select community, matter, matter, kind, words, false from matters.link
                        where community = ? and other = ? order by outgoing desc""")
                .params(matter.where().community(), matter.id(), matter.where().community(), matter.id())
                .query((row, _) -> new MatterLink(
                        row.getLong(1),
                        row.getLong(2),
                        Ids.number(row.getLong(3)),
                        MatterLink.Kind.valueOf(row.getString(4)),
                        row.getBoolean("outgoing"),
                        row.getString(5)))
                .list();
    }

    /// A follower's rating; false when they have rated already.
    boolean rate(Matter matter, long account, MatterEvent.Rated rated, Instant now) {
        return client.sql("""
                        insert into matters.rating (community, matter, account, solved, satisfied, words, at)
                        values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
                        .params(
                                matter.where().community(),
                                matter.id(),
                                account,
                                rated.solved(),
                                rated.satisfied(),
                                rated.words(),
                                Timestamp.from(now))
                        .update()
                == 1;
    }

    boolean follows(Matter matter, long account) {
        return client.sql(
                        "select exists (select from matters.supporter where community = ? and matter = ? and account = ?)")
                .params(matter.where().community(), matter.id(), account)
                .query(Boolean.class)
                .single();
    }

    boolean rated(Matter matter, long account) {
        return client.sql(
                        "select exists (select from matters.rating where community = ? and matter = ? and account = ?)")
                .params(matter.where().community(), matter.id(), account)
                .query(Boolean.class)
                .single();
    }

    /// The accounts that follow these matters, but for who raised them.
    List<Map.Entry<Long, Long>> followers(Collection<Long> matters) {
        return client.sql(
                        "select matter, account from matters.supporter where matter = any (?) order by matter, account")
                .param(matters.toArray(Long[]::new))
                .query((row, _) -> Map.entry(row.getLong(1), row.getLong(2)))
                .list();
    }

    /// Who follows places: the accounts by the code of the place.
    List<Map.Entry<String, Long>> areaFollowers(Collection<String> codes) {
        return client.sql(
                        "select place_code, account from matters.area_follower where place_code = any (?) order by 1, 2")
                .param(codes.toArray(String[]::new))
                .query((row, _) -> Map.entry(row.getString(1), row.getLong(2)))
                .list();
    }

    /// How many followers rated, and the sum of what they gave.
    record Ratings(long given, long solved, long sum) {}

    Ratings ratings(Matter matter) {
        return client.sql("""
                        select count(*), count(*) filter (where solved), coalesce(sum(satisfied), 0)
                        from matters.rating where community = ? and matter = ?""")
                .params(matter.where().community(), matter.id())
                .query((row, _) -> new Ratings(row.getLong(1), row.getLong(2), row.getLong(3)))
                .single();
    }

    int nextRound(Matter matter) {
        return client.sql("select coalesce(max(round), 0) + 1 from matters.recheck where community = ? and matter = ?")
                .params(matter.where().community(), matter.id())
                .query(Integer.class)
                .single();
    }

    boolean draw(Matter matter, int round, long seat, Instant now, Instant due) {
        return client.sql("""
                        insert into matters.recheck (community, matter, round, seat, drawn_at, due_at, state)
                        values (?, ?, ?, ?, ?, ?, 'OPEN') on conflict do nothing""")
                        .params(
                                matter.where().community(),
                                matter.id(),
                                round,
                                seat,
                                Timestamp.from(now),
                                Timestamp.from(due))
                        .update()
                == 1;
    }

    Optional<Recheck> recheck(Matter matter) {
        return client.sql("""
                        select community, matter, round, seat, due_at from matters.recheck
                        where community = ? and matter = ? and state = 'OPEN'""")
                .params(matter.where().community(), matter.id())
                .query(MatterTies::recheck)
                .optional();
    }

    private static Recheck recheck(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Recheck(
                row.getLong(1),
                row.getLong(2),
                row.getInt(3),
                row.getLong(4),
                row.getTimestamp(5).toInstant());
    }

    /// The second looks that these seats are asked for, the oldest first.
    List<Recheck> rechecksOf(List<Long> seats, int most) {
        return client.sql("""
                        select community, matter, round, seat, due_at from matters.recheck
                        where seat = any (?) and state = 'OPEN' order by due_at limit ?""")
                .params(seats.toArray(Long[]::new), most)
                .query(MatterTies::recheck)
                .list();
    }

    /// Seats that are asked for a second look.
    List<Recheck> openRechecks(int most) {
        return client.sql("""
                        select community, matter, round, seat, due_at from matters.recheck
                        where state = 'OPEN' order by due_at limit ?""").param(most).query(MatterTies::recheck).list();
    }

    void reseat(Recheck recheck, long seat) {
        client.sql("""
                        update matters.recheck set seat = ? where community = ? and matter = ? and round = ?
                        and state = 'OPEN'""")
                .params(seat, recheck.community, recheck.matter, recheck.round)
                .update();
    }

    boolean endRecheck(Matter matter, boolean held, String words, long account, Instant now) {
        return client.sql("""
                        update matters.recheck set state = ?, words = ?, account = ?, done_at = ?
                        where community = ? and matter = ? and state = 'OPEN'""")
                        .params(
                                held ? "HELD" : "RELAPSED",
                                words,
                                account,
                                Timestamp.from(now),
                                matter.where().community(),
                                matter.id())
                        .update()
                == 1;
    }

    /// Which photos everybody may see.
    void showPhotos(Matter matter, List<Integer> positions) {
        client.sql("update matters.photo set publicly = position = any (?) where community = ? and matter = ?")
                .params(positions.toArray(Integer[]::new), matter.where().community(), matter.id())
                .update();
    }
}
