package org.gongzhi.matters;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The SQL of the writes.
@Component
class MatterStore {

    static final String COLUMNS = """
            m.community, m.id, m.place, m.place_code, m.estate, m.latitude, m.longitude, m.kind, m.text, m.account,
            m.person, m.channel, m.stage, m.outcome, m.lead_seat, m.reported_at, m.deadline, m.stage_at, m.closed_at,
            m.pause_reason, m.pause_until, m.pause_from, m.fixed_by, m.cause, m.harm, m.solution, m.solved,
            m.satisfied, m.sent_back, m.reopened, m.version, m.supporters, m.kind_version, m.condition, m.anonymous,
            m.fields::text as fields, m.outside_number, m.taken_by, m.parent, m.merged_into, m.public_note""";

    /// A column to insert: its name, SQL type and value. One statement with an array for each writes any
    /// number of rows.
    private record Column(String name, String type, Function<Fresh, @Nullable Object> value) {}

    /// By when a matter should be filed, given to whoever is competent and taken up, and when that was.
    record Marks(
            @Nullable Instant filedAt,
            @Nullable Instant fileBy,
            @Nullable Instant dispatchedAt,
            @Nullable Instant dispatchBy,
            @Nullable Instant respondedAt,
            @Nullable Instant respondBy,
            int misrouted,
            int rework) {}

    /// A matter to insert, with the key of the command that made it and the sealed way to reach a visitor.
    record Fresh(
            Matter matter,
            @Nullable String key,
            @Nullable Instant nextStep,
            boolean deadlineGiven,
            Marks marks,
            byte @Nullable [] contact) {}

    private static final List<Column> INSERT = List.of(
            new Column("community", "bigint", f -> f.matter.where().community()),
            new Column("id", "bigint", f -> f.matter.id()),
            new Column("place", "bigint", f -> f.matter.where().place()),
            new Column("place_code", "text", f -> f.matter.where().placeCode()),
            new Column("estate", "bigint", f -> f.matter.where().estate()),
            new Column("latitude", "float8", f -> f.matter.where().at() instanceof Place.Point p ? p.latitude() : null),
            new Column(
                    "longitude", "float8", f -> f.matter.where().at() instanceof Place.Point p ? p.longitude() : null),
            new Column("kind", "text", f -> f.matter.kind()),
            new Column("text", "text", f -> f.matter.text()),
            new Column("account", "bigint", f -> f.matter.reporter().account()),
            new Column("person", "bigint", f -> f.matter.reporter().person()),
            new Column("channel", "text", f -> f.matter.reporter().channel()),
            new Column("command_key", "text", Fresh::key),
            new Column("stage", "text", f -> f.matter.stage().name()),
            new Column("open", "bool", f -> f.matter.stage().open()),
            new Column("outcome", "text", f -> f.matter.outcome() instanceof Outcome o ? o.name() : null),
            new Column("lead_seat", "bigint", f -> f.matter.lead()),
            new Column("reported_at", "timestamptz", f -> stamp(f.matter.times().reportedAt())),
            new Column("deadline", "timestamptz", f -> stamp(f.matter.times().deadline())),
            new Column("stage_at", "timestamptz", f -> stamp(f.matter.times().stageAt())),
            new Column(
                    "closed_at",
                    "timestamptz",
                    f -> stampOrNull(f.matter.times().closedAt())),
            new Column("fixed_by", "bigint", f -> f.matter.handling().fixedBy()),
            new Column("cause", "text", f -> f.matter.handling().cause()),
            new Column("harm", "text", f -> f.matter.handling().harm()),
            new Column("solution", "text", f -> f.matter.handling().solution()),
            new Column("solved", "bool", f -> f.matter.handling().solved()),
            new Column("satisfied", "int2", f -> f.matter.handling().satisfied()),
            new Column("sent_back", "int", f -> f.matter.handling().sentBack()),
            new Column("reopened", "int", f -> f.matter.handling().reopened()),
            new Column("next_step_at", "timestamptz", f -> step(f.nextStep)),
            new Column("deadline_given", "bool", Fresh::deadlineGiven),
            new Column("kind_version", "int", f -> f.matter.filing().kindVersion()),
            new Column("condition", "int2", f -> f.matter.filing().condition()),
            new Column("anonymous", "bool", f -> f.matter.filing().anonymous()),
            new Column("fields", "jsonb", f -> fields(f.matter)),
            new Column("outside_number", "text", f -> f.matter.filing().outsideNumber()),
            new Column("taken_by", "bigint", f -> f.matter.filing().takenBy()),
            new Column("parent", "bigint", f -> f.matter.filing().parent()),
            new Column("filed_at", "timestamptz", f -> stampOrNull(f.marks.filedAt)),
            new Column("file_by", "timestamptz", f -> stampOrNull(f.marks.fileBy)),
            new Column("dispatched_at", "timestamptz", f -> stampOrNull(f.marks.dispatchedAt)),
            new Column("dispatch_by", "timestamptz", f -> stampOrNull(f.marks.dispatchBy)),
            new Column("responded_at", "timestamptz", f -> stampOrNull(f.marks.respondedAt)),
            new Column("respond_by", "timestamptz", f -> stampOrNull(f.marks.respondBy)),
            new Column("misrouted", "int", f -> f.marks.misrouted),
            new Column("rework", "int", f -> f.marks.rework),
            new Column("version", "int", f -> f.matter.version()));

