package org.gongzhi.matters;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.gongzhi.kernel.Clocks;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The words of matters, for a search index: to be shown only to whoever may read the matter.
@Component
public class MatterTexts {

    /// What is searched of a matter. `month` is 1 to 12, when it was raised.
    public record Text(
            long id,
            long community,
            String placeCode,
            String kind,
            String text,
            String solution,
            int month,
            boolean open,
            @Nullable Instant closedAt) {}

    private final JdbcClient client;

    MatterTexts(JdbcClient client) {
        this.client = client;
    }

    public List<Text> of(Collection<Long> ids) {
        return client.sql(SELECT + " where m.id = any (?)")
                .param(ids.toArray(Long[]::new))
                .query(MatterTexts::read)
                .list();
    }

    /// The next `most` after an id, in order of ids: for building an index anew.
    public List<Text> after(long id, int most) {
        return client.sql(SELECT + " where m.id > ? order by m.id limit ?")
                .params(id, most)
                .query(MatterTexts::read)
                .list();
    }

    /// All of a community, for indexing it anew after somebody was erased.
    public Set<Long> in(long community) {
        return client.sql("select id from matters.matter where community = ?")
                .param(community)
                .query((row, _) -> row.getLong(1))
                .set();
    }

    /// How many matters of a kind were raised within a place's subtree after `from` and up to `until`.
    public long raised(String kind, String code, Instant from, Instant until) {
        return client.sql("""
                        select count(*) from matters.matter m where m.community = ? and m.kind = ?
                        and m.place_code >= ? and m.place_code < ? and m.reported_at > ? and m.reported_at <= ?""")
                .params(
                        Long.valueOf(code.substring(0, 12)),
                        kind,
                        code,
                        org.gongzhi.places.Place.end(code),
                        MatterStore.stamp(from),
                        MatterStore.stamp(until))
                .query(Long.class)
                .single();
    }

    private static final String SELECT = """
            select m.id, m.community, m.place_code, m.kind, m.text, m.solution, m.reported_at, m.open, m.closed_at
            from matters.matter m""";

    private static Text read(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        var closed = row.getTimestamp("closed_at");
        return new Text(
                row.getLong("id"),
                row.getLong("community"),
                row.getString("place_code"),
                row.getString("kind"),
                row.getString("text"),
                row.getString("solution"),
                row.getTimestamp("reported_at").toInstant().atZone(Clocks.ZONE).getMonthValue(),
                row.getBoolean("open"),
                closed == null ? null : closed.toInstant());
    }
}
