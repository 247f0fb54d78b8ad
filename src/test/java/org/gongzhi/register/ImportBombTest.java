package org.gongzhi.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gongzhi.register.RawWorkbook.texts;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.gongzhi.Scale;
import org.gongzhi.kernel.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A workbook of a few kilobytes that unpacks to hundreds of megabytes is refused, or its cell is red; never does it
/// take the memory. Each is read by a program with 96 MB of memory.
class ImportBombTest {

    private static final String BOOK =
            "<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" r:id=\"rId1\"/></sheets></workbook>";
    private static final int MEGA = 1 << 20;

    @TempDir
    private Path folder;

    /// Reads a workbook and says how many rows it had, or why it was refused.
    public static void main(String[] arguments) {
        for (String file : arguments) {
            int[] rows = {0};
            int[] faults = {0};
            try {
                ImportBook.read(Path.of(file), row -> {
                    rows[0]++;
                    faults[0] += row.faults().size();
                });
                System.out.println(rows[0] + " rows " + faults[0] + " faults");
            } catch (Refusal refused) {
                System.out.println(refused.code());
            }
        }
    }

    private interface Xml {
        void write(OutputStream out) throws IOException;
    }

    private Path book(String name, Xml sheet, Xml strings) throws IOException {
        Path file = folder.resolve(name);
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setLevel(1);
            zip.putNextEntry(new ZipEntry("xl/workbook.xml"));
            put(zip, BOOK);
            zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
            sheet.write(zip);
            zip.putNextEntry(new ZipEntry("xl/sharedStrings.xml"));
            strings.write(zip);
        }
        return file;
    }

    private static void put(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void fill(OutputStream out, String piece, int megabytes) throws IOException {
        byte[] block = piece.repeat(MEGA / piece.length()).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < megabytes; i++) {
            out.write(block);
        }
    }

    private static Xml of(String before, String piece, int megabytes, String after) {
        return out -> {
            put(out, before);
            fill(out, piece, megabytes);
            put(out, after);
        };
    }

    private static String row(String cells) {
        return "<row>" + cells + "</row>";
    }

    private static final String HEAD = "<worksheet><sheetData>" + row(String.join("", texts("姓名", "小区", "楼栋", "室号")));
    private static final String END = "</sheetData></worksheet>";
    private static final Xml NOTHING = out -> put(out, "<sst/>");
    private static final String ONE = row("<c t=\"s\"><v>0</v></c>" + String.join("", texts("恒泉花园", "7栋", "0101")));

    private record Bomb(String name, Xml sheet, Xml strings, String said) {

        Bomb(String name, Xml sheet, String said) {
            this(name, sheet, NOTHING, said);
        }
    }

    private static final Xml SHEET = out -> put(out, HEAD + ONE + END);

    /// The sizes are as large as the limits, and larger than the memory of the program that reads them.
    private static final List<Bomb> BOMBS = List.of(
            new Bomb("string", SHEET, of("<sst><si><t>", "a", 100, "</t></si></sst>"), "1 rows 1 faults"),
            new Bomb("strings", SHEET, of("<sst>", "<si><t>a</t></si>", 40, "</sst>"), "import-large"),
            new Bomb(
                    "texts",
                    SHEET,
                    of("<sst>", "<si><t>" + "张".repeat(400) + "</t></si>", 20, "</sst>"),
                    "import-large"),
            new Bomb(
                    "cell",
                    of(HEAD + "<row><c t=\"inlineStr\"><is><t>", "a", 100, "</t></is></c></row>" + END),
                    "1 rows 1 faults"),
            new Bomb("attribute", of(HEAD + "<row r=\"", "1", 1, "\"></row>" + END), "import-large"),
            new Bomb("names", of(HEAD, "<a b='c'/>", 5, END), "import-empty"),
            new Bomb("comment", of(HEAD + "<!--", "< >", 5, "-->" + ONE + END), "1 rows 0 faults"),
            new Bomb("cells", of(HEAD + "<row>", "<c><v>1</v></c>", 1, "</row>" + END), "import-large"),
            new Bomb("rows", of(HEAD, "<row><c><v>1</v></c></row>", 6, END), "import-long"),
            new Bomb(
                    "merges",
                    of(HEAD + "</sheetData><mergeCells>", "<mergeCell ref='A1:A9'/>", 26, "</mergeCells></worksheet>"),
                    "import-large"),
            new Bomb("doctype", out -> put(out, "<!DOCTYPE a [<!ENTITY b \"c\">]>" + HEAD + END), "import-file"));

    @Test
    void nothingInAWorkbookTakesTheMemory() throws Exception {
        var bombs = new java.util.ArrayList<>(BOMBS);
        if (Scale.whole()) {
            bombs.add(new Bomb("sheet", of(HEAD, " ", 450, END), "import-large"));
        }
        var files = new java.util.ArrayList<Path>();
        for (Bomb bomb : bombs) {
            files.add(book(bomb.name, bomb.sheet, bomb.strings));
        }
        assertThat(said(files)).isEqualTo(bombs.stream().map(Bomb::said).toList());
        assertThat(Files.size(files.getFirst())).isLessThan(MEGA);
    }

    private static List<String> said(List<Path> files) throws Exception {
        var command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ImportBombTest.class.getName()));
        files.forEach(file -> command.add(file.toString()));
        var program = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var answer = program.inputReader(StandardCharsets.UTF_8)) {
            var lines = answer.readAllLines();
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return lines;
        }
    }
}
