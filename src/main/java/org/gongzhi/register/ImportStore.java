package org.gongzhi.register;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.gongzhi.people.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The SQL of imports. Cells are stored encrypted.
@Component
class ImportStore {

    /// A row as it was read, and what could not be, as `COLUMN:code`.
    record Raw(int row, Map<ImportColumn, String> cells, List<String> faults) {}

    /// A row with what was found out about it. Keys are keyed hashes of identity number, name with number, name with
    /// dwelling.
    record Found(
            int row,
            String state,
            Map<ImportColumn, String> cells,
            String faults,
            @Nullable Long person,
            @Nullable Integer twin,
            @Nullable Long dwelling,
            @Nullable Long idKey,
            @Nullable Long phoneKey,
            @Nullable Long homeKey) {

        Found with(String newState, @Nullable Long newPerson, @Nullable Integer newTwin) {
            return new Found(row, newState, cells, faults, newPerson, newTwin, dwelling, idKey, phoneKey, homeKey);
        }

        Found wrong(String fault) {
            return new Found(row, "WRONG", cells, fault, null, null, dwelling, idKey, phoneKey, homeKey);
        }
    }

    static final String JOB =
            "community, id, account, seat, place_code, file_name, state, rows, done, made_at, failure";
    static final String ROW = "row, state, data, faults, person, twin, dwelling, id_key, phone_key, home_key";
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final Sealed sealed;
    private final JsonMapper json;

    ImportStore(JdbcClient client, JdbcTemplate jdbc, Sealed sealed, JsonMapper json) {
        this.client = client;
        this.jdbc = jdbc;
        this.sealed = sealed;
        this.json = json;
    }

    void insert(ImportJob job) {
        client.sql("insert into register.import_job (" + JOB + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)")
                .params(
                        job.community(),
                        job.id(),
                        job.account(),
                        job.seat(),
                        job.placeCode(),
                        job.fileName(),
                        job.state().name(),
                        job.rows(),
                        job.done(),
                        Timestamp.from(job.madeAt()))
                .update();
    }

    void insertRows(ImportJob job, Collection<Raw> rows) {
        jdbc.batchUpdate(
                "insert into register.import_row (community, job, row, state, data, faults) values (?, ?, ?, 'READ', ?, ?)",
                rows,
                1000,
                (statement, raw) -> {
                    statement.setLong(1, job.community());
                    statement.setLong(2, job.id());
                    statement.setInt(3, raw.row);
                    statement.setBytes(4, sealed.seal(json.writeValueAsString(raw.cells)));
                    statement.setString(5, String.join(" ", raw.faults));
                });
    }

    /// Lets the planner look at the rows again: they were not there, or in other states, when it last did, and
    /// it would read all of them for each piece.
    void look() {
        client.sql("analyze register.import_row").update();
    }

    /// How many rows the workbook gave, and what else there was in it.
    void counted(ImportJob job, int rows, ImportReading reading) {
        client.sql("update register.import_job set rows = ?, reading = ? where community = ? and id = ?")
                .params(rows, sealed.seal(json.writeValueAsString(reading)), job.community(), job.id())
                .update();
    }

    Optional<ImportJob> find(long id) {
        return client.sql("select " + JOB + " from register.import_job where id = ?")
                .param(id)
                .query(ImportStore::job)
                .optional();
    }

    /// A job that has something to do, held for this transaction; others pass it over.
    Optional<ImportJob> claim(long job) {
        return client.sql("select " + JOB + """
                         from register.import_job where id = ? and state in ('CHECKING', 'WRITING')
                        for update skip locked""")
                .param(job)
                .query(ImportStore::job)
                .optional();
    }

    List<Long> waiting() {
        return client.sql(
                        "select id from register.import_job where state in ('CHECKING', 'WRITING') order by id limit 20")
                .query((row, _) -> row.getLong(1))
                .list();
    }

    /// Moves a job on; false when it is no longer in `from`.
    boolean advance(ImportJob job, ImportJob.State from, ImportJob.State to) {
        return client.sql(
                                "update register.import_job set state = ?, done = 0 where community = ? and id = ? and state = ?")
                        .params(to.name(), job.community(), job.id(), from.name())
                        .update()
                == 1;
    }

    void progress(ImportJob job, int more) {
        client.sql("update register.import_job set done = done + ? where community = ? and id = ?")
                .params(more, job.community(), job.id())
                .update();
    }

    /// The next rows after a row in one of `states`. Each state is named in the statement, for the planner to
    /// know how many it has.
    List<Found> next(ImportJob job, List<String> states, int after, int most) {
        var parameters = new ArrayList<Object>();
        String each = states.stream()
                .map(state -> {
                    parameters.addAll(List.of(job.community(), job.id(), after, most));
                    return "(select " + ROW + " from register.import_row where community = ? and job = ? and state = '"
                            + state + "' and row > ? order by row limit ?)";
                })
                .collect(Collectors.joining(" union all "));
        parameters.add(most);
        return client.sql("select * from (" + each + ") r order by row limit ?")
                .params(parameters)
                .query(this::row)
                .list();
    }

