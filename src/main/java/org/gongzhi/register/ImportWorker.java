package org.gongzhi.register;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gongzhi.kernel.Names;
import org.gongzhi.kernel.Outage;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Directory;
import org.gongzhi.people.IdNumber;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Residences;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Checks and writes imports, a piece of rows at a time, each piece one transaction: a stop in the middle loses nothing
/// and repeats nothing.
@Component
class ImportWorker {

    private static final Logger log = LoggerFactory.getLogger(ImportWorker.class);
    private static final int PIECE = 2000;

    private final ImportStore store;
    private final PersonFields fields;
    private final People people;
    private final Directory directory;
    private final Residences residences;
    private final Places places;
    private final ImportWriting writing;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ReentrantLock busy = new ReentrantLock();

    ImportWorker(
            ImportStore store,
            PersonFields fields,
            People people,
            Directory directory,
            Residences residences,
            Places places,
            ImportWriting writing,
            TransactionTemplate transaction,
            Clock clock) {
        this.store = store;
        this.fields = fields;
        this.people = people;
        this.directory = directory;
        this.residences = residences;
        this.places = places;
        this.writing = writing;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// Starts working, when nobody is at it.
    void wake() {
        Thread.ofVirtual().name("import").start(this::work);
    }

    /// Has a job that failed go on; false when it has not failed.
    boolean again(ImportJob job) {
        return writing.failures.again(job);
    }

    /// Works now, or waits until whoever is at it has done.
    void finish() {
        busy.lock();
        busy.unlock();
        work();
    }

    @Scheduled(fixedDelayString = "${gongzhi.register.import-check:PT30S}")
    void work() {
        if (!busy.tryLock()) {
            return;
        }
        try {
            for (List<Long> jobs = store.waiting(); !jobs.isEmpty(); jobs = store.waiting()) {
                boolean moved = false;
                for (long job : jobs) {
                    moved |= tried(job);
                }
                if (!moved) {
                    return; // another node is at it
                }
            }
        } catch (RuntimeException failed) {
            log.error("imports stopped and are tried again", failed);
        } finally {
            busy.unlock();
        }
    }

    /// Works a job off. One that cannot be done waits for whoever uploaded it and holds up nobody else; when it is
    /// the database that is away or busy, it is tried again.
    private boolean tried(long id) {
        try {
            return workOff(id);
        } catch (RuntimeException failed) {
            if (Outage.causes(failed)) {
                throw failed;
            }
            if (failed instanceof TransientDataAccessException) {
                log.warn("import {} is tried again", id, failed);
                return false;
            }
            log.error("import {} failed", id, failed);
            writing.failures.fail(
                    id,
                    failed instanceof Refusal refusal
                            ? refusal.code()
                            : failed.getClass().getSimpleName());
            return true;
        }
    }

    private boolean workOff(long id) {
        ImportJob job = store.find(id).orElseThrow();
        var doors = new Doors(places, job.placeCode());
        store.look();
        boolean moved = false;
        Integer reached = 0;
        while (reached != null) {
            int after = reached;
            reached = transaction.execute(_ -> piece(id, doors, after));
            moved |= reached != null;
        }
        return moved;
    }

    /// Does one piece of the rows after a row; returns its last row, 0 to begin again from the first, null
    /// when the job has nothing left to do, or another node is at it.
    private @Nullable Integer piece(long id, Doors doors, int after) {
        ImportJob job = store.claim(id).orElse(null);
        if (job == null) {
            return null;
        }
        boolean checking = job.state() == ImportJob.State.CHECKING;
        var rows = store.next(job, checking ? List.of("READ") : List.of("NEW", "MATCHED", "REPEATED"), after, PIECE);
        if (rows.isEmpty()) {
            if (after == 0) {
                store.advance(job, job.state(), checking ? ImportJob.State.CHECKED : ImportJob.State.DONE);
            }
            return 0;
        }
        if (checking) {
            store.update(job, new Check(job, doors, rows).run());
        } else {
            writing.write(job, doors, rows);
        }
        store.progress(job, rows.size());
        return rows.getLast().row();
    }

    /// Finds out what is wrong with a piece of rows, and who they are: matched by identity number, else by name and
    /// number, else by name and dwelling. Two different identity numbers are never one person.
    private final class Check {
        private final ImportJob job;
        private final Doors doors;
        private final List<ImportStore.Found> rows;
        private final Map<Long, ImportStore.Found> byId = new HashMap<>();
        private final Map<Long, ImportStore.Found> byPhone = new HashMap<>();
        private final Map<Long, ImportStore.Found> byHome = new HashMap<>();

        Check(ImportJob job, Doors doors, List<ImportStore.Found> rows) {
            this.job = job;
            this.doors = doors;
            this.rows = rows;
        }

        List<ImportStore.Found> run() {
            var done = new ArrayList<ImportStore.Found>();
            var lines = new ArrayList<ImportLine>();
            for (ImportStore.Found row : rows) {
                read(row, done, lines);
            }
            earlier();
            var known = new Known(job.community(), lines);
            for (ImportLine line : lines) {
                var found = decide(line, known);
                done.add(found);
                if (!found.state().equals("WRONG")) {
                    remember(found);
                }
            }
            return done;
        }

        private void read(ImportStore.Found row, List<ImportStore.Found> done, List<ImportLine> lines) {
            var read = fields.read(ImportLine.typed(row.cells()));
            Place door = doors.find(row.cells());
            var faults = faults(row, read, door);
            if (!faults.isEmpty() || door == null) {
                done.add(row.wrong(faults.toString()));
                return;
            }
            IdNumber number = read.idNumber();
            lines.add(new ImportLine(
                    new ImportStore.Found(
                            row.row(),
                            row.state(),
                            row.cells(),
                            "",
                            null,
                            null,
                            door.id(),
                            number == null ? null : store.key("id", number.text()),
                            read.phone() == null
                                    ? null
                                    : store.key("phone", Names.key(read.name()) + "|" + read.phone()),
                            store.key("home", Names.key(read.name()) + "|" + door.id())),
                    read,
                    door));
            keys.add(lines.getLast().found());
        }

        private RowFaults faults(ImportStore.Found row, PersonFields.Read read, @Nullable Place door) {
            var faults = new RowFaults(row.faults());
            read.faults().forEach(fault -> faults.add(ImportColumn.told(fault.field()), fault.code()));
            if (door == null) {
                faults.add(doors.fault(row.cells()), "import-place-unknown");
            }
            String relation = row.cells().get(ImportColumn.RELATION);
            if (RelationWords.of(relation) == null) {
                faults.add(ImportColumn.RELATION, RelationWords.fault(relation));
            }
            if (ImportLine.since(row.cells(), clock) == null) {
                faults.add(ImportColumn.SINCE, "import-since");
            }
            return faults;
        }

        private final List<ImportStore.Found> keys = new ArrayList<>();

        /// Rows of earlier pieces with one of our keys.
        private void earlier() {
            remember("id_key", ImportStore.Found::idKey);
            remember("phone_key", ImportStore.Found::phoneKey);
            remember("home_key", ImportStore.Found::homeKey);
        }

        private void remember(String column, Function<ImportStore.Found, @Nullable Long> key) {
            store.earlier(
                            job,
                            column,
                            keys.stream().map(key).filter(Objects::nonNull).toList())
                    .forEach(this::remember);
        }

        private void remember(ImportStore.Found found) {
            put(byId, found.idKey(), found);
            put(byPhone, found.phoneKey(), found);
            put(byHome, found.homeKey(), found);
        }

        private static void put(Map<Long, ImportStore.Found> map, @Nullable Long key, ImportStore.Found found) {
            if (key != null) {
                map.putIfAbsent(key, found);
            }
        }

        private static ImportStore.@Nullable Found at(Map<Long, ImportStore.Found> map, @Nullable Long key) {
            return key == null ? null : map.get(key);
        }

        private ImportStore.Found decide(ImportLine line, Known known) {
            var row = line.found();
            var sameId = at(byId, row.idKey());
            if (sameId != null) {
                return Names.same(
                                sameId.cells().getOrDefault(ImportColumn.NAME, ""),
                                line.read().name())
                        ? repeated(row, sameId)
                        : row.wrong(ImportColumn.ID_NUMBER + ":import-id-repeated");
            }
            Person registered = known.withId(line.read().idNumber());
            if (registered != null) {
                return row.with(
                        Names.same(registered.name(), line.read().name()) ? "MATCHED" : "DOUBTFUL",
                        registered.id(),
                        null);
            }
            var samePhone = at(byPhone, row.phoneKey());
            if (samePhone != null && !differ(samePhone.idKey(), row.idKey())) {
                return repeated(row, samePhone);
            }
            var reached = known.withPhone(line);
            if (!reached.isEmpty()) {
                return row.with(
                        reached.size() == 1 ? "MATCHED" : "DOUBTFUL",
                        reached.getFirst().id(),
                        null);
            }
            var sameHome = at(byHome, row.homeKey());
            if (sameHome != null && !differ(sameHome.idKey(), row.idKey())) {
                return differ(sameHome.phoneKey(), row.phoneKey())
                        ? row.with("DOUBTFUL", null, root(sameHome))
                        : repeated(row, sameHome);
            }
            Person neighbour = known.inHome(line);
            return neighbour == null ? row.with("NEW", null, null) : atHome(line, neighbour);
        }

        private static ImportStore.Found atHome(ImportLine line, Person there) {
            boolean other = there.phone() != null
                    && line.read().phone() != null
                    && !there.phone().equals(line.read().phone());
            return line.found().with(other ? "DOUBTFUL" : "MATCHED", there.id(), null);
        }

        private static ImportStore.Found repeated(ImportStore.Found row, ImportStore.Found earlier) {
            return row.with("REPEATED", null, root(earlier));
        }

        private static int root(ImportStore.Found found) {
            return found.twin() == null ? found.row() : found.twin();
        }

        private static boolean differ(@Nullable Long one, @Nullable Long other) {
            return one != null && other != null && !one.equals(other);
        }
    }

    /// Who is in the register already, fetched for a whole piece at once.
    private final class Known {
        private final Map<IdNumber, Person> byId;
        private final Map<Integer, List<Person>> byPhone = new HashMap<>();
        private final Map<Long, List<Person>> byHome;

        Known(long community, List<ImportLine> lines) {
            this.byId = people.withIdNumbers(
                    community,
                    lines.stream()
                            .map(line -> line.read().idNumber())
                            .filter(Objects::nonNull)
                            .toList());
            var phones =
                    lines.stream().filter(line -> line.read().phone() != null).toList();
            var reached = directory.withNameAndPhone(
                    community,
                    phones.stream()
                            .map(line -> Person.of(
                                    community,
                                    0,
                                    "",
                                    line.read().name(),
                                    line.read().phone(),
                                    null))
                            .toList());
            for (int i = 0; i < phones.size(); i++) {
                byPhone.put(phones.get(i).found().row(), reached.get(i));
            }
            this.byHome = residences.livingIn(
                    community, lines.stream().map(line -> line.door().id()).collect(Collectors.toSet()));
        }

        @Nullable
        Person withId(@Nullable IdNumber number) {
            return number == null ? null : byId.get(number);
        }

        List<Person> withPhone(ImportLine line) {
            return byPhone.getOrDefault(line.found().row(), List.of()).stream()
                    .filter(person ->
                            !Register.contradict(person.idNumber(), line.read().idNumber()))
                    .toList();
        }

        @Nullable
        Person inHome(ImportLine line) {
            return byHome.getOrDefault(line.door().id(), List.of()).stream()
                    .filter(person -> Names.same(person.name(), line.read().name()))
                    .filter(person ->
                            !Register.contradict(person.idNumber(), line.read().idNumber()))
                    .findFirst()
                    .orElse(null);
        }
    }
}
