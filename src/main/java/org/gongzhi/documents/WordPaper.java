package org.gongzhi.documents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.poi.xwpf.usermodel.BreakType;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFRun;

/// Writes a document for Word.
final class WordPaper {

    private WordPaper() {}

    static byte[] write(Paper paper) {
        try (var document = new XWPFDocument()) {
            line(document, paper.title(), 20, true, ParagraphAlignment.CENTER);
            line(document, paper.under(), 11, false, ParagraphAlignment.CENTER);
            for (Paper.Block block : paper.blocks()) {
                block(document, block);
            }
            var bytes = new ByteArrayOutputStream();
            document.write(bytes);
            return bytes.toByteArray();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void block(XWPFDocument document, Paper.Block block) {
        switch (block) {
            case Paper.Heading heading -> line(document, heading.text(), 14, true, ParagraphAlignment.LEFT);
            case Paper.Text text ->
                text.text()
                        .lines()
                        .forEach(each -> line(document, each, 11, false, ParagraphAlignment.BOTH)
                                .setIndentationFirstLine(440));
            case Paper.Facts facts ->
                facts.facts()
                        .forEach(fact ->
                                line(document, fact.term() + "：" + fact.value(), 11, false, ParagraphAlignment.LEFT));
            case Paper.Table table -> table(document, table);
            case Paper.Signatures signatures ->
                signatures
                        .places()
                        .forEach(place -> line(
                                document,
                                "\n" + place + "：________________________",
                                11,
                                false,
                                ParagraphAlignment.LEFT));
            case Paper.Code code ->
                line(document, code.beside() + " " + code.address(), 9, false, ParagraphAlignment.LEFT);
            case Paper.Break _ -> document.createParagraph().createRun().addBreak(BreakType.PAGE);
        }
    }

    private static org.apache.poi.xwpf.usermodel.XWPFParagraph line(
            XWPFDocument document, String text, int size, boolean bold, ParagraphAlignment alignment) {
        var paragraph = document.createParagraph();
        paragraph.setAlignment(alignment);
        XWPFRun run = paragraph.createRun();
        run.setText(text);
        run.setFontSize(size);
        run.setBold(bold);
        run.setFontFamily("宋体", XWPFRun.FontCharRange.eastAsia);
        return paragraph;
    }

    private static void table(XWPFDocument document, Paper.Table table) {
        var made = document.createTable(table.rows().size() + 1, table.heads().size());
        made.setWidth("100%");
        fill(made.getRow(0).getTableCells(), table.heads(), true);
        for (int i = 0; i < table.rows().size(); i++) {
            fill(made.getRow(i + 1).getTableCells(), table.rows().get(i), false);
        }
    }

    private static void fill(
            List<org.apache.poi.xwpf.usermodel.XWPFTableCell> cells, List<String> texts, boolean bold) {
        for (int i = 0; i < texts.size(); i++) {
            var run = cells.get(i).getParagraphs().getFirst().createRun();
            run.setText(texts.get(i));
            run.setFontSize(10);
            run.setBold(bold);
        }
    }
}
