package org.gongzhi.register;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Batches;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to imports: upload (a dry run), look at what would happen, decide what is doubtful, write, undo. Checking
/// and writing go on by themselves, piece by piece, and after a restart where they stopped ([ImportWorker]).
@Component
public class Imports {

    /// A job as its owner sees it.
    public record Job(
            long community,
            long id,
            long account,
            long seat,
            String placeCode,
            String fileName,
            State state,
            int rows,
            int done,
            java.time.Instant madeAt) {

        /// Percent of the present pass.
        public int percent() {
            return rows == 0 ? 100 : (int) (100L * done / rows);
        }

        public boolean running() {
            return state == State.CHECKING || state == State.WRITING;
        }
    }

    public enum State {
        CHECKING,
        CHECKED,
        WRITING,
        DONE,
        UNDONE,
        DROPPED
    }

    /// What may be decided about a doubtful row.
    public enum Decision {
        SAME,
        NEW,
        SKIP
    }

    /// A doubtful row beside whom it may be: `candidate` is somebody in the register, `twin` an earlier row of the
    /// file.
    public record Doubt(
            int row,
            Map<String, String> cells,
            @Nullable Long candidate,
            @Nullable Integer twin) {}

    /// The body of the journal's rows about imports: counts only.
    record ImportFact(int rows, String state) {}

    private final ImportStore store;
    private final ImportWorker worker;
    private final Batches batches;
    private final Places places;
    private final Journal journal;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final Clock clock;
    private final Path data;

    Imports(
            ImportStore store,
            ImportWorker worker,
            Batches batches,
            Places places,
            Journal journal,
            TransactionTemplate transaction,
            Ids ids,
            Clock clock,
            @Value("${gongzhi.data}") Path data) {
        this.store = store;
        this.worker = worker;
        this.batches = batches;
        this.places = places;
        this.journal = journal;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
        this.data = data;
    }

    /// Takes a workbook for a community, an estate or a smaller place of the asker's, and begins to check it. Nothing
    /// is written to the register yet; the file itself is not kept.
    public Job upload(Actor actor, String placeCode, String fileName, InputStream workbook) throws IOException {
        Seat seat = actor.require(Right.PERSON_IMPORT, placeCode);
        Place place = places.find(placeCode).orElseThrow(() -> Refusal.invalid("place"));
        if (place.kind().compareTo(PlaceKind.COMMUNITY) < 0 || place.kind().exclusiveUnit()) {
            throw Refusal.invalid("import-place");
        }
        Path folder = Files.createDirectories(data.resolve("incoming"));
        Path file = Files.createTempFile(folder, "import", ".xlsx");
        try {
            Files.copy(workbook, file, StandardCopyOption.REPLACE_EXISTING);
            var job = new Job(
                    place.community(),
                    ids.next(),
                    java.util.Objects.requireNonNull(actor.account()),
                    seat.id(),
                    place.code(),
                    fileName.substring(0, Math.min(100, fileName.length())),
                    State.CHECKING,
                    0,
                    0,
                    clock.instant());
            transaction.executeWithoutResult(_ -> keep(job, file));
            worker.wake();
            return get(actor, job.id);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void keep(Job job, Path file) {
        store.insert(job);
        var batch = new ArrayList<ImportStore.Raw>();
        try {
            int rows = ImportBook.read(file, (number, cells) -> {
                batch.add(new ImportStore.Raw(number, cells));
                if (batch.size() == 2000) {
                    store.insertRows(job, batch);
                    batch.clear();
                }
            });
            store.insertRows(job, batch);
            store.counted(job, rows);
            log(job, "ImportUploaded", rows);
        } catch (IOException unreadable) {
            throw Refusal.invalid("import-file");
        }
    }

    /// A job within the asker's places, or the refusal of an unknown one.
    public Job get(Actor actor, long id) {
        return store.find(id)
                .filter(job -> actor.may(Right.PERSON_IMPORT, job.placeCode))
                .orElseThrow(() -> Refusal.unknown("import"));
    }

    public List<Job> list(Actor actor) {
        return store.within(actor.scope(Right.PERSON_IMPORT).codes());
    }

    /// How many rows there are of each kind: READ, WRONG, NEW, MATCHED, REPEATED, DOUBTFUL, SKIPPED, WRITTEN;
    /// none while the job runs, which says how far it is.
    public Map<String, Integer> counts(Job job) {
        return job.running() ? Map.of() : store.counts(job);
    }

    /// The doubtful rows that nobody has decided yet.
    public List<Doubt> doubts(Job job, int limit) {
        return store.doubts(job, limit);
    }

    /// Decides a doubtful row: the same person, somebody new, or leave it out.
    public void decide(Actor actor, long id, int row, Decision decision) {
        Job job = get(actor, id);
        if (job.state != State.CHECKED || !store.decide(job, row, decision)) {
            throw Refusal.conflict("import-decided");
        }
    }

    /// Begins to write what was found right. Wrong rows and undecided ones stay out.
    public Job write(Actor actor, long id) {
        return advance(actor, id, State.CHECKED, State.WRITING);
    }

    /// Throws the job away before it was written.
    public Job drop(Actor actor, long id) {
        Job job = advance(actor, id, State.CHECKED, State.DROPPED);
        store.forgetRows(job);
        return job;
    }

    private Job advance(Actor actor, long id, State from, State to) {
        Job job = get(actor, id);
        transaction.executeWithoutResult(_ -> {
            if (!store.advance(job, from, to)) {
                throw Refusal.conflict("import-state");
            }
            log(
                    job,
                    "Import" + to.name().charAt(0) + to.name().substring(1).toLowerCase(java.util.Locale.ROOT),
                    job.rows);
        });
        worker.wake();
        return get(actor, id);
    }

    /// Takes back what was written: new people go, changed ones are set back, unless somebody changed them since.
    public int undo(Actor actor, long id) {
        Job job = get(actor, id);
        Integer undone = transaction.execute(_ -> {
            if (!store.advance(job, State.DONE, State.UNDONE)) {
                throw Refusal.conflict("import-state");
            }
            int rows = batches.undo(job.id);
            log(job, "ImportUndone", rows);
            return rows;
        });
        return java.util.Objects.requireNonNull(undone);
    }

    public void template(OutputStream out, Words words) throws IOException {
        ImportBook.template(out, words);
    }

    /// The wrong rows, each wrong cell marked.
    public void errors(Job job, OutputStream out, Words words) throws IOException {
        ImportBook.errors(out, words, store.wrong(job));
    }

    private void log(Job job, String kind, int rows) {
        journal.append(new Entry(
                new Entry.Where(job.community, null),
                new Entry.Who(job.account, job.seat),
                new Entry.Subject("import", job.id),
                kind,
                new ImportFact(rows, job.state.name()),
                clock.instant()));
    }

    static Map<ImportColumn, String> cells(Map<String, String> stored) {
        Map<ImportColumn, String> cells = new EnumMap<>(ImportColumn.class);
        stored.forEach((column, text) -> cells.put(ImportColumn.valueOf(column), text));
        return cells;
    }
}
