package org.gongzhi.register;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dhatim.fastexcel.Workbook;
import org.gongzhi.kernel.Words;

/// Writes the template and the workbook of errors.
final class ImportTemplate {

    private ImportTemplate() {}

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
    record Wrong(String where, Map<ImportColumn, String> cells, List<String> faults) {}

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
                if (wrong.where.matches("\\d+")) {
                    sheet.value(line, last, Integer.valueOf(wrong.where));
                } else {
                    sheet.value(line, last, wrong.where);
                }
                sheet.value(line, last + 1, String.join(" ", sentences));
                line++;
            }
        }
    }
}