    private static final String INSERT_SQL = "insert into matters.matter ("
            + String.join(", ", INSERT.stream().map(Column::name).toList()) + ") select * from unnest("
            + String.join(
                    ", ",
                    INSERT.stream().map(column -> "?::" + column.type + "[]").toList())
            + ") on conflict do nothing returning id";

    private final JdbcClient client;
    private final JdbcTemplate jdbc;

    MatterStore(JdbcClient client, JdbcTemplate jdbc) {
        this.client = client;
        this.jdbc = jdbc;
    }

    /// Writes new matters and returns the ids of those whose command had not been carried out before.
    Set<Long> insert(List<Fresh> fresh) {
        return jdbc.query(
                INSERT_SQL,
                statement -> {
                    Connection connection = statement.getConnection();
                    for (int i = 0; i < INSERT.size(); i++) {
                        Column column = INSERT.get(i);
                        @Nullable Object[] values = new @Nullable Object[fresh.size()];
                        for (int row = 0; row < values.length; row++) {
                            values[row] = column.value.apply(fresh.get(row));
                        }
                        statement.setArray(i + 1, connection.createArrayOf(column.type, values));
                    }
                },
                rows -> {
                    var ids = new HashSet<Long>();
                    while (rows.next()) {
                        ids.add(rows.getLong(1));
                    }
                    return ids;
                });
    }

    /// Keeps how a visitor can be reached, sealed.
    void contact(Matter matter, byte[] sealed) {
        client.sql("update matters.matter set contact = ? where community = ? and id = ?")
                .params(sealed, matter.where().community(), matter.id())
                .update();
    }

    Optional<Matter> byKey(long community, String key) {
        return client.sql("select " + COLUMNS + " from matters.matter m where m.community = ? and m.command_key = ?")
                .params(community, key)
                .query(MatterStore::read)
                .optional();
    }

    Optional<Matter> byOutsideNumber(long community, String number) {
        return client.sql("select " + COLUMNS + " from matters.matter m where m.community = ? and m.outside_number = ?")
                .params(community, number)
                .query(MatterStore::read)
                .optional();
    }

    Matter get(long id) {
        return client.sql("select " + COLUMNS + " from matters.matter m where m.id = ?")
                .param(id)
                .query(MatterStore::read)
                .optional()
                .orElseThrow(() -> Refusal.unknown("matter"));
    }

    /// The matters with these ids.
    List<Matter> all(Collection<Long> ids) {
        return client.sql("select " + COLUMNS + " from matters.matter m where m.id = any (?)")
                .param(ids.toArray(Long[]::new))
                .query(MatterStore::read)
                .list();
    }

