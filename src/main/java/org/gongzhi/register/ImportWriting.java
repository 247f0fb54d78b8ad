package org.gongzhi.register;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.IdNumber;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Relation;
import org.gongzhi.people.Residence;
import org.gongzhi.people.Residences;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Writes checked rows to the register. What was found right at the check may be so no more.
@Component
class ImportWriting {

    final ImportFailures failures;
    private final ImportStore store;
    private final PersonFields fields;
    private final People people;
    private final Residences residences;
    private final Ids ids;
    private final Clock clock;

    ImportWriting(
            ImportFailures failures,
            ImportStore store,
            PersonFields fields,
            People people,
            Residences residences,
            Ids ids,
            Clock clock) {
        this.failures = failures;
        this.store = store;
        this.fields = fields;
        this.people = people;
        this.residences = residences;
        this.ids = ids;
        this.clock = clock;
    }

    /// Writes a piece: new people all at once, then what matched or repeats, only where something differs.
    void write(ImportJob job, Doors doors, List<ImportStore.Found> rows) {
        new Piece(job).write(doors, rows);
    }

    private final class Piece {
        private final ImportJob job;
        private final Entry.Who by;
        private final List<ImportStore.Found> written = new ArrayList<>();
        private final List<ImportStore.Found> back = new ArrayList<>();
        private final Map<Integer, Long> persons = new HashMap<>();

        Piece(ImportJob job) {
            this.job = job;
            this.by = new Entry.Who(job.account(), job.seat());
        }

        void write(Doors doors, List<ImportStore.Found> rows) {
            var lines = lines(doors, rows);
            enter(lines.stream().filter(ImportLine::fresh).toList());
            merge(lines.stream().filter(line -> !line.fresh()).toList());
            store.update(job, back);
            store.written(job, written);
        }

        /// The rows whose door is still the one that was checked; the others go back to whoever uploaded them.
        private List<ImportLine> lines(Doors doors, List<ImportStore.Found> rows) {
            var lines = new ArrayList<ImportLine>();
            for (ImportStore.Found row : rows) {
                Place door = doors.find(row.cells());
                if (door == null || !Objects.equals(door.id(), row.dwelling())) {
                    ImportColumn column = door == null ? doors.fault(row.cells()) : ImportColumn.DOOR;
                    back.add(row.wrong(column + ":import-place-gone"));
                } else {
                    lines.add(new ImportLine(row, fields.read(ImportLine.typed(row.cells())), door));
                }
            }
            return lines;
        }

        private void enter(List<ImportLine> lines) {
            List<IdNumber> numbers = lines.stream()
                    .map(line -> line.read().idNumber())
                    .filter(Objects::nonNull)
                    .toList();
            var taken = people.withIdNumbers(job.community(), numbers);
            var fresh = new ArrayList<Person>();
            var homes = new ArrayList<Residence>();
            for (ImportLine line : lines) {
                IdNumber number = line.read().idNumber();
                Person earlier = number == null ? null : taken.get(number);
                if (earlier != null) {
                    // somebody entered this number since the check
                    back.add(line.found().with("DOUBTFUL", earlier.id(), null));
                    continue;
                }
                Person person =
                        fields.person(job.community(), ids.next(), line.door().code(), line.read(), 1);
                fresh.add(person);
                homes.add(residence(line, person.id()));
                persons.put(line.found().row(), person.id());
                written.add(line.found().with("NEW", person.id(), null));
            }
            people.add(fresh, job.id());
            residences.add(homes, job.id());
        }

        private Map<ImportLine, Long> targets(List<ImportLine> others) {
            var twins = others.stream()
                    .map(line -> line.found().twin())
                    .filter(Objects::nonNull)
                    .toList();
            store.personsOf(job, twins).forEach(persons::putIfAbsent);
            Map<ImportLine, Long> targets = new HashMap<>();
            for (ImportLine line : others) {
                Long person = line.found().person() != null
                        ? line.found().person()
                        : line.found().twin() == null
                                ? null
                                : persons.get(line.found().twin());
                if (person != null) {
                    targets.put(line, person);
                    persons.put(line.found().row(), person);
                }
            }
            return targets;
        }

        private void merge(List<ImportLine> others) {
            var targets = targets(others);
            Map<Long, Person> known =
                    people.all(targets.values()).stream().collect(Collectors.toMap(Person::id, Function.identity()));
            Set<String> living = new HashSet<>(residences.current(job.community(), targets.values()));
            var homes = new ArrayList<Residence>();
            for (ImportLine line : others) {
                Long id = targets.get(line);
                Person before = id == null ? null : known.get(id);
                if (before == null) {
                    back.add(line.found().wrong(ImportColumn.NAME + ":import-person-gone"));
                    continue;
                }
                if (!Register.contradict(before.idNumber(), line.read().idNumber())) {
                    Person after =
                            merged(before, line.read(), line.found().state().equals("MATCHED"));
                    known.put(before.id(), people.change(after, by, job.id()));
                    if (living.add(before.id() + " " + line.door().id())) {
                        homes.add(residence(line, before.id()));
                    }
                }
                written.add(line.found()
                        .with(line.found().state(), before.id(), line.found().twin()));
            }
            residences.add(homes, job.id());
        }
    }

    private Residence residence(ImportLine line, long person) {
        var cells = line.found().cells();
        Relation relation = Objects.requireNonNull(RelationWords.of(cells.get(ImportColumn.RELATION)));
        return new Residence(
                line.door().community(),
                ids.next(),
                person,
                line.door().id(),
                line.door().code(),
                relation,
                1,
                relation == Relation.OWNER || relation == Relation.TENANT,
                Objects.requireNonNull(ImportLine.since(cells, clock)),
                null);
    }

    /// What the row tells goes over what stood there when `newer`; else it only fills what was empty.
    private static Person merged(Person before, PersonFields.Read read, boolean newer) {
        return new Person(
                before.community(),
                before.id(),
                before.placeCode(),
                before.name(),
                choose(before.phone(), read.phone(), newer),
                before.idNumber() == null ? read.idNumber() : before.idNumber(),
                choose(before.born(), read.born(), newer),
                choose(before.sex(), read.sex(), newer),
                choose(before.registeredAt(), read.registeredAt(), newer),
                before.dwelling(),
                before.version());
    }

    private static <T> @Nullable T choose(@Nullable T before, @Nullable T after, boolean newer) {
        return after == null || before != null && !newer ? before : after;
    }
}