    /// The first earlier row of the job for each of these keys, `column` being the kind of key. Key by key on its
    /// index: a fresh table has no statistics that would lead the planner there.
    List<Found> earlier(ImportJob job, String column, Collection<Long> keys) {
        return client.sql("select f.* from unnest(?::bigint[]) as k (key) cross join lateral (select " + ROW
                        + " from register.import_row where community = ? and job = ? and " + column + " = k.key"
                        + " and state not in ('READ', 'WRONG', 'SKIPPED') order by row limit 1) f")
                .params(keys.toArray(Long[]::new), job.community(), job.id())
                .query(this::row)
                .list();
    }

    void update(ImportJob job, Collection<Found> rows) {
        client.sql("""
                        update register.import_row r set state = n.state, faults = n.faults, person = n.person, twin = n.twin,
                            dwelling = n.dwelling, id_key = n.id_key, phone_key = n.phone_key, home_key = n.home_key
                        from unnest(?::int[], ?::text[], ?::text[], ?::bigint[], ?::int[], ?::bigint[], ?::bigint[],
                            ?::bigint[], ?::bigint[])
                            as n (row, state, faults, person, twin, dwelling, id_key, phone_key, home_key)
                        where r.community = ? and r.job = ? and r.row = n.row""")
                .params(
                        each(rows, Integer[]::new, Found::row),
                        each(rows, String[]::new, Found::state),
                        each(rows, String[]::new, Found::faults),
                        each(rows, Long[]::new, Found::person),
                        each(rows, Integer[]::new, Found::twin),
                        each(rows, Long[]::new, Found::dwelling),
                        each(rows, Long[]::new, Found::idKey),
                        each(rows, Long[]::new, Found::phoneKey),
                        each(rows, Long[]::new, Found::homeKey),
                        job.community(),
                        job.id())
                .update();
    }

    /// Marks rows as written for good; what they were is kept for an undo.
    void written(ImportJob job, Collection<Found> rows) {
        client.sql("""
                        update register.import_row r set written = r.state, state = 'WRITTEN', person = n.person
                        from unnest(?::int[], ?::bigint[]) as n (row, person)
                        where r.community = ? and r.job = ? and r.row = n.row""")
                .params(
                        each(rows, Integer[]::new, Found::row),
                        each(rows, Long[]::new, Found::person),
                        job.community(),
                        job.id())
                .update();
    }

    private static <T> T[] each(Collection<Found> rows, IntFunction<T[]> array, Function<Found, @Nullable T> part) {
        return rows.stream().map(part).toArray(array);
    }

    Map<Integer, Long> personsOf(ImportJob job, Collection<Integer> rows) {
        Map<Integer, Long> found = new LinkedHashMap<>();
        client.sql("""
                        select row, person from register.import_row
                        where community = ? and job = ? and row = any (?) and person is not null""")
                .params(job.community(), job.id(), rows.toArray(Integer[]::new))
                .query((row, _) -> found.put(row.getInt(1), row.getLong(2)))
                .list();
        return found;
    }

    boolean decide(ImportJob job, int row, ImportJob.Decision decision) {
        String state = switch (decision) {
            case SAME -> "case when person is null then 'REPEATED' else 'MATCHED' end";
            case NEW -> "'NEW'";
            case SKIP -> "'SKIPPED'";
        };
        return client.sql("update register.import_row set state = " + state + """
                        , person = case when ? then person end, twin = case when ? then twin end
                        where community = ? and job = ? and row = ? and state = 'DOUBTFUL'""")
                        .params(
                                decision == ImportJob.Decision.SAME,
                                decision == ImportJob.Decision.SAME,
                                job.community(),
                                job.id(),
                                row)
                        .update()
                == 1;
    }

    void forgetRows(ImportJob job) {
        client.sql("delete from register.import_row where community = ? and job = ?")
                .params(job.community(), job.id())
                .update();
    }

    /// A keyed hash of a value that a row is recognised by.
    long key(String kind, String value) {
        return ByteBuffer.wrap(sealed.hash("import-" + kind + ":" + value)).getLong();
    }

    Found row(ResultSet row, int number) throws SQLException {
        return new Found(
                row.getInt("row"),
                row.getString("state"),
                cells(json.readValue(sealed.open(row.getBytes("data")), TEXTS)),
                row.getString("faults"),
                row.getObject("person", Long.class),
                row.getObject("twin", Integer.class),
                row.getObject("dwelling", Long.class),
                row.getObject("id_key", Long.class),
                row.getObject("phone_key", Long.class),
                row.getObject("home_key", Long.class));
    }

    static ImportJob job(ResultSet row, int number) throws SQLException {
        return new ImportJob(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("account"),
                row.getLong("seat"),
                row.getString("place_code"),
                row.getString("file_name"),
                ImportJob.State.valueOf(row.getString("state")),
                row.getInt("rows"),
                row.getInt("done"),
                row.getTimestamp("made_at").toInstant(),
                row.getString("failure"));
    }

    private static Map<ImportColumn, String> cells(Map<String, String> stored) {
        Map<ImportColumn, String> cells = new EnumMap<>(ImportColumn.class);
        stored.forEach((column, text) -> cells.put(ImportColumn.valueOf(column), text));
        return cells;
    }
}