    /// Writes what an act may change, if nobody was faster. Of the marks, moments are kept once they are set
    /// (but for the dispatch, which counts as long as nobody has taken it up), and counts are added.
    void update(Matter matter, Instant nextStep, Marks marks) {
        var pause = matter.pause();
        var handling = matter.handling();
        int changed = client.sql("""
                        update matters.matter set stage = ?, open = ?, outcome = ?, lead_seat = ?, deadline = ?,
                            stage_at = ?, closed_at = ?, pause_reason = ?, pause_until = ?, pause_from = ?,
                            fixed_by = ?, cause = ?, harm = ?, solution = ?, solved = ?, satisfied = ?, sent_back = ?,
                            reopened = ?, version = ?, next_step_at = ?::timestamptz, overdue_told = overdue_told and deadline = ?,
                            kind = ?, kind_version = ?, condition = ?, place = ?, place_code = ?, estate = ?,
                            latitude = ?, longitude = ?, merged_into = ?, public_note = ?,
                            filed_at = coalesce(filed_at, ?),
                            dispatched_at = case when responded_at is null then coalesce(?, dispatched_at)
                                else dispatched_at end,
                            dispatch_by = coalesce(dispatch_by, ?), responded_at = coalesce(responded_at, ?),
                            respond_by = coalesce(respond_by, ?), misrouted = misrouted + ?, rework = rework + ?
                        where community = ? and id = ? and version = ?""")
                .params(java.util.Arrays.asList(
                        matter.stage().name(),
                        matter.stage().open(),
                        matter.outcome() instanceof Outcome outcome ? outcome.name() : null,
                        matter.lead(),
                        stamp(matter.times().deadline()),
                        stamp(matter.times().stageAt()),
                        stampOrNull(matter.times().closedAt()),
                        pause == null ? null : pause.reason(),
                        pause == null ? null : stamp(pause.until()),
                        pause == null ? null : stampOrNull(pause.from()),
                        handling.fixedBy(),
                        handling.cause(),
                        handling.harm(),
                        handling.solution(),
                        handling.solved(),
                        handling.satisfied(),
                        handling.sentBack(),
                        handling.reopened(),
                        matter.version(),
                        step(nextStep),
                        stamp(matter.times().deadline()),
                        matter.kind(),
                        matter.filing().kindVersion(),
                        matter.filing().condition(),
                        matter.where().place(),
                        matter.where().placeCode(),
                        matter.where().estate(),
                        matter.where().at() instanceof Place.Point p ? p.latitude() : null,
                        matter.where().at() instanceof Place.Point p ? p.longitude() : null,
                        matter.filing().mergedInto(),
                        matter.filing().publicNote(),
                        stampOrNull(marks.filedAt),
                        stampOrNull(marks.dispatchedAt),
                        stampOrNull(marks.dispatchBy),
                        stampOrNull(marks.respondedAt),
                        stampOrNull(marks.respondBy),
                        marks.misrouted,
                        marks.rework,
                        matter.where().community(),
                        matter.id(),
                        matter.version() - 1))
                .update();
        if (changed == 0) {
            throw Refusal.conflict("changed-meanwhile");
        }
    }

    /// A picture of a matter and the version of the matter it came with.
    record PhotoRow(long community, long matter, int position, String name, int version, String purpose) {}

    void addPhotos(Collection<PhotoRow> photos) {
        jdbc.batchUpdate("""
                insert into matters.photo (community, matter, position, name, version, purpose)
                values (?, ?, ?, ?, ?, ?)""", photos, 500, (statement, photo) -> {
            statement.setLong(1, photo.community);
            statement.setLong(2, photo.matter);
            statement.setInt(3, photo.position);
            statement.setString(4, photo.name);
            statement.setInt(5, photo.version);
            statement.setString(6, photo.purpose);
        });
    }

    /// The next free position for photos of a matter.
    int nextPosition(Matter matter) {
        return client.sql(
                        "select coalesce(max(position), -1) + 1 from matters.photo where community = ? and matter = ?")
                .params(matter.where().community(), matter.id())
                .query(Integer.class)
                .single();
    }

