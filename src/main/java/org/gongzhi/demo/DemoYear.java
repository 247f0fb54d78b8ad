package org.gongzhi.demo;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.duty.Duties;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.matters.Kind;
import org.gongzhi.matters.Kinds;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.MatterHistory;
import org.gongzhi.matters.MatterTerms;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.people.Person;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.springframework.stereotype.Component;

/// A year of matters, spread over hours, places, kinds and punctuality as 999 real requests of New York are:
/// each matter borrows the hour, the rank of its place, the rank of its type and the fate of one of them.
@Component
class DemoYear {

    static final int MATTERS = 12_000;
    private static final int BATCH = 500;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM/dd/yyyy hh:mm:ss a", Locale.US);

    /// What the year borrows from one real request: `late` when it was closed after its due date.
    private record Sample(LocalTime hour, int placeRank, int typeRank, boolean late) {}

    private final Kinds kinds;
    private final MatterTerms terms;
    private final Duties duties;
    private final Places places;
    private final MatterHistory history;
    private final Clock clock;
    private final SplittableRandom random = new SplittableRandom(20_261_102);

    DemoYear(Kinds kinds, MatterTerms terms, Duties duties, Places places, MatterHistory history, Clock clock) {
        this.places = places;
        this.kinds = kinds;
        this.terms = terms;
        this.duties = duties;
        this.history = history;
        this.clock = clock;
    }

    void load(DemoTown town, List<String> photos, Consumer<Integer> progress) {
        var samples = samples();
        var residents = town.residents();
        var estates = town.places().stream()
                .filter(place -> place.kind() == PlaceKind.ESTATE)
                .toList();
        Map<String, List<Place>> stairwells = town.places().stream()
                .filter(place -> place.kind() == PlaceKind.STAIRWELL)
                .collect(Collectors.groupingBy(place -> place.code().substring(0, 17)));
        var common = commonKinds();
        Instant now = clock.instant();
        long year = Duration.ofDays(365).toMillis();
        var ages = random.longs(MATTERS, 0, year).sorted().toArray();
        var batch = new ArrayList<MatterHistory.Past>();
        for (int i = 0; i < MATTERS; i++) {
            Sample sample = samples.get(random.nextInt(samples.size()));
            Place estate = estates.get(sample.placeRank % estates.size());
            var here = stairwells.getOrDefault(estate.code(), List.of(estate));
            Place place = here.get(random.nextInt(here.size()));
            Kind kind = common.get(sample.typeRank % common.size());
            Instant day = now.minusMillis(year - ages[i]);
            Instant reportedAt = day.atZone(Clocks.ZONE)
                    .with(sample.hour.plusSeconds(random.nextInt(1800)))
                    .toInstant();
            Instant at = reportedAt.isAfter(now) ? reportedAt.minus(Duration.ofDays(1)) : reportedAt;
            batch.add(life(i, kind, place, estate, reporter(town, estate, residents), at, sample.late, photos, now));
            if (batch.size() == BATCH || i == MATTERS - 1) {
                history.load(batch);
                batch.clear();
                progress.accept(i + 1);
            }
        }
    }

    /// Somebody who raises it: now and then the resident whom the demonstration lets sign in.
    private Matter.Reporter reporter(DemoTown town, Place estate, List<Person> residents) {
        String channel = random.nextInt(5) == 0 ? "QR" : "PHONE_PAGE";
        for (DemoTown.SignIn each : town.signIns()) {
            if (each.home().startsWith(estate.code()) && random.nextInt(20) == 0) {
                return new Matter.Reporter(each.account(), each.account(), channel);
            }
        }
        return new Matter.Reporter(
                null, residents.get(random.nextInt(residents.size())).id(), channel);
    }

    private List<Kind> commonKinds() {
        var first = List.of(
                "E0102", "E0507", "E0506", "E0505", "E0404", "E0301", "E0110", "P04", "E0508", "E0402", "P01", "E0106",
                "E0113", "E0201", "P02", "E0408", "P03", "E0504");
        var all = new ArrayList<>(first.stream().map(kinds::get).toList());
        kinds.all().stream().filter(kind -> !first.contains(kind.code())).forEach(all::add);
        return all;
    }

    private MatterHistory.Past life(
            int index,
            Kind kind,
            Place place,
            Place estate,
            Matter.Reporter reporter,
            Instant reportedAt,
            boolean late,
            List<String> photos,
            Instant now) {
        long id = Ids.at(reportedAt.toEpochMilli(), index % 1024);
        String text = DemoWords.text(kind, random);
        var told = new NewMatter(kind.code(), place.id(), null, text, List.of(), reporter, null);
        Seat lead = duties.lead(kind.code(), place, id);
        var where = new Matter.Where(place.community(), place.id(), place.code(), estate.id(), place.at());
        Matter matter = Matter.reported(
                id,
                told,
                where,
                lead.id(),
                reportedAt,
                terms.deadline(kind, told.reporter().channel(), place.code(), reportedAt));
        List<String> pictures = random.nextInt(3) > 0 || photos.isEmpty()
                ? List.of()
                : List.of(photos.get(random.nextInt(photos.size())));
        var steps = new Steps(matter, new ArrayList<>(List.of(MatterHistory.reported(matter, pictures.size()))), now);
        live(steps, lead, kind, late);
        return new MatterHistory.Past(steps.matter, steps.entries, pictures, false);
    }

    /// Walks a matter forward in time until it reaches the present.
    private static final class Steps {
        private Matter matter;
        private final List<Entry> entries;
        private final Instant now;

