package org.gongzhi.matters;

import java.sql.PreparedStatement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gongzhi.journal.Follower;
import org.gongzhi.journal.Recorded;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Keeps the counts of the board: how many matters of each kind stand at each stage in each estate.
@Component
class MatterTally implements Follower {

    private record Cell(long community, long estate, String kind, String stage) implements Comparable<Cell> {
        @Override
        public int compareTo(Cell other) {
            return toString().compareTo(other.toString());
        }
    }

    private final JdbcTemplate jdbc;
    private final MatterRollUp rollUp;

    MatterTally(JdbcTemplate jdbc, MatterRollUp rollUp) {
        this.jdbc = jdbc;
        this.rollUp = rollUp;
    }

    @Override
    public String name() {
        return "matter-tally";
    }

    @Override
    public int batch() {
        return 5000;
    }

    @Override
    public void follow(List<Recorded> entries) {
        var acts = entries.stream()
                .filter(entry -> entry.subject().kind().equals("matter"))
                .toList();
        if (acts.isEmpty()) {
            return;
        }
        Map<Cell, Integer> changes = new HashMap<>();
        for (Recorded entry : acts) {
            boolean corrected = entry.kind().equals("Corrected");
            count(changes, entry, corrected ? before(entry) : now(entry), entry.text("from"), -1);
            count(changes, entry, now(entry), entry.text("to"), 1);
        }
        changes.values().removeIf(change -> change == 0);
        estates(changes);
        divisions(changes);
        rollUp.mark(acts);
    }

    private void estates(Map<Cell, Integer> changes) {
        jdbc.batchUpdate(
                """
                insert into matters.tally (community, street, estate, kind, stage, matters) values (?, ?, ?, ?, ?, ?)
                on conflict (community, estate, kind, stage) do update
                set matters = matters.tally.matters + excluded.matters""",
                List.copyOf(new TreeMap<>(changes).entrySet()),
                1000,
                (PreparedStatement statement, Map.Entry<Cell, Integer> change) -> {
                    Cell cell = change.getKey();
                    statement.setLong(1, cell.community);
                    statement.setLong(2, cell.community / 1000);
                    statement.setLong(3, cell.estate);
                    statement.setString(4, cell.kind);
                    statement.setString(5, cell.stage);
                    statement.setInt(6, change.getValue());
                });
    }

    private record Division(String code, String kind, String stage) {}

    /// The same by street, county, city and province.
    private void divisions(Map<Cell, Integer> changes) {
        var sums = new HashMap<Division, Integer>();
        changes.forEach((cell, change) -> Place.outward(Long.toString(cell.community / 1000))
                .forEach(code -> sums.merge(new Division(code, cell.kind, cell.stage), change, Integer::sum)));
        sums.values().removeIf(change -> change == 0);
        jdbc.batchUpdate(
                """
                insert into matters.division_tally (code, kind, stage, matters) values (?, ?, ?, ?)
                on conflict (code, kind, stage) do update
                set matters = matters.division_tally.matters + excluded.matters""",
                List.copyOf(sums.entrySet()),
                1000,
                (PreparedStatement statement, Map.Entry<Division, Integer> change) -> {
                    statement.setString(1, change.getKey().code);
                    statement.setString(2, change.getKey().kind);
                    statement.setString(3, change.getKey().stage);
                    statement.setInt(4, change.getValue());
                });
    }

    /// What a matter is counted under: its kind and the estate around it.
    private record Sorting(@Nullable String kind, @Nullable String estate) {}

    private static Sorting now(Recorded entry) {
        return new Sorting(entry.text("matterKind"), entry.text("estate"));
    }

    private static Sorting before(Recorded entry) {
        var event = entry.body().path("event");
        return new Sorting(
                event.path("oldKind").asString(),
                event.hasNonNull("oldEstate") ? event.path("oldEstate").asString() : null);
    }

    private static void count(
            Map<Cell, Integer> changes, Recorded entry, Sorting sorting, @Nullable String stage, int by) {
        if (stage == null || sorting.kind == null) {
            return;
        }
        long estate = sorting.estate == null ? 0 : Long.parseLong(sorting.estate);
        changes.merge(new Cell(entry.where().community(), estate, sorting.kind, stage), by, Integer::sum);
    }
}