    /// One more who says "me too"; the count afterwards, or empty when they had said so before.
    Optional<Integer> support(Matter matter, long account, Instant now) {
        int fresh = client.sql("""
                        insert into matters.supporter (community, matter, account, at) values (?, ?, ?, ?)
                        on conflict do nothing""")
                .params(matter.where().community(), matter.id(), account, stamp(now))
                .update();
        if (fresh == 0) {
            return Optional.empty();
        }
        return client.sql("""
                        update matters.matter set supporters = supporters + 1 where community = ? and id = ?
                        returning supporters""")
                .params(matter.where().community(), matter.id())
                .query(Integer.class)
                .optional();
    }

    /// Open matters led by a seat.
    List<Matter> ledBy(long seat) {
        return client.sql("select " + COLUMNS + " from matters.matter m where m.lead_seat = ? and m.open order by m.id")
                .param(seat)
                .query(MatterStore::read)
                .list();
    }

    /// Gives open matters of one community from one seat to another; returns those that still were the old
    /// seat's.
    Set<Long> relead(long community, Collection<Long> ids, long from, long to) {
        return client.sql("""
                        update matters.matter set lead_seat = ?, version = version + 1
                        where community = ? and id = any (?) and lead_seat = ? and open returning id""")
                .params(to, community, ids.toArray(Long[]::new), from)
                .query((row, _) -> row.getLong(1))
                .set();
    }

    /// Seats that lead open matters now.
    List<Long> leads() {
        return client.sql("select distinct lead_seat from matters.matter where open")
                .query((row, _) -> row.getLong(1))
                .list();
    }

    /// Matters in `stage` since before `instant`, claimed for this transaction.
    List<Matter> waiting(Stage stage, Instant instant, int most) {
        return client.sql("select " + COLUMNS + """
                         from matters.matter m where m.stage = ? and m.stage_at < ? order by m.stage_at limit ?
                        for update skip locked""")
                .params(stage.name(), stamp(instant), most)
                .query(MatterStore::read)
                .list();
    }

    /// Pauses that are over.
    List<Matter> pausesOver(Instant now, int most) {
        return client.sql("select " + COLUMNS + """
                         from matters.matter m where m.stage = 'PAUSED' and m.pause_until <= ? limit ?
                        for update skip locked""")
                .params(stamp(now), most)
                .query(MatterStore::read)
                .list();
    }

    /// Open matters whose deadline has passed and of which nobody was told yet; they count as told from now on.
    List<Matter> newlyOverdue(Instant now, int most) {
        return client.sql("""
                        update matters.matter m set overdue_told = true
                        where (m.community, m.id) in (
                            select community, id from matters.matter
                            where open and not overdue_told and stage <> 'PAUSED' and deadline < ?
                            order by deadline limit ? for update skip locked)
                        returning\s""" + COLUMNS)
                .params(stamp(now), most)
                .query(MatterStore::read)
                .list();
    }

    /// Open matters for which the ladder has to look now, or never did, claimed for this transaction.
    List<Matter> climbing(Instant now, int most) {
        return client.sql("select " + COLUMNS + """
                         from matters.matter m where m.open and (m.next_step_at <= ? or m.next_step_at is null)
                        order by m.next_step_at limit ? for update skip locked""")
                .params(stamp(now), most)
                .query(MatterStore::read)
                .list();
    }

    /// When the ladder last meant to look at these matters; those it never looked at are not in it.
    java.util.Map<Long, Instant> stepsMeant(Collection<Matter> matters) {
        var meant = new java.util.HashMap<Long, Instant>();
        client.sql("select id, next_step_at from matters.matter where id = any (?) and next_step_at is not null")
                .param(matters.stream().map(Matter::id).toArray(Long[]::new))
                .query((row, _) ->
                        java.util.Map.entry(row.getLong(1), row.getTimestamp(2).toInstant()))
                .list()
                .forEach(each -> meant.put(each.getKey(), each.getValue()));
        return meant;
    }

