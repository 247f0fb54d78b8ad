package org.gongzhi.register;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.gongzhi.people.Sealed;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The SQL of imports. Cells are stored encrypted.
@Component
class ImportStore {

    /// A row as it was read.
    record Raw(int row, Map<ImportColumn, String> cells) {}

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

    private static final String JOB = "community, id, account, seat, place_code, file_name, state, rows, done, made_at";
    private static final String ROW = "row, state, data, faults, person, twin, dwelling, id_key, phone_key, home_key";
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

    void insert(Imports.Job job) {
        client.sql("insert into register.import_job (" + JOB + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
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

    void insertRows(Imports.Job job, Collection<Raw> rows) {
        jdbc.batchUpdate(
                "insert into register.import_row (community, job, row, state, data) values (?, ?, ?, 'READ', ?)",
                rows,
                1000,
                (statement, raw) -> {
                    statement.setLong(1, job.community());
                    statement.setLong(2, job.id());
                    statement.setInt(3, raw.row);
                    statement.setBytes(4, sealed.seal(json.writeValueAsString(raw.cells)));
                });
    }

    /// Lets the planner look at the rows again: they were not there, or in other states, when it last did, and
    /// it would read all of them for each piece.
    void look() {
        client.sql("analyze register.import_row").update();
    }

    void counted(Imports.Job job, int rows) {
        client.sql("update register.import_job set rows = ? where community = ? and id = ?")
                .params(rows, job.community(), job.id())
                .update();
    }

    Optional<Imports.Job> find(long id) {
        return client.sql("select " + JOB + " from register.import_job where id = ?")
                .param(id)
                .query(ImportStore::job)
                .optional();
    }

    List<Imports.Job> within(List<String> codes) {
        var found = new ArrayList<Imports.Job>();
        for (String code : codes) {
            found.addAll(client.sql("select " + JOB + " " + """
                            from register.import_job where place_code >= ? and place_code < ? order by id desc limit 50""")
                    .params(code, Place.end(code))
                    .query(ImportStore::job)
                    .list());
        }
        return found.stream()
                .sorted((one, other) -> Long.compare(other.id(), one.id()))
                .limit(50)
                .toList();
    }

    /// A job that has something to do, held for this transaction; others pass it over.
    Optional<Imports.Job> claim(long job) {
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
    boolean advance(Imports.Job job, Imports.State from, Imports.State to) {
        return client.sql(
                                "update register.import_job set state = ?, done = 0 where community = ? and id = ? and state = ?")
                        .params(to.name(), job.community(), job.id(), from.name())
                        .update()
                == 1;
    }

    void progress(Imports.Job job, int more) {
        client.sql("update register.import_job set done = done + ? where community = ? and id = ?")
                .params(more, job.community(), job.id())
                .update();
    }

    /// The next rows after a row in one of `states`. Each state is named in the statement, for the planner to
    /// know how many it has.
    List<Found> next(Imports.Job job, List<String> states, int after, int most) {
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
    List<Found> earlier(Imports.Job job, String column, Collection<Long> keys) {
        return client.sql("select f.* from unnest(?::bigint[]) as k (key) cross join lateral (select " + ROW
                        + " from register.import_row where community = ? and job = ? and " + column + " = k.key"
                        + " and state not in ('READ', 'WRONG', 'SKIPPED') order by row limit 1) f")
                .params(keys.toArray(Long[]::new), job.community(), job.id())
                .query(this::row)
                .list();
    }

    void update(Imports.Job job, Collection<Found> rows) {
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
    void written(Imports.Job job, Collection<Found> rows) {
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

    Map<Integer, Long> personsOf(Imports.Job job, Collection<Integer> rows) {
        Map<Integer, Long> found = new LinkedHashMap<>();
        client.sql("""
                        select row, person from register.import_row
                        where community = ? and job = ? and row = any (?) and person is not null""")
                .params(job.community(), job.id(), rows.toArray(Integer[]::new))
                .query((row, _) -> found.put(row.getInt(1), row.getLong(2)))
                .list();
        return found;
    }

    Map<String, Integer> counts(Imports.Job job) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        client.sql("""
                        select state, count(*) from register.import_row where community = ? and job = ?
                        group by state order by state""")
                .params(job.community(), job.id())
                .query((row, _) -> counts.put(row.getString(1), row.getInt(2)))
                .list();
        return counts;
    }

    List<Imports.Doubt> doubts(Imports.Job job, int limit) {
        return next(job, List.of("DOUBTFUL"), 0, limit).stream()
                .map(found -> {
                    Map<String, String> cells = new LinkedHashMap<>();
                    found.cells.forEach((column, text) -> cells.put(column.name(), text));
                    return new Imports.Doubt(found.row, cells, found.person, found.twin);
                })
                .toList();
    }

    boolean decide(Imports.Job job, int row, Imports.Decision decision) {
        String state = switch (decision) {
            case SAME -> "case when person is null then 'REPEATED' else 'MATCHED' end";
            case NEW -> "'NEW'";
            case SKIP -> "'SKIPPED'";
        };
        return client.sql("update register.import_row set state = " + state + """
                        , person = case when ? then person end, twin = case when ? then twin end
                        where community = ? and job = ? and row = ? and state = 'DOUBTFUL'""")
                        .params(
                                decision == Imports.Decision.SAME,
                                decision == Imports.Decision.SAME,
                                job.community(),
                                job.id(),
                                row)
                        .update()
                == 1;
    }

    void forgetRows(Imports.Job job) {
        client.sql("delete from register.import_row where community = ? and job = ?")
                .params(job.community(), job.id())
                .update();
    }

    /// The wrong rows in their order, read page by page.
    Iterable<ImportBook.Wrong> wrong(Imports.Job job) {
        return () -> new Iterator<>() {
            private int after;
            private List<Found> page = List.of();
            private int at;

            @Override
            public boolean hasNext() {
                if (at == page.size()) {
                    page = client.sql("select " + ROW + """
                                     from register.import_row where community = ? and job = ? and state = 'WRONG'
                                    and row > ? order by row limit 1000""")
                            .params(job.community(), job.id(), after)
                            .query(ImportStore.this::row)
                            .list();
                    at = 0;
                }
                return at < page.size();
            }

            @Override
            public ImportBook.Wrong next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Found found = page.get(at++);
                after = found.row;
                return new ImportBook.Wrong(found.row, found.cells, List.of(found.faults.split(" ")));
            }
        };
    }

    /// A keyed hash of a value that a row is recognised by.
    long key(String kind, String value) {
        return ByteBuffer.wrap(sealed.hash("import-" + kind + ":" + value)).getLong();
    }

    private Found row(ResultSet row, int number) throws SQLException {
        return new Found(
                row.getInt("row"),
                row.getString("state"),
                Imports.cells(json.readValue(sealed.open(row.getBytes("data")), TEXTS)),
                row.getString("faults"),
                row.getObject("person", Long.class),
                row.getObject("twin", Integer.class),
                row.getObject("dwelling", Long.class),
                row.getObject("id_key", Long.class),
                row.getObject("phone_key", Long.class),
                row.getObject("home_key", Long.class));
    }

    private static Imports.Job job(ResultSet row, int number) throws SQLException {
        return new Imports.Job(
                row.getLong("community"),
                row.getLong("id"),
                row.getLong("account"),
                row.getLong("seat"),
                row.getString("place_code"),
                row.getString("file_name"),
                Imports.State.valueOf(row.getString("state")),
                row.getInt("rows"),
                row.getInt("done"),
                row.getTimestamp("made_at").toInstant());
    }
}
