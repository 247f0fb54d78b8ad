package org.gongzhi.kernel;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;

/// Reads the law and the numbers that ship as data (`src/main/data`), as rows of named columns.
public final class Tables {

    /// One row: text by the name of its column. A column that is not there is a fault of the file.
    public record Row(Map<String, String> cells) {

        public String get(String column) {
            String cell = cells.get(column);
            if (cell == null) {
                throw new IllegalArgumentException("no column " + column + " in " + cells);
            }
            return cell;
        }
    }

    private Tables() {}

    /// The rows of `data/<name>` on the class path, each a map from column name to text.
    public static List<Row> read(String name) {
        var format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setCommentMarker('#')
                .setTrim(true)
                .get();
        try (var stream = Tables.class.getResourceAsStream("/data/" + name)) {
            if (stream == null) {
                throw new IllegalArgumentException("no data file " + name);
            }
            try (var parser = format.parse(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                return parser.stream().map(record -> new Row(record.toMap())).toList();
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
