package org.gongzhi.register;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
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
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to imports: upload (a dry run), look at what would happen, decide what is doubtful, write, undo. Checking
/// and writing go on by themselves, piece by piece, and after a restart where they stopped ([ImportWorker]).
@Component
public class Imports {

    /// The body of the journal's rows about imports: counts only.
    record ImportFact(int rows, String state) {}

    private final ImportStore store;
    private final ImportBoard board;
    private final ImportIntake intake;
    private final ImportWorker worker;
    private final Batches batches;
    private final Journal journal;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final Clock clock;

    Imports(
            ImportStore store,
            ImportBoard board,
            ImportIntake intake,
            ImportWorker worker,
            Batches batches,
            Journal journal,
            TransactionTemplate transaction,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.board = board;
        this.intake = intake;
        this.worker = worker;
        this.batches = batches;
        this.journal = journal;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    /// Takes a workbook for a community, an estate or a smaller place of the asker's, and begins to check it. Nothing
    /// is written to the register yet; the file itself is not kept.
    public ImportJob upload(Actor actor, String placeCode, String fileName, InputStream workbook) throws IOException {
        Seat seat = actor.require(Right.PERSON_IMPORT, placeCode);
        Place place = intake.place(placeCode);
        var job = new ImportJob(
                place.community(),
                ids.next(),
                java.util.Objects.requireNonNull(actor.account()),
                seat.id(),
                place.code(),
                fileName.substring(0, Math.min(100, fileName.length())),
                ImportJob.State.CHECKING,
                0,
                0,
                clock.instant(),
                null);
        intake.take(
                workbook,
                file -> transaction.executeWithoutResult(_ -> log(job, "ImportUploaded", intake.read(job, file))));
        worker.wake();
        return get(actor, job.id());
    }

    /// A job within the asker's places, or the refusal of an unknown one.
    public ImportJob get(Actor actor, long id) {
        return store.find(id)
                .filter(job -> actor.may(Right.PERSON_IMPORT, job.placeCode()))
                .orElseThrow(() -> Refusal.unknown("import"));
    }

    public List<ImportJob> list(Actor actor) {
        return board.within(actor.scope(Right.PERSON_IMPORT).codes());
    }

    /// How many rows there are of each kind: READ, WRONG, NEW, MATCHED, REPEATED, DOUBTFUL, SKIPPED, WRITTEN;
    /// none while the job runs, which says how far it is.
    public Map<String, Integer> counts(ImportJob job) {
        return job.running() ? Map.of() : board.counts(job);
    }

    /// What was read of the workbook and what was not.
    public ImportReading reading(ImportJob job) {
        return board.reading(job);
    }

    /// The doubtful rows that nobody has decided yet.
    public List<ImportJob.Doubt> doubts(ImportJob job, int limit) {
        return board.doubts(job, limit);
    }

    /// Decides a doubtful row: the same person, somebody new, or leave it out.
    public void decide(Actor actor, long id, int row, ImportJob.Decision decision) {
        ImportJob job = get(actor, id);
        if (job.state() != ImportJob.State.CHECKED || !store.decide(job, row, decision)) {
            throw Refusal.conflict("import-decided");
        }
    }

    /// Begins to write what was found right. Wrong rows and undecided ones stay out.
    public ImportJob write(Actor actor, long id) {
        return advance(actor, id, ImportJob.State.CHECKED, ImportJob.State.WRITING);
    }

    /// Throws the job away before it was written.
    public ImportJob drop(Actor actor, long id) {
        ImportJob job = advance(actor, id, ImportJob.State.CHECKED, ImportJob.State.DROPPED);
        store.forgetRows(job);
        return job;
    }

    private ImportJob advance(Actor actor, long id, ImportJob.State from, ImportJob.State to) {
        ImportJob job = get(actor, id);
        transaction.executeWithoutResult(_ -> {
            if (!store.advance(job, from, to)) {
                throw Refusal.conflict("import-state");
            }
            log(
                    job,
                    "Import" + to.name().charAt(0) + to.name().substring(1).toLowerCase(java.util.Locale.ROOT),
                    job.rows());
        });
        worker.wake();
        return get(actor, id);
    }

    /// Goes on with an import that failed, where it stopped.
    public ImportJob again(Actor actor, long id) {
        ImportJob job = get(actor, id);
        transaction.executeWithoutResult(_ -> {
            if (!worker.again(job)) {
                throw Refusal.conflict("import-state");
            }
            log(job, "ImportRetried", job.rows());
        });
        worker.wake();
        return get(actor, id);
    }

    /// Takes back what was written, also by an import that failed half-way: new people go, changed ones are set back,
    /// unless somebody changed them since.
    public int undo(Actor actor, long id) {
        ImportJob job = get(actor, id);
        Integer undone = transaction.execute(_ -> {
            if (!store.advance(job, ImportJob.State.DONE, ImportJob.State.UNDONE)
                    && !store.advance(job, ImportJob.State.FAILED, ImportJob.State.UNDONE)) {
                throw Refusal.conflict("import-state");
            }
            int rows = batches.undo(job.id());
            log(job, "ImportUndone", rows);
            return rows;
        });
        return java.util.Objects.requireNonNull(undone);
    }

    public void template(OutputStream out, Words words) throws IOException {
        ImportTemplate.template(out, words);
    }

    /// The wrong rows, each wrong cell marked.
    public void errors(ImportJob job, OutputStream out, Words words) throws IOException {
        ImportTemplate.errors(out, words, board.wrong(job));
    }

    private void log(ImportJob job, String kind, int rows) {
        journal.append(new Entry(
                new Entry.Where(job.community(), null),
                new Entry.Who(job.account(), job.seat()),
                new Entry.Subject("import", job.id()),
                kind,
                new ImportFact(rows, job.state().name()),
                clock.instant()));
    }
}
