package org.gongzhi.library;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of the case library.
@Component
class CaseStore {

    private final JdbcClient client;

    CaseStore(JdbcClient client) {
        this.client = client;
    }

    void insert(MatureCase made, Instant now) {
        try {
            client.sql("""
                            insert into library.mature_case (community, id, place_code, place_kind, matter, kind, month,
                                title, cause, harm, solution, avoid, cost_fen, days, tags, audience, state, author,
                                closed_at, made_at)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'DRAFT', ?, ?, ?)""")
                    .params(
                            made.community(),
                            made.id(),
                            made.placeCode(),
                            made.placeKind(),
                            made.matter(),
                            made.kind(),
                            made.month(),
                            made.words().title(),
                            made.words().cause(),
                            made.words().harm(),
                            made.words().solution(),
                            made.words().avoid(),
                            made.costFen(),
                            made.days(),
                            String.join(" ", made.tags()),
                            made.audience().name(),
                            made.author(),
                            Timestamp.from(made.closedAt()),
                            Timestamp.from(now))
                    .update();
        } catch (DuplicateKeyException twice) {
            throw Refusal.conflict("case-twice");
        }
    }

    MatureCase get(long id) {
        return client.sql("select * from library.mature_case where id = ?")
                .param(id)
                .query(CaseStore::read)
                .optional()
                .orElseThrow(() -> Refusal.unknown("case"));
    }

    List<MatureCase> all(Collection<Long> ids) {
        return client.sql("select * from library.mature_case where id = any (?)")
                .param(ids.toArray(Long[]::new))
                .query(CaseStore::read)
                .list();
    }

    java.util.Set<Long> in(long community) {
        return client.sql("select id from library.mature_case where community = ?")
                .param(community)
                .query((row, _) -> row.getLong(1))
                .set();
    }

    /// Published ones for readers of these communities, the newest first, narrowed to a tag or kind.
    List<MatureCase> published(
            Set<Long> communities, @Nullable String tag, @Nullable String kind, long before, int most) {
        return client.sql("""
                        select * from library.mature_case where state = 'PUBLISHED' and id < ?
                        and (audience = 'ALL' or audience = 'STREET' and street = any (?) or community = any (?))
                        and (?::text is null or ' ' || tags || ' ' like '% ' || ? || ' %')
                        and (?::text is null or kind = ?) order by id desc limit ?""")
                .params(Arrays.asList(
                        before,
                        CaseReaders.streets(communities),
                        communities.toArray(Long[]::new),
                        tag,
                        tag,
                        kind,
                        kind,
                        most))
                .query(CaseStore::read)
                .list();
    }

    /// What waits for review or is being written, within a street.
    List<MatureCase> waiting(long street, int most) {
        return client.sql("""
                        select * from library.mature_case where street = ? and state in ('DRAFT', 'REVIEW')
                        order by id desc limit ?""").params(street, most).query(CaseStore::read).list();
    }

    Optional<Long> ofMatter(long community, long matter) {
        return client.sql("""
                        select id from library.mature_case where community = ? and matter = ? and state <> 'WITHDRAWN'""")
                .params(community, matter)
                .query((row, _) -> row.getLong(1))
                .optional();
    }

    /// The next published ones after an id, for building the index anew.
    List<MatureCase> after(long id, int most) {
        return client.sql("""
                        select * from library.mature_case where state = 'PUBLISHED' and id > ? order by id limit ?""").params(id, most).query(CaseStore::read).list();
    }

    void update(MatureCase made, @Nullable Instant published) {
        int changed = client.sql("""
                        update library.mature_case set title = ?, cause = ?, harm = ?, solution = ?, avoid = ?,
                            cost_fen = ?, tags = ?, audience = ?, state = ?, reviewer = ?, review_words = ?,
                            published_at = coalesce(?, published_at), version = version + 1
                        where community = ? and id = ? and version = ?""")
                .params(Arrays.asList(
                        made.words().title(),
                        made.words().cause(),
                        made.words().harm(),
                        made.words().solution(),
                        made.words().avoid(),
                        made.costFen(),
                        String.join(" ", made.tags()),
                        made.audience().name(),
                        made.state().name(),
                        made.reviewer(),
                        made.reviewWords(),
                        published == null ? null : Timestamp.from(published),
                        made.community(),
                        made.id(),
                        made.version()))
                .update();
        if (changed == 0) {
            throw Refusal.conflict("changed-meanwhile");
        }
    }

