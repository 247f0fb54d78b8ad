package org.gongzhi.register;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.jspecify.annotations.Nullable;

/// Reads the uploaded workbook row by row, and writes the template and the workbook of errors. Nothing that is not a
/// workbook, that is too large when unpacked, or that lacks a needed column is read at all.
final class ImportBook {

    static final int MOST_ROWS = 200_000;
    private static final long MOST_BYTES = 800L << 20;
    private static final int LONGEST_CELL = 200;
    private static final LocalDate DAY_ZERO = LocalDate.of(1899, 12, 30);

    private ImportBook() {}

    /// Hands each row's number (as a spreadsheet counts) and cells to `sink`; empty rows are passed over. Returns how
    /// many there were.
    static int read(Path file, BiConsumer<Integer, Map<ImportColumn, String>> sink) throws IOException {
        checkSize(file);
        int[] count = {0};
        try (InputStream stream = Files.newInputStream(file);
                var book = new ReadableWorkbook(stream);
                var rows = book.getFirstSheet().openStream()) {
            var iterator = rows.iterator();
            if (!iterator.hasNext()) {
                throw Refusal.invalid("import-empty");
            }
            Map<Integer, ImportColumn> columns = columns(iterator.next());
            while (iterator.hasNext()) {
                Row row = iterator.next();
                var cells = cells(row, columns);
                if (!cells.isEmpty()) {
                    if (++count[0] > MOST_ROWS) {
                        throw Refusal.invalid("import-long", MOST_ROWS);
                    }
                    sink.accept(row.getRowNum(), cells);
                }
            }
        } catch (Refusal refused) {
            throw refused;
        } catch (IOException | org.dhatim.fastexcel.reader.ExcelReaderException unreadable) {
            throw Refusal.invalid("import-file");
        }
        if (count[0] == 0) {
            throw Refusal.invalid("import-empty");
        }
        return count[0];
    }

    private static void checkSize(Path file) throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            byte[] buffer = new byte[1 << 16];
            long bytes = 0;
            for (var entry : zip.stream().toList()) {
                try (InputStream stream = zip.getInputStream(entry)) {
                    for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                        bytes += read;
                        if (bytes > MOST_BYTES) {
                            throw Refusal.invalid("import-file");
                        }
                    }
                }
            }
        } catch (ZipException broken) {
            throw Refusal.invalid("import-file");
        }
    }

    private static Map<Integer, ImportColumn> columns(Row head) {
        Map<Integer, ImportColumn> columns = new HashMap<>();
        for (int i = 0; i < head.getCellCount(); i++) {
            int column = i;
            ImportColumn.of(head.getCellText(i)).ifPresent(found -> columns.put(column, found));
        }
        var missing = new ArrayList<String>();
        for (ImportColumn each : ImportColumn.values()) {
            if (each.needed() && !columns.containsValue(each)) {
                missing.add(each.head(true));
            }
        }
        if (!missing.isEmpty()) {
            throw Refusal.invalid("import-columns", String.join(" ", missing));
        }
        return columns;
    }

    private static Map<ImportColumn, String> cells(Row row, Map<Integer, ImportColumn> columns) {
        Map<ImportColumn, String> cells = new EnumMap<>(ImportColumn.class);
        columns.forEach((index, column) -> {
            String text = index < row.getCellCount() ? text(row.getCell(index), column) : "";
            if (!text.isBlank()) {
                cells.put(
                        column,
                        text.strip()
                                .substring(
                                        0, Math.min(LONGEST_CELL, text.strip().length())));
            }
        });
        return cells;
    }

    private static String text(@Nullable Cell cell, ImportColumn column) {
        if (cell == null) {
            return "";
        }
        boolean day = column == ImportColumn.BORN || column == ImportColumn.SINCE;
        if (day && cell.getType() == CellType.NUMBER && cell.asNumber().intValue() < 100_000) {
            return DAY_ZERO.plusDays(cell.asNumber().intValue()).toString();
        }
        return cell.getType() == CellType.NUMBER ? cell.asNumber().toPlainString() : cell.getText();
    }

    /// An empty workbook with the heads, an example and what each column means.
    static void template(OutputStream out, Words words) throws IOException {
        try (var book = new Workbook(out, "Gongzhi", "1.0")) {
            var sheet = book.newWorksheet(words.t("register.import.sheet"));
            heads(sheet, words);
            var help = book.newWorksheet(words.t("register.import.help"));
            for (ImportColumn column : ImportColumn.values()) {
                help.value(column.ordinal(), 0, column.head(words.chinese()));
                help.value(column.ordinal(), 1, words.t("register.import.column." + column));
            }
            help.width(1, 90);
        }
    }

    private static void heads(org.dhatim.fastexcel.Worksheet sheet, Words words) {
        for (ImportColumn column : ImportColumn.values()) {
            sheet.value(0, column.ordinal(), column.head(words.chinese()) + (column.needed() ? "*" : ""));
            sheet.style(0, column.ordinal()).bold().set();
            sheet.width(column.ordinal(), column == ImportColumn.ID_NUMBER ? 22 : 14);
        }
        sheet.freezePane(0, 1);
    }

    /// One row with its faults, for the workbook of errors.
    record Wrong(int row, Map<ImportColumn, String> cells, List<String> faults) {}

    /// The wrong rows as they were, each wrong cell red, and in the last columns the row's number and what to mend. It
    /// can be mended and uploaded again as it is.
    static void errors(OutputStream out, Words words, Iterable<Wrong> rows) throws IOException {
        try (var book = new Workbook(out, "Gongzhi", "1.0")) {
            var sheet = book.newWorksheet(words.t("register.import.errors"));
            heads(sheet, words);
            int last = ImportColumn.values().length;
            sheet.value(0, last, words.t("register.import.row"));
            sheet.value(0, last + 1, words.t("register.import.wrong"));
            sheet.width(last + 1, 80);
            int line = 1;
            for (Wrong wrong : rows) {
                for (var cell : wrong.cells.entrySet()) {
                    sheet.value(line, cell.getKey().ordinal(), cell.getValue());
                }
                var sentences = new ArrayList<String>();
                for (String fault : wrong.faults) {
                    String[] parts = fault.split(":", 2);
                    ImportColumn column = ImportColumn.valueOf(parts[0]);
                    sheet.style(line, column.ordinal()).fillColor("FFC7CE").set();
                    sentences.add(column.head(words.chinese()) + ": " + words.t("refusal." + parts[1]));
                }
                sheet.value(line, last, wrong.row);
                sheet.value(line, last + 1, String.join(" ", sentences));
                line++;
            }
        }
    }
}
