package org.gongzhi.register;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A workbook written sign by sign, for what no library writes: every kind of cell, hidden sheets, days since 1904,
/// merged cells, things that are too large.
final class RawWorkbook {

    /// Formats: 0 none, 1 a day, 2 month and year only, 3 month and day only.
    private static final String STYLES =
            "<styleSheet><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"yyyy/mm\"/>"
                    + "<numFmt numFmtId=\"165\" formatCode=\"m&quot;月&quot;d&quot;日&quot;\"/></numFmts>"
                    + "<cellXfs count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs>"
                    + "</styleSheet>";

    private record Part(String name, String text) {}

    private final List<String> sheets = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private String properties = "";

    RawWorkbook since1904() {
        properties = "<workbookPr date1904=\"1\"/>";
        return this;
    }

    /// A sheet of rows, each a list of cells as [#text] and its like make them; `after` stands behind the rows.
    RawWorkbook sheet(String name, String state, String after, List<List<String>> rows) {
        var xml = new StringBuilder("<worksheet><sheetData>");
        for (int row = 0; row < rows.size(); row++) {
            xml.append("<row r=\"").append(row + 1).append("\">");
            int column = 0;
            for (String cell : rows.get(row)) {
                xml.append(cell.replaceFirst("<c", "<c r=\"" + (char) ('A' + column++) + (row + 1) + "\""));
            }
            xml.append("</row>");
        }
        return sheetXml(
                name,
                state,
                xml.append("</sheetData>").append(after).append("</worksheet>").toString());
    }

    RawWorkbook sheetXml(String name, String state, String xml) {
        int number = sheets.size() + 1;
        sheets.add("<sheet name=\"" + name + "\" state=\"" + state + "\" sheetId=\"" + number + "\" r:id=\"rId" + number
                + "\"/>");
        return part("xl/worksheets/sheet" + number + ".xml", xml);
    }

    RawWorkbook part(String name, String text) {
        parts.add(new Part(name, text));
        return this;
    }

    static String text(String value) {
        return value.isEmpty() ? "<c/>" : "<c t=\"inlineStr\"><is><t>" + value + "</t></is></c>";
    }

    static String number(String value, int style) {
        return "<c s=\"" + style + "\"><v>" + value + "</v></c>";
    }

    /// A row of texts.
    static List<String> texts(String... values) {
        return java.util.Arrays.stream(values).map(RawWorkbook::text).toList();
    }

    static List<String> with(List<String> row, int column, String cell) {
        var changed = new ArrayList<>(row);
        changed.set(column, cell);
        return changed;
    }

    byte[] bytes() throws IOException {
        var bytes = new ByteArrayOutputStream();
        write(bytes);
        return bytes.toByteArray();
    }

    void write(OutputStream out) throws IOException {
        var links = new StringBuilder("<Relationships>");
        for (int i = 1; i <= sheets.size(); i++) {
            links.append("<Relationship Id=\"rId" + i + "\" Target=\"worksheets/sheet" + i + ".xml\"/>");
        }
        try (var zip = new ZipOutputStream(out)) {
            put(
                    zip,
                    "xl/workbook.xml",
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><workbook xmlns:r=\"r\">" + properties + "<sheets>"
                            + String.join("", sheets) + "</sheets></workbook>");
            put(zip, "xl/_rels/workbook.xml.rels", links + "</Relationships>");
            put(zip, "xl/styles.xml", STYLES);
            for (Part part : parts) {
                put(zip, part.name, part.text);
            }
        }
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