    /// Published ones that closed before a moment and whose outcome after 30 or 90 days is not known yet.
    List<MatureCase> unknownOutcome(Instant closedBefore, int most) {
        return client.sql("""
                        select * from library.mature_case where state = 'PUBLISHED' and after_90 is null
                        and closed_at < ? order by closed_at limit ?""")
                .params(Timestamp.from(closedBefore), most)
                .query(CaseStore::read)
                .list();
    }

    void outcome(MatureCase made, MatureCase.@Nullable After after30, MatureCase.@Nullable After after90) {
        client.sql("""
                        update library.mature_case set after_30 = ?, after_90 = ? where community = ? and id = ?""")
                .params(Arrays.asList(
                        after30 == null ? null : after30.name(),
                        after90 == null ? null : after90.name(),
                        made.community(),
                        made.id()))
                .update();
    }

    /// A vote of an account; false when they had said the same before.
    boolean vote(long community, long matter, long target, long account, boolean helped, Instant at) {
        return client.sql("""
                        insert into library.vote (community, matter, target, account, helped, at)
                        values (?, ?, ?, ?, ?, ?) on conflict do nothing""")
                        .params(community, matter, target, account, helped, Timestamp.from(at))
                        .update()
                == 1;
    }

    void learn(Collection<String> reasons, boolean helped) {
        for (String reason : reasons) {
            client.sql("""
                            insert into library.signal (name, shown, helped) values (?, 1, ?)
                            on conflict (name) do update set shown = library.signal.shown + 1,
                                helped = library.signal.helped + excluded.helped""").params(reason, helped ? 1 : 0).update();
        }
    }

    /// How often each reason was there when somebody voted, and how often it had helped.
    Map<String, double[]> signals() {
        var signals = new HashMap<String, double[]>();
        client.sql("select name, shown, helped from library.signal")
                .query((row, _) -> Map.entry(row.getString(1), new double[] {row.getDouble(2), row.getDouble(3)}))
                .list()
                .forEach(each -> signals.put(each.getKey(), each.getValue()));
        return signals;
    }

    /// Votes on targets: how many, and how many said that it helped.
    Map<Long, int[]> votes(Collection<Long> targets) {
        var votes = new HashMap<Long, int[]>();
        client.sql("""
                        select target, count(*), count(*) filter (where helped) from library.vote
                        where target = any (?) group by target""")
                .param(targets.toArray(Long[]::new))
                .query((row, _) -> Map.entry(row.getLong(1), new int[] {row.getInt(2), row.getInt(3)}))
                .list()
                .forEach(each -> votes.put(each.getKey(), each.getValue()));
        return votes;
    }

    private static MatureCase read(ResultSet row, int number) throws SQLException {
        long reviewer = row.getLong("reviewer");
        Long reviewed = row.wasNull() ? null : (Long) reviewer;
        Timestamp published = row.getTimestamp("published_at");
        String tags = row.getString("tags");
        return new MatureCase(
                row.getLong("community"),
                row.getLong("id"),
                row.getString("place_code"),
                row.getString("place_kind"),
                row.getLong("matter"),
                row.getString("kind"),
                row.getInt("month"),
                new MatureCase.Words(
                        row.getString("title"),
                        row.getString("cause"),
                        row.getString("harm"),
                        row.getString("solution"),
                        row.getString("avoid")),
                row.getLong("cost_fen"),
                row.getInt("days"),
                tags.isBlank() ? List.of() : List.of(tags.strip().split(" ")),
                MatureCase.Audience.valueOf(row.getString("audience")),
                MatureCase.State.valueOf(row.getString("state")),
                row.getLong("author"),
                reviewed,
                row.getString("review_words"),
                row.getTimestamp("closed_at").toInstant(),
                published == null ? null : published.toInstant(),
                after(row.getString("after_30")),
                after(row.getString("after_90")),
                row.getInt("shown"),
                row.getInt("helped"),
                row.getInt("version"));
    }

    private static MatureCase.@Nullable After after(@Nullable String word) {
        return word == null ? null : MatureCase.After.valueOf(word);
    }
}
