package org.gongzhi.register;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// What is wrong in a row, for each column the first thing, kept as `COLUMN:code` with blanks between.
final class RowFaults {

    private final Map<ImportColumn, String> first = new LinkedHashMap<>();

    /// Begins with what the reading of the workbook found.
    RowFaults(String kept) {
        for (String fault : kept.split(" ")) {
            if (!fault.isEmpty()) {
                String[] parts = fault.split(":", 2);
                add(ImportColumn.valueOf(parts[0]), parts[1]);
            }
        }
    }

    void add(ImportColumn column, String code) {
        first.putIfAbsent(column, code);
    }

    boolean isEmpty() {
        return first.isEmpty();
    }

    @Override
    public String toString() {
        return first.entrySet().stream()
                .map(each -> each.getKey() + ":" + each.getValue())
                .collect(Collectors.joining(" "));
    }
}
