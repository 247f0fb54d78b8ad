package org.gongzhi.documents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.gongzhi.kernel.QrCode;

/// Lays a document out on A4 pages.
final class PdfPaper {

    private static final float WIDTH = PDRectangle.A4.getWidth();
    private static final float HEIGHT = PDRectangle.A4.getHeight();
    private static final float MARGIN = 56;
    private static final float INNER = WIDTH - 2 * MARGIN;
    private static final float BODY = 11;
    private static final float SMALL = 9.5f;

    private final List<StringBuilder> pages = new ArrayList<>();
    private float y;

    private PdfPaper() {
        newPage();
    }

    static byte[] write(Paper paper) {
        var layout = new PdfPaper();
        layout.centred(paper.title(), 20);
        layout.y -= 8;
        layout.centred(paper.under(), BODY);
        layout.y -= 12;
        paper.blocks().forEach(layout::block);
        return layout.save();
    }

    private void newPage() {
        pages.add(new StringBuilder());
        y = HEIGHT - MARGIN;
    }

    private void room(float height) {
        if (y - height < MARGIN) {
            newPage();
        }
    }

    private void block(Paper.Block block) {
        switch (block) {
            case Paper.Heading heading -> {
                room(50);
                y -= 10;
                paragraph(heading.text(), 14, 0);
                y -= 2;
            }
            case Paper.Text text -> {
                text.text().lines().forEach(line -> paragraph(line, BODY, 2 * BODY));
                y -= 4;
            }
            case Paper.Facts facts ->
                facts.facts().forEach(fact -> paragraph(fact.term() + "：" + fact.value(), BODY, 0));
            case Paper.Table table -> table(table);
            case Paper.Signatures signatures -> {
                y -= 20;
                for (String place : signatures.places()) {
                    room(46);
                    y -= 30;
                    write(place + "：", MARGIN, y, BODY);
                    line(MARGIN + (float) ChineseFont.width(place) * BODY + 20, y - 3, MARGIN + INNER * 0.6f);
                }
            }
            case Paper.Code code -> code(code);
            case Paper.Break _ -> newPage();
        }
    }

    private void code(Paper.Code code) {
        room(CODE + 16);
        y -= CODE + 10;
        pages.getLast().append(QrCode.of(code.address()).rectangles(MARGIN, y, CODE));
        write(code.beside(), MARGIN + CODE + 12, y + CODE / 2, SMALL);
    }

    private static final float CODE = 72;

    private void centred(String text, float size) {
        for (String line : wrapped(text, INNER / size)) {
            room(size * 1.6f);
            y -= size * 1.5f;
            write(line, (WIDTH - (float) ChineseFont.width(line) * size) / 2, y, size);
        }
    }

    private void paragraph(String text, float size, float indent) {
        boolean first = true;
        for (String line : wrapped(text, (INNER - indent) / size)) {
            room(size * 1.7f);
            y -= size * 1.6f;
            write(line, MARGIN + (first ? indent : 0), y, size);
            first = false;
        }
    }

    private void table(Paper.Table table) {
        int columns = table.heads().size();
        double[] wanted = new double[columns];
        for (int i = 0; i < columns; i++) {
            wanted[i] = Math.min(24, Math.max(4, ChineseFont.width(table.heads().get(i)) + 1));
            for (var row : table.rows()) {
                wanted[i] = Math.max(wanted[i], Math.min(24, ChineseFont.width(row.get(i)) + 1));
            }
        }
        double all = java.util.Arrays.stream(wanted).sum();
        float[] widths = new float[columns];
        for (int i = 0; i < columns; i++) {
            widths[i] = (float) (INNER * wanted[i] / all);
        }
        y -= 6;
        row(table.heads(), widths);
        table.rows().forEach(row -> row(row, widths));
        y -= 6;
    }

    private void row(List<String> cells, float[] widths) {
        var lines = new ArrayList<List<String>>();
        int most = 1;
        for (int i = 0; i < widths.length; i++) {
            var wrapped = wrapped(cells.get(i), (widths[i] - 6) / SMALL);
            lines.add(wrapped);
            most = Math.max(most, wrapped.size());
        }
        float height = most * SMALL * 1.4f + 6;
        room(height);
        float x = MARGIN;
        for (int i = 0; i < widths.length; i++) {
            pages.getLast()
                    .append(String.format(
                            Locale.ROOT, "0.5 w %.2f %.2f %.2f %.2f re S%n", x, y - height, widths[i], height));
            float at = y - SMALL * 1.2f - 2;
            for (String line : lines.get(i)) {
                write(line, x + 3, at, SMALL);
                at -= SMALL * 1.4f;
            }
            x += widths[i];
        }
        y -= height;
    }

    private void line(float from, float at, float to) {
        pages.getLast().append(String.format(Locale.ROOT, "0.5 w %.2f %.2f m %.2f %.2f l S%n", from, at, to, at));
    }

    private void write(String text, float x, float at, float size) {
        pages.getLast()
                .append(String.format(
                        Locale.ROOT,
                        "BT /F %.1f Tf %.2f %.2f Td <%s> Tj ET%n",
                        size,
                        x,
                        at,
                        HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_16BE))));
    }

    private static List<String> wrapped(String text, double most) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        double width = 0;
        for (int sign : text.codePoints().toArray()) {
            double wide = sign < 0x2000 ? 0.5 : 1;
            if (width + wide > most && !line.isEmpty()) {
                lines.add(line.toString());
                line.setLength(0);
                width = 0;
            }
            line.appendCodePoint(sign);
            width += wide;
        }
        lines.add(line.toString());
        return lines;
    }

    private byte[] save() {
        try (var document = new PDDocument()) {
            COSDictionary font = ChineseFont.make();
            int number = 0;
            for (StringBuilder content : pages) {
                number++;
                String foot = number + " / " + pages.size();
                content.append(String.format(
                        Locale.ROOT,
                        "BT /F 9 Tf %.2f 30 Td <%s> Tj ET%n",
                        (WIDTH - (float) ChineseFont.width(foot) * 9) / 2,
                        HexFormat.of().formatHex(foot.getBytes(StandardCharsets.UTF_16BE))));
                var page = new PDPage(PDRectangle.A4);
                document.addPage(page);
                var resources = new PDResources();
                var fonts = new COSDictionary();
                fonts.setItem(COSName.getPDFName("F"), font);
                resources.getCOSObject().setItem(COSName.FONT, fonts);
                page.setResources(resources);
                var stream = new PDStream(document);
                try (var out = stream.createOutputStream(COSName.FLATE_DECODE)) {
                    out.write(content.toString().getBytes(StandardCharsets.US_ASCII));
                }
                page.setContents(stream);
            }
            var bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