        Steps(Matter matter, List<Entry> entries, Instant now) {
            this.matter = matter;
            this.entries = entries;
            this.now = now;
        }

        boolean step(Seat seat, Instant at, Function<Matter, Matter.Move> move) {
            return step(new Entry.Who(seat.person(), seat.id()), at, move);
        }

        boolean step(Entry.Who who, Instant at, Function<Matter, Matter.Move> move) {
            if (!at.isBefore(now)) {
                return false;
            }
            Matter.Move done = move.apply(matter);
            entries.add(MatterHistory.entry(matter, done, who, at));
            matter = done.next();
            return true;
        }
    }

    private void live(Steps steps, Seat lead, Kind kind, boolean late) {
        Instant start = steps.matter.times().reportedAt();
        Duration term = Duration.between(start, steps.matter.times().deadline());
        double part = late ? 1.05 + random.nextDouble() * 0.8 : 0.1 + random.nextDouble() * 0.85;
        Instant accepted = start.plus(Duration.ofMinutes(10 + random.nextInt(random.nextInt(4) == 0 ? 1500 : 240)));
        Instant fixed = max(accepted.plusSeconds(1800), start.plusMillis((long) (term.toMillis() * part)));
        Instant checked = fixed.plus(Duration.ofMinutes(60 + random.nextInt(1500)));
        Seat checker = checker(steps.matter, lead);
        boolean done = steps.step(lead, accepted, matter -> matter.accept(accepted))
                && steps.step(
                        lead,
                        fixed,
                        matter -> matter.rectify(DemoWords.solution(kind, random), 0, lead.person(), fixed))
                && steps.step(checker, checked, matter -> matter.passCheck("现场查看,已恢复。", 0, checker.person(), checked))
                && steps.step(
                        checker,
                        checked.plusSeconds(60),
                        matter -> matter.close(
                                random.nextInt(12) == 0
                                        ? org.gongzhi.matters.Outcome.PARTLY
                                        : org.gongzhi.matters.Outcome.SOLVED,
                                "",
                                checker.person(),
                                checked.plusSeconds(60)));
        if (done) {
            settle(steps, lead, checker, kind, checked);
        }
    }

    private void settle(Steps steps, Seat lead, Seat checker, Kind kind, Instant checked) {
        Instant rated = checked.plus(Duration.ofHours(2 + random.nextInt(120)));
        boolean settled;
        if (random.nextInt(10) < 6) {
            int satisfied = Math.max(1, 5 - (int) (random.nextDouble() * random.nextDouble() * 5));
            settled = steps.step(
                    new Entry.Who(steps.matter.reporter().account(), null),
                    rated,
                    matter -> matter.rate(true, satisfied, "", rated));
        } else {
            Instant due = terms.ratingEnds(checked).plusSeconds(3600);
            Instant called = due.plus(Duration.ofHours(3 + random.nextInt(72)));
            settled = steps.step(Entry.Who.NOBODY, due, matter -> matter.callBackDue(due))
                    && steps.step(
                            checker,
                            called,
                            matter -> matter.calledBack(
                                    new org.gongzhi.matters.MatterEvent.CalledBack(
                                            true, true, 3 + random.nextInt(3), "电话回访"),
                                    called,
                                    called));
        }
        Instant filed = checked.plus(Duration.ofDays(12));
        if (settled && random.nextInt(2) == 0) {
            String solution = DemoWords.solution(kind, random);
            boolean filled = steps.step(lead, filed, matter -> matter.fillDossier("日常管理不到位", "影响居民通行和环境", solution));
            if (filled) {
                steps.step(checker, filed.plusSeconds(7200), matter -> matter.archive(filed.plusSeconds(7200)));
            }
        }
    }

    /// Somebody who may check there and is not the lead.
    private Seat checker(Matter matter, Seat lead) {
        return duties.seatsAround(places.get(matter.where().place())).stream()
                .filter(seat -> seat.person() != lead.person())
                .filter(seat -> Actor.of(seat).may(Right.MATTER_CHECK))
                .max(Comparator.comparingInt(seat -> seat.placeCode().length()))
                .orElseThrow();
    }

    private static Instant max(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static List<Sample> samples() {
        var format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var stream = DemoYear.class.getResourceAsStream("/data/open311/nyc311_sample.csv");
                var parser = format.parse(
                        new InputStreamReader(java.util.Objects.requireNonNull(stream), StandardCharsets.UTF_8))) {
            var rows = parser.getRecords();
            Map<String, Integer> zips = ranks(rows, "Incident Zip");
            Map<String, Integer> types = ranks(rows, "Complaint Type");
            return rows.stream()
                    .map(row -> new Sample(
                            LocalDateTime.parse(row.get("Created Date"), TIME).toLocalTime(),
                            zips.getOrDefault(row.get("Incident Zip"), 0),
                            types.getOrDefault(row.get("Complaint Type"), 0),
                            late(row)))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean late(CSVRecord row) {
        String due = row.get("Due Date");
        String closed = row.get("Closed Date");
        return !due.isBlank()
                && (closed.isBlank() || LocalDateTime.parse(closed, TIME).isAfter(LocalDateTime.parse(due, TIME)));
    }

    private static Map<String, Integer> ranks(List<CSVRecord> rows, String column) {
        var counts = rows.stream().collect(Collectors.groupingBy(row -> row.get(column), Collectors.counting()));
        var sorted = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        return sorted.stream().collect(Collectors.toMap(Function.identity(), sorted::indexOf));
    }
}
