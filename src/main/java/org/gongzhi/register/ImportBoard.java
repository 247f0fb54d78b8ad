package org.gongzhi.register;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gongzhi.people.Sealed;
import org.gongzhi.places.Place;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// What is shown of imports: the jobs, what was read of each workbook, its doubtful and its wrong rows.
@Component
class ImportBoard {

    private final JdbcClient client;
    private final ImportStore store;
    private final Sealed sealed;
    private final JsonMapper json;

    ImportBoard(JdbcClient client, ImportStore store, Sealed sealed, JsonMapper json) {
        this.client = client;
        this.store = store;
        this.sealed = sealed;
        this.json = json;
    }

    /// What was read of a workbook and what not; nothing is known of those from before this was kept.
    ImportReading reading(ImportJob job) {
        byte[] kept = client.sql("select coalesce(reading, '') from register.import_job where community = ? and id = ?")
                .params(job.community(), job.id())
                .query(byte[].class)
                .single();
        return kept.length == 0 ? ImportReading.NONE : json.readValue(sealed.open(kept), ImportReading.class);
    }

    List<ImportJob> within(List<String> codes) {
        var found = new ArrayList<ImportJob>();
        for (String code : codes) {
            found.addAll(client.sql("select " + ImportStore.JOB + " " + """
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

    Map<String, Integer> counts(ImportJob job) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        client.sql("""
                        select state, count(*) from register.import_row where community = ? and job = ?
                        group by state order by state""")
                .params(job.community(), job.id())
                .query((row, _) -> counts.put(row.getString(1), row.getInt(2)))
                .list();
        return counts;
    }

    List<ImportJob.Doubt> doubts(ImportJob job, int limit) {
        ImportReading reading = reading(job);
        return store.next(job, List.of("DOUBTFUL"), 0, limit).stream()
                .map(found -> {
                    Map<String, String> cells = new LinkedHashMap<>();
                    found.cells().forEach((column, text) -> cells.put(column.name(), text));
                    return new ImportJob.Doubt(
                            found.row(), reading.where(found.row()), cells, found.person(), found.twin());
                })
                .toList();
    }

    /// The wrong rows in their order, read page by page.
    Iterable<ImportTemplate.Wrong> wrong(ImportJob job) {
        ImportReading reading = reading(job);
        return () -> Stream.iterate(
                        page(job, 0),
                        page -> !page.isEmpty(),
                        page -> page(job, page.getLast().row()))
                .flatMap(List::stream)
                .map(found -> new ImportTemplate.Wrong(
                        reading.where(found.row()),
                        found.cells(),
                        List.of(found.faults().split(" "))))
                .iterator();
    }

    private List<ImportStore.Found> page(ImportJob job, int after) {
        return client.sql("select " + ImportStore.ROW + """
                         from register.import_row where community = ? and job = ? and state = 'WRONG'
                        and row > ? order by row limit 1000""")
                .params(job.community(), job.id(), after)
                .query(store::row)
                .list();
    }
}
