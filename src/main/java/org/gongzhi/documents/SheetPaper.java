package org.gongzhi.documents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/// Writes a document as a workbook: numbers as numbers, the rest as text that no program runs.
final class SheetPaper {

    private SheetPaper() {}

    static byte[] write(Paper paper) {
        var bytes = new ByteArrayOutputStream();
        try (var book = new Workbook(bytes, "Gongzhi", "1.0")) {
            Worksheet sheet = book.newWorksheet(name(paper.title()));
            int row = 0;
            sheet.value(row, 0, paper.title());
            sheet.style(row++, 0).bold().fontSize(16).set();
            sheet.value(row++, 0, paper.under());
            for (Paper.Block block : paper.blocks()) {
                row = block(sheet, row, block);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return bytes.toByteArray();
    }

    private static String name(String title) {
        String plain = title.replaceAll("[\\\\/?*\\[\\]:]", " ").strip();
        return plain.isEmpty() ? "1" : plain.substring(0, Math.min(31, plain.length()));
    }

    private static int block(Worksheet sheet, int at, Paper.Block block) {
        int row = at;
        switch (block) {
            case Paper.Heading heading -> {
                sheet.value(++row, 0, heading.text());
                sheet.style(row++, 0).bold().set();
            }
            case Paper.Text text -> sheet.value(row++, 0, defused(text.text()));
            case Paper.Facts facts -> {
                for (Paper.Fact fact : facts.facts()) {
                    sheet.value(row, 0, fact.term());
                    cell(sheet, row++, 1, fact.value());
                }
            }
            case Paper.Table table -> {
                cells(sheet, row, table.heads());
                for (int i = 0; i < table.heads().size(); i++) {
                    sheet.style(row, i).bold().set();
                }
                row++;
                for (List<String> cells : table.rows()) {
                    cells(sheet, row++, cells);
                }
            }
            case Paper.Signatures signatures -> {
                for (String place : signatures.places()) {
                    sheet.value(++row, 0, place + "：");
                }
                row++;
            }
            case Paper.Code code -> sheet.value(row++, 0, code.beside() + " " + code.address());
            case Paper.Break _ -> row++;
        }
        return row;
    }

    private static void cells(Worksheet sheet, int row, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            cell(sheet, row, i, cells.get(i));
        }
    }

    private static void cell(Worksheet sheet, int row, int column, String text) {
        if (text.matches("-?\\d{1,15}")) {
            sheet.value(row, column, Long.parseLong(text));
        } else {
            sheet.value(row, column, defused(text));
        }
    }

    /// A cell that begins like a formula would be run by some programs that open it as text.
    private static String defused(String text) {
        return !text.isEmpty() && "=+-@\t".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