    /// When the ladder has to look at a matter again.
    record NextStep(Matter matter, Instant at) {}

    void nextSteps(List<NextStep> next) {
        client.sql("""
                        update matters.matter m set next_step_at = x.at
                        from unnest(?::bigint[], ?::bigint[], ?::timestamptz[]) as x (community, id, at)
                        where m.community = x.community and m.id = x.id""")
                .param(next.stream()
                        .map(each -> each.matter.where().community())
                        .toArray(Long[]::new))
                .param(next.stream().map(each -> each.matter.id()).toArray(Long[]::new))
                .param(next.stream().map(each -> step(each.at)).toArray(String[]::new))
                .update();
    }

    boolean addHelper(Matter matter, long seat, Instant now) {
        return client.sql("""
                        insert into matters.helper (community, matter, seat, since) values (?, ?, ?, ?)
                        on conflict do nothing""")
                        .params(matter.where().community(), matter.id(), seat, stamp(now))
                        .update()
                == 1;
    }

    boolean endHelper(Matter matter, long seat, Instant now) {
        return client.sql("""
                        update matters.helper set until = ? where community = ? and matter = ? and seat = ?
                        and until is null""")
                        .params(stamp(now), matter.where().community(), matter.id(), seat)
                        .update()
                == 1;
    }

    /// The seats that help with a matter now.
    List<Long> helpers(Matter matter) {
        return client.sql("""
                        select seat from matters.helper where community = ? and matter = ? and until is null
                        order by since, seat""")
                .params(matter.where().community(), matter.id())
                .query((row, _) -> row.getLong(1))
                .list();
    }

    void object(Matter matter, long id, Objection objection) {
        try {
            client.sql("""
                            insert into matters.objection
                                (community, id, matter, by_seat, to_seat, words, asked_at, due_at, level, state)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'OPEN')""")
                    .params(
                            matter.where().community(),
                            id,
                            matter.id(),
                            objection.by(),
                            objection.to(),
                            objection.words(),
                            stamp(objection.askedAt()),
                            stamp(objection.dueAt()),
                            objection.level().name())
                    .update();
        } catch (org.springframework.dao.DuplicateKeyException twice) {
            throw Refusal.conflict("objection-twice");
        }
    }

    /// What is undecided about who is competent.
    Optional<Objection> objection(Matter matter) {
        return client.sql("""
                        select by_seat, to_seat, words, asked_at, due_at, level from matters.objection
                        where community = ? and matter = ? and state = 'OPEN'""")
                .params(matter.where().community(), matter.id())
                .query(MatterStore::objection)
                .optional();
    }

    private static Objection objection(ResultSet row, int number) throws SQLException {
        return new Objection(
                row.getLong("by_seat"),
                row.getLong("to_seat"),
                row.getString("words"),
                row.getTimestamp("asked_at").toInstant(),
                row.getTimestamp("due_at").toInstant(),
                Objection.Level.valueOf(row.getString("level")));
    }

    void askExtension(Matter matter, long id, Instant until, String words, Instant now) {
        try {
            client.sql("""
                            insert into matters.extension (community, id, matter, until_at, words, asked_at, state)
                            values (?, ?, ?, ?, ?, ?, 'OPEN')""")
                    .params(matter.where().community(), id, matter.id(), stamp(until), words, stamp(now))
                    .update();
        } catch (org.springframework.dao.DuplicateKeyException twice) {
            throw Refusal.conflict("extension-twice");
        }
    }

    /// Until when the lead asks for, while nobody has decided.
    Optional<Instant> extension(Matter matter) {
        return client.sql("""
                        select until_at from matters.extension where community = ? and matter = ? and state = 'OPEN'""")
                .params(matter.where().community(), matter.id())
                .query((row, _) -> row.getTimestamp(1).toInstant())
                .optional();
    }

    void endExtension(Matter matter, String state) {
        client.sql("""
                        update matters.extension set state = ? where community = ? and matter = ? and state = 'OPEN'""").params(state, matter.where().community(), matter.id()).update();
    }

