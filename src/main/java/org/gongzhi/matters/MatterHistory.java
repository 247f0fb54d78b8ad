package org.gongzhi.matters;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.gongzhi.calendar.Policies;
import org.gongzhi.files.Photos;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Brings in matters that happened before or elsewhere, with their whole history: from another system, or
/// made up for a demonstration. Their moves have gone through [Matter] like any other.
@Component
public class MatterHistory {

    /// A matter as it ended up and what led there; `deadlineGiven` when another system set the deadline.
    public record Past(Matter matter, List<Entry> entries, List<String> photos, boolean deadlineGiven) {}

    /// How imported requests fared, computed from their rows: by the deadline they came with.
    public record Fared(
            long rows,
            long onTime,
            long late,
            long openWithDeadline,
            long withoutDeadline,
            long repeated,
            long located) {}

    private final MatterStore store;
    private final Kinds kinds;
    private final MatterTerms terms;
    private final Journal journal;
    private final Photos photos;
    private final JdbcClient client;
    private final Clock clock;

    MatterHistory(
            MatterStore store,
            Kinds kinds,
            MatterTerms terms,
            Journal journal,
            Photos photos,
            JdbcClient client,
            Clock clock) {
        this.store = store;
        this.kinds = kinds;
        this.terms = terms;
        this.journal = journal;
        this.photos = photos;
        this.client = client;
        this.clock = clock;
    }

    /// Writes some hundred matters in one transaction.
    @Transactional
    public void load(List<Past> matters) {
        store.insert(matters.stream()
                .map(past -> new MatterStore.Fresh(past.matter, null, null, past.deadlineGiven, marks(past), null))
                .toList());
        journal.bring(matters.stream().flatMap(past -> past.entries.stream()).toList(), clock.instant());
        var pictures = new ArrayList<MatterStore.PhotoRow>();
        for (Past past : matters) {
            for (String name : past.photos) {
                pictures.add(new MatterStore.PhotoRow(
                        past.matter.where().community(),
                        past.matter.id(),
                        past.photos.indexOf(name),
                        name,
                        1,
                        "REPORT"));
            }
        }
        photos.claim(pictures.stream().map(MatterStore.PhotoRow::name).toList());
        store.addPhotos(pictures);
    }

    private MatterStore.Marks marks(Past past) {
        Matter matter = past.matter;
        Instant at = matter.times().reportedAt();
        Instant responded = null;
        int misrouted = 0;
        int rework = 0;
        for (Entry entry : past.entries) {
            if (entry.body() instanceof MatterFact fact) {
                misrouted += Matters.misrouted(fact.event());
                rework += Matters.rework(fact.event());
                if (responded == null && Matters.responds(fact.to())) {
                    responded = entry.at();
                }
            }
        }
        Kind kind = kinds.of(matter);
        String channel = matter.reporter().channel();
        String code = matter.where().placeCode();
        return new MatterStore.Marks(
                at,
                terms.end(Policies.Stage.FILE, kind, channel, code, at),
                at,
                terms.end(Policies.Stage.DISPATCH, kind, channel, code, at),
                responded,
                terms.end(Policies.Stage.ACCEPT, kind, channel, code, at),
                misrouted,
                rework);
    }

    /// The journal's row for a move of a matter in the past.
    public static Entry entry(Matter before, Matter.Move move, Entry.Who who, Instant at) {
        return Matters.entry(before.stage(), move.next(), move.event(), who, at);
    }

    /// The journal's row for the report itself.
    public static Entry reported(Matter matter, int photos) {
        var event = new MatterEvent.Reported(
                matter.lead(), matter.times().deadline(), matter.reporter().channel(), photos);
        return Matters.entry(
                null,
                matter,
                event,
                new Entry.Who(matter.reporter().account(), null),
                matter.times().reportedAt());
    }

    /// How the imported requests fared. A request repeats another when type and address (the first two lines
    /// of its words) are the same and it came within `again`.
    public Fared fared(Duration again) {
        return client.sql("""
                        with imported as (
                            select *, lag(reported_at) over (
                                partition by split_part(text, E'\\n', 1), split_part(text, E'\\n', 2)
                                order by reported_at) as before
                            from matters.matter where channel = 'IMPORT')
                        select count(*),
                            count(*) filter (where deadline_given and closed_at <= deadline),
                            count(*) filter (where deadline_given and closed_at > deadline),
                            count(*) filter (where deadline_given and closed_at is null),
                            count(*) filter (where not deadline_given),
                            count(*) filter (where split_part(text, E'\\n', 2) <> ''
                                and reported_at - before <= make_interval(secs => ?)),
                            count(*) filter (where latitude is not null)
                        from imported""")
                .param(again.toSeconds())
                .query((row, _) -> new Fared(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7)))
                .single();
    }
}
