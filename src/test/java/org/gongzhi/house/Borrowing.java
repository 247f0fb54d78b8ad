package org.gongzhi.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Whoever opens something closes it in the same method, whether it ends well or badly: the compiler writes two
/// calls of `close` for each resource of a `try`. Who hands on what was opened has it as its result, and then the
/// caller is asked: connections, statements and results are borrowed from whatever method gives them. Read from the
/// bytes, because a forgotten `try` shows there.
final class Borrowing extends ArchCondition<JavaClass> {

    private static final String FILES = "java.nio.file.Files";
    private static final String JDBC = "org.springframework.jdbc.core.";
    private static final String BYTES = "bytes";
    private static final String STREAM = "java.util.stream.Stream";

    /// Methods that open something, by what has to be closed.
    private static final Map<String, String> OPENING = Map.ofEntries(
            Map.entry(FILES + ".list", STREAM),
            Map.entry(FILES + ".walk", STREAM),
            Map.entry(FILES + ".lines", STREAM),
            Map.entry(FILES + ".find", STREAM),
            Map.entry(FILES + ".newDirectoryStream", "java.nio.file.DirectoryStream"),
            Map.entry(JDBC + "simple.JdbcClient$MappedQuerySpec.stream", STREAM),
            Map.entry(JDBC + "JdbcTemplate.queryForStream", STREAM),
            Map.entry(JDBC + "JdbcOperations.queryForStream", STREAM),
            Map.entry(JDBC + "namedparam.NamedParameterJdbcTemplate.queryForStream", STREAM),
            Map.entry(FILES + ".newInputStream", BYTES),
            Map.entry(FILES + ".newOutputStream", BYTES),
            Map.entry(FILES + ".newBufferedReader", BYTES),
            Map.entry(FILES + ".newBufferedWriter", BYTES),
            Map.entry(FILES + ".newByteChannel", BYTES),
            Map.entry("java.nio.channels.FileChannel.open", BYTES),
            Map.entry("java.lang.Class.getResourceAsStream", BYTES),
            Map.entry("java.lang.ClassLoader.getResourceAsStream", BYTES),
            Map.entry("org.springframework.web.multipart.MultipartFile.getInputStream", BYTES),
            Map.entry("java.net.http.HttpResponse$BodyHandlers.ofInputStream", BYTES),
            Map.entry("java.net.http.HttpResponse$BodyHandlers.ofLines", BYTES),
            Map.entry("java.io.FileInputStream.<init>", BYTES),
            Map.entry("java.io.FileOutputStream.<init>", BYTES),
            Map.entry("java.io.RandomAccessFile.<init>", BYTES),
            Map.entry("java.net.Socket.<init>", BYTES),
            Map.entry("java.net.ServerSocket.<init>", BYTES),
            Map.entry("java.util.zip.ZipFile.<init>", "java.util.zip.ZipFile"),
            Map.entry("org.apache.pdfbox.Loader.loadPDF", "org.apache.pdfbox.pdmodel.PDDocument"),
            Map.entry("org.apache.pdfbox.pdmodel.PDDocument.<init>", "org.apache.pdfbox.pdmodel.PDDocument"),
            Map.entry("org.dhatim.fastexcel.Workbook.<init>", "org.dhatim.fastexcel.Workbook"),
            Map.entry(
                    "org.dhatim.fastexcel.reader.ReadableWorkbook.<init>",
                    "org.dhatim.fastexcel.reader.ReadableWorkbook"),
            Map.entry("org.apache.lucene.search.SearcherManager.acquire", "org.apache.lucene.search.SearcherManager"));

    /// Whoever gives one of these lends it, unless it is one of JDBC's own ways back.
    private static final Set<String> LENT = Set.of(
            "java.sql.Connection",
            "java.sql.Statement",
            "java.sql.PreparedStatement",
            "java.sql.CallableStatement",
            "java.sql.ResultSet");

    private static final Set<String> WAYS_BACK = Set.of("getConnection", "getStatement");

    Borrowing() {
        super("give back what they borrow");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        type.getSource().ifPresent(source -> {
            try (InputStream bytes = source.getUri().toURL().openStream()) {
                for (MethodModel method :
                        ClassFile.of().parse(bytes.readAllBytes()).methods()) {
                    for (String kept : kept(method)) {
                        events.add(SimpleConditionEvent.violated(
                                type, type.getName() + "." + method.methodName().stringValue() + " keeps a " + kept));
                    }
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
    }

    /// What this method opens and does not close on every way out.
    private static List<String> kept(MethodModel method) {
        var opened = new TreeMap<String, Integer>();
        var closed = new TreeMap<String, Integer>();
        method.code()
                .ifPresent(code -> code.forEach(element -> {
                    if (element instanceof InvokeInstruction call) {
                        if (opens(call) instanceof String what) {
                            opened.merge(what, 1, Integer::sum);
                        }
                        String name = call.name().stringValue();
                        if (name.equals("close") || name.equals("release")) {
                            String owner = name(call.owner().asSymbol());
                            closed.merge(strict(owner) ? owner : BYTES, 1, Integer::sum);
                        }
                    }
                }));
        String result = name(method.methodTypeSymbol().returnType());
        return opened.entrySet().stream()
                .filter(each -> closed.getOrDefault(each.getKey(), 0) < 2 * each.getValue())
                .map(Map.Entry::getKey)
                .filter(what -> !result.equals(what) && !(what.equals(BYTES) && handsOn(result)))
                .toList();
    }

    private static String opens(InvokeInstruction call) {
        String owner = name(call.owner().asSymbol());
        String method = call.name().stringValue();
        String known = OPENING.get(owner + "." + method);
        if (known != null) {
            return known;
        }
        String given = name(call.typeSymbol().returnType());
        boolean back =
                owner.startsWith("java.sql.") && !owner.equals("java.sql.DriverManager") && WAYS_BACK.contains(method);
        return LENT.contains(given) && !back ? given : null;
    }

    private static boolean strict(String owner) {
        return LENT.contains(owner) || OPENING.containsValue(owner);
    }

    private static boolean handsOn(String result) {
        return result.endsWith("Stream") && !result.equals(STREAM)
                || result.endsWith("Channel")
                || result.endsWith("Reader")
                || result.endsWith("Writer");
    }

    private static String name(ClassDesc type) {
        return type.isClassOrInterface()
                ? (type.packageName().isEmpty() ? "" : type.packageName() + ".") + type.displayName()
                : type.descriptorString();
    }
}
