package org.gongzhi.register;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gongzhi.register.workbook.Merges;
import org.jspecify.annotations.Nullable;

/// The head of a sheet: which row it ends with, what stands in which column, and the heads that nobody here
/// understands.
/// Above it may be titles; it may have two rows, the upper one with heads that are merged over several columns.
record ImportHead(int row, Map<Integer, ImportColumn> columns, SortedMap<Integer, String> unread, boolean addresses) {

    /// The rows among which a head is looked for.
    static final int WITHIN = 30;

    /// A word alone is no head: a list of choices may begin with 姓名.
    private static final int FEWEST = 2;

    /// The needed columns that the head lacks.
    List<ImportColumn> missing() {
        var missing = new ArrayList<ImportColumn>();
        for (ImportColumn each : ImportColumn.values()) {
            boolean told = each == ImportColumn.BUILDING && columns.containsValue(ImportColumn.DOOR)
                    || addresses && (each == ImportColumn.BUILDING || each == ImportColumn.DOOR);
            if (each.needed() && !told && !columns.containsValue(each)) {
                missing.add(each);
            }
        }
        return missing;
    }

    /// The first head that has everything that is needed, else the one of which most is understood.
    static Optional<ImportHead> find(SortedMap<Integer, Map<Integer, String>> first, Merges merges) {
        ImportHead best = null;
        for (int row : first.keySet()) {
            var upper = first.getOrDefault(row, Map.of());
            var one = of(row, upper);
            var lower = first.get(row + 1);
            var two = lower == null || one.columns.isEmpty() ? one : of(row + 1, both(row, upper, lower, merges));
            var better = two.columns.size() > one.columns.size() && !data(one, lower) ? two : one;
            if (better.columns.size() < FEWEST || !better.columns.containsValue(ImportColumn.NAME)) {
                continue;
            }
            if (better.missing().isEmpty()) {
                return Optional.of(better);
            }
            best = best == null || better.columns.size() > best.columns.size() ? better : best;
        }
        return Optional.ofNullable(best);
    }

    /// Whether the row below a head is somebody already.
    private static boolean data(ImportHead head, @Nullable Map<Integer, String> lower) {
        return lower != null
                && head.columns.entrySet().stream()
                        .anyMatch(each -> each.getValue() == ImportColumn.NAME
                                && lower.containsKey(each.getKey())
                                && ImportColumn.of(lower.get(each.getKey())).isEmpty());
    }

    /// Two rows read as one: the lower head where it is understood, else the upper one over nothing, else both
    /// together.
    private static Map<Integer, String> both(
            int row, Map<Integer, String> upper, Map<Integer, String> lower, Merges merges) {
        var heads = new TreeMap<Integer, String>();
        heads.putAll(upper);
        int over = -1;
        int until = -1;
        for (var each : new TreeMap<>(lower).entrySet()) {
            int column = each.getKey();
            for (int c = Math.max(until + 1, 0); c <= column; c++) {
                if (upper.containsKey(c)) {
                    over = c;
                    until = merges.right(c, row);
                }
            }
            String above = column <= until && over >= 0 ? upper.getOrDefault(over, "") : upper.getOrDefault(column, "");
            heads.put(column, known(each.getValue()) ? each.getValue() : above + each.getValue());
        }
        return heads;
    }

    private static boolean known(String head) {
        return ImportColumn.of(head).isPresent() || ImportColumn.address(head);
    }

    private static ImportHead of(int row, Map<Integer, String> heads) {
        Map<Integer, ImportColumn> columns = new HashMap<>();
        var unread = new TreeMap<Integer, String>();
        new TreeMap<>(heads).forEach((column, head) -> {
            var found = ImportColumn.of(head);
            if (found.isPresent() && !columns.containsValue(found.get())) {
                columns.put(column, found.get());
            } else if (!ImportColumn.plain(head).isEmpty()) {
                unread.put(column, head.strip());
            }
        });
        boolean addresses = false;
        if (!columns.containsValue(ImportColumn.ESTATE)) {
            for (var each : List.copyOf(unread.entrySet())) {
                if (!addresses && ImportColumn.address(each.getValue())) {
                    columns.put(each.getKey(), ImportColumn.ESTATE);
                    unread.remove(each.getKey());
                    addresses = true;
                }
            }
        }
        return new ImportHead(row, columns, unread, addresses);
    }
}
