package org.gongzhi.demo;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.gongzhi.duty.Duties;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Tables;
import org.gongzhi.matters.Kind;
import org.gongzhi.matters.Kinds;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.MatterEvent;
import org.gongzhi.matters.MatterHistory;
import org.gongzhi.matters.MatterTerms;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.matters.Outcome;
import org.gongzhi.matters.Stage;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Imports service requests in the columns of New York's 311 as matters. A due date in the file becomes the
/// deadline; without one the term of the kind counts and the row says so.
@Component
public class RequestImport {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM/dd/yyyy hh:mm:ss a", Locale.US);
    private static final ZoneId ZONE = ZoneId.of("America/New_York");

    private final Kinds kinds;
    private final MatterTerms terms;
    private final Duties duties;
    private final Places places;
    private final MatterHistory history;
    private final Map<String, String> byType = new HashMap<>();

    RequestImport(Kinds kinds, MatterTerms terms, Duties duties, Places places, MatterHistory history) {
        this.kinds = kinds;
        this.terms = terms;
        this.duties = duties;
        this.places = places;
        this.history = history;
        for (var row : Tables.read("open311/nyc_kinds.csv")) {
            byType.put(row.get("type"), row.get("kind"));
        }
    }

    /// Imports a file into a place; returns how many rows became matters. All or nothing is not promised: a
    /// broken row is refused with its number before anything is written.
    public int load(Path file, String placeCode) throws IOException {
        Place place = places.find(placeCode).orElseThrow(() -> Refusal.unknown("place"));
        var format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        var past = new ArrayList<MatterHistory.Past>();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                var parser = format.parse(reader)) {
            for (CSVRecord row : parser) {
                try {
                    past.add(past(row, place));
                } catch (IllegalArgumentException | java.time.format.DateTimeParseException wrong) {
                    throw new IOException("row " + row.getRecordNumber() + ": " + wrong.getMessage(), wrong);
                }
            }
        }
        for (int from = 0; from < past.size(); from += 500) {
            history.load(past.subList(from, Math.min(past.size(), from + 500)));
        }
        return past.size();
    }

    /// What is older than our first id is told apart by the number it had.
    private static long id(CSVRecord row, Instant reportedAt) {
        long old = Ids.EPOCH + Long.parseLong(row.get("Unique Key"));
        return Ids.at(Math.max(reportedAt.toEpochMilli(), old), (int) (row.getRecordNumber() % 1024));
    }

    private MatterHistory.Past past(CSVRecord row, Place place) {
        String type = row.get("Complaint Type");
        Kind kind = kinds.get(byType.getOrDefault(type, "E0600"));
        Instant reportedAt = java.util.Objects.requireNonNull(time(row.get("Created Date")), "Created Date");
        Instant due = time(row.get("Due Date"));
        Instant closed = time(row.get("Closed Date"));
        String words = type + "\n" + row.get("Incident Address") + "\n" + row.get("Descriptor");
        var told = new NewMatter(
                kind.code(), place.id(), null, words, List.of(), new Matter.Reporter(null, null, "IMPORT"), null);
        long id = id(row, reportedAt);
        var where = new Matter.Where(place.community(), place.id(), place.code(), null, point(row));
        long lead = duties.lead(kind.code(), place, id).id();
        Matter matter = Matter.reported(
                id,
                told,
                where,
                lead,
                reportedAt,
                due == null ? terms.deadline(kind, told.reporter().channel(), place.code(), reportedAt) : due);
        var entries = new ArrayList<Entry>();
        entries.add(MatterHistory.reported(matter, 0));
        if (closed != null) {
            var ended = new Matter.Times(reportedAt, matter.times().deadline(), closed, closed);
            var done = new Matter(
                    id,
                    where,
                    kind.code(),
                    told.text(),
                    told.reporter(),
                    Matter.Filing.PLAIN,
                    Stage.SETTLED,
                    Outcome.SOLVED,
                    lead,
                    ended,
                    null,
                    Matter.Handling.NONE,
                    2);
            var event = new MatterEvent.Closed(Outcome.SOLVED, row.get("Resolution Description"), null);
            entries.add(MatterHistory.entry(matter, new Matter.Move(done, event), Entry.Who.NOBODY, closed));
            matter = done;
        }
        return new MatterHistory.Past(matter, entries, List.of(), due != null);
    }

    private static Place.@Nullable Point point(CSVRecord row) {
        String latitude = row.get("Latitude");
        return latitude.isBlank()
                ? null
                : new Place.Point(Double.parseDouble(latitude), Double.parseDouble(row.get("Longitude")));
    }

    private static @Nullable Instant time(String text) {
        return text.isBlank()
                ? null
                : LocalDateTime.parse(text, TIME).atZone(ZONE).toInstant();
    }
}