    int endObjection(Matter matter, String state) {
        return client.sql("""
                        update matters.objection set state = ? where community = ? and matter = ? and state = 'OPEN'""")
                .params(state, matter.where().community(), matter.id())
                .update();
    }

    /// Matters whose objection nobody at its level decided in time.
    List<Matter> objectionsOver(Instant now, int most) {
        return client.sql("select " + COLUMNS + """
                         from matters.objection o join matters.matter m on m.community = o.community and m.id = o.matter
                        where o.state = 'OPEN' and o.due_at < ? and o.level = 'COMMUNITY' limit ?
                        for update of o skip locked""")
                .params(stamp(now), most)
                .query(MatterStore::read)
                .list();
    }

    void raiseObjection(Matter matter, Instant due) {
        client.sql("""
                        update matters.objection set level = 'STREET', due_at = ?
                        where community = ? and matter = ? and state = 'OPEN'""")
                .params(stamp(due), matter.where().community(), matter.id())
                .update();
    }

    static Matter read(ResultSet row, int number) throws SQLException {
        double latitude = row.getDouble("latitude");
        Place.@Nullable Point at = row.wasNull() ? null : new Place.Point(latitude, row.getDouble("longitude"));
        String outcome = row.getString("outcome");
        String pauseReason = row.getString("pause_reason");
        boolean solved = row.getBoolean("solved");
        @Nullable Boolean wasSolved = row.wasNull() ? null : solved;
        int satisfied = row.getInt("satisfied");
        @Nullable Integer wasSatisfied = row.wasNull() ? null : satisfied;
        return new Matter(
                row.getLong("id"),
                new Matter.Where(
                        row.getLong("community"),
                        row.getLong("place"),
                        row.getString("place_code"),
                        number(row, "estate"),
                        at),
                row.getString("kind"),
                row.getString("text"),
                new Matter.Reporter(number(row, "account"), number(row, "person"), row.getString("channel")),
                new Matter.Filing(
                        row.getInt("kind_version"),
                        row.getObject("condition", Integer.class),
                        row.getBoolean("anonymous"),
                        fields(row.getString("fields")),
                        row.getString("outside_number"),
                        number(row, "taken_by"),
                        number(row, "parent"),
                        number(row, "merged_into"),
                        row.getString("public_note")),
                Stage.valueOf(row.getString("stage")),
                outcome == null ? null : Outcome.valueOf(outcome),
                row.getLong("lead_seat"),
                new Matter.Times(
                        row.getTimestamp("reported_at").toInstant(),
                        row.getTimestamp("deadline").toInstant(),
                        row.getTimestamp("stage_at").toInstant(),
                        Clocks.instant(row, "closed_at")),
                pauseReason == null
                        ? null
                        : new Matter.Pause(
                                pauseReason,
                                row.getTimestamp("pause_until").toInstant(),
                                Clocks.instant(row, "pause_from")),
                new Matter.Handling(
                        number(row, "fixed_by"),
                        row.getString("cause"),
                        row.getString("harm"),
                        row.getString("solution"),
                        wasSolved,
                        wasSatisfied,
                        row.getInt("sent_back"),
                        row.getInt("reopened")),
                row.getInt("version"));
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static @Nullable String fields(Matter matter) {
        var fields = matter.filing().fields();
        return fields.isEmpty() ? null : JSON.writeValueAsString(fields);
    }

    private static Map<String, String> fields(@Nullable String json) {
        return json == null ? Map.of() : JSON.readValue(json, new TypeReference<Map<String, String>>() {});
    }

    /// PostgreSQL's own infinity stands for a step that never comes. In words, since the driver writes an infinite
    /// timestamp of an array as a year that the server refuses.
    private static @Nullable String step(@Nullable Instant instant) {
        return instant == null ? null : instant.equals(MatterLadder.NEVER) ? "infinity" : instant.toString();
    }

    static Timestamp stamp(Instant instant) {
        return Timestamp.from(instant);
    }

    private static @Nullable Timestamp stampOrNull(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
