package org.gongzhi.register.workbook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.gongzhi.kernel.Refusal;

/// A workbook that is open for reading. What is not one, or is larger unpacked than any register of a community, is
/// refused.
public final class Workbook implements AutoCloseable {

    private static final long MOST_SHEET = 400L << 20;
    private static final long MOST_STRINGS = 250L << 20;
    private static final long MOST_PART = 16L << 20;
    private static final int MOST_SHEETS = 200;
    private static final int LONGEST_NAME = 60;

    /// Heads beyond this column are not looked for.
    private static final int WIDEST_HEAD = 500;

    private final Unpacked archive;
    private final List<Sheet> sheets = new ArrayList<>();
    private boolean since1904;
    private Styles styles = new Styles();
    private Strings strings = new Strings();

    private Workbook(Unpacked archive) {
        this.archive = archive;
    }

    public static Workbook open(Path file) throws IOException {
        var archive = Unpacked.open(file);
        try {
            var book = new Workbook(archive);
            book.read();
            return book;
        } catch (RuntimeException | IOException refused) {
            archive.close();
            throw refused;
        }
    }

    private void read() throws IOException {
        String home = "xl/workbook.xml";
        var paths = new HashMap<String, String>();
        try (var tags = tags("xl/_rels/workbook.xml.rels", MOST_PART)) {
            while (tags.next()) {
                if (tags.opens("Relationship")
                        && tags.attribute("Id") instanceof String id
                        && tags.attribute("Target") instanceof String target
                        && paths.size() < 10 * MOST_SHEETS) {
                    paths.put(id, target.startsWith("/") ? target.substring(1) : "xl/" + target);
                }
            }
        }
        try (var tags = tags(home, MOST_PART)) {
            while (tags.next()) {
                part(tags, paths);
            }
        }
        if (sheets.isEmpty()) {
            throw Refusal.invalid("import-file");
        }
        try (var tags = tags("xl/styles.xml", MOST_PART)) {
            styles = Styles.read(tags);
        }
        try (var tags = tags("xl/sharedStrings.xml", MOST_STRINGS)) {
            strings = Strings.read(tags);
        }
    }

    private void part(Tags tags, Map<String, String> paths) {
        if (tags.opens("workbookPr")) {
            String said = tags.attribute("date1904");
            since1904 = "1".equals(said) || "true".equals(said);
        } else if (tags.opens("sheet")) {
            if (sheets.size() == MOST_SHEETS) {
                throw Refusal.invalid("import-large");
            }
            String name = String.valueOf(tags.attribute("name"));
            String state = String.valueOf(tags.attribute("state"));
            String path = paths.getOrDefault(
                    String.valueOf(tags.attribute(":id")), "xl/worksheets/sheet" + (sheets.size() + 1) + ".xml");
            sheets.add(
                    new Sheet(name.substring(0, Math.min(LONGEST_NAME, name.length())), state.endsWith("idden"), path));
        }
    }

    private Tags tags(String name, long most) throws IOException {
        return new Tags(archive.stream(name, most));
    }

    public List<Sheet> sheets() {
        return List.copyOf(sheets);
    }

    /// The texts of the first `most` rows of a sheet that hold anything, cut to what a head needs, and what is
    /// merged in all of it.
    public TreeMap<Integer, Map<Integer, String>> first(Sheet sheet, int most, Merges merges) throws IOException {
        var first = new TreeMap<Integer, Map<Integer, String>>();
        if (archive.has(sheet.path())) {
            try (var tags = tags(sheet.path(), MOST_SHEET)) {
                new Rows(tags, strings, styles, since1904).read(merges, (row, cells) -> {
                    first.put(row, texts(cells));
                    return first.size() < most;
                });
            }
            merges.sort();
        }
        return first;
    }

    private static Map<Integer, String> texts(Map<Integer, Cell> cells) {
        var texts = new TreeMap<Integer, String>();
        cells.forEach((column, cell) -> {
            if (column < WIDEST_HEAD) {
                texts.put(
                        column,
                        cell.text()
                                .substring(0, Math.min(LONGEST_NAME, cell.text().length())));
            }
        });
        return texts;
    }

    /// Hands on each row that holds anything: its number, as a spreadsheet counts, and its cells by column.
    public void rows(Sheet sheet, BiConsumer<Integer, Map<Integer, Cell>> sink) throws IOException {
        try (var tags = tags(sheet.path(), MOST_SHEET)) {
            new Rows(tags, strings, styles, since1904).read(null, (row, cells) -> {
                sink.accept(row, cells);
                return true;
            });
        }
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
