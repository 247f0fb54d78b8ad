package org.gongzhi.operations;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// `./gongzhi restore`, `./gongzhi check` and `./gongzhi backups`: work from the folder of backups and its
/// key alone, when program and database are gone.
public final class RestoreMain {

    private static final String USAGE = """
            restore FOLDER --key FILE --into NEW-FOLDER [--until MOMENT] [--postgres FOLDER-OF-PROGRAMS]
            check FOLDER --key FILE [--trial FOLDER] [--postgres FOLDER-OF-PROGRAMS]
            backups FOLDER --key FILE
            MOMENT: 2026-11-22T09:30:00 (Beijing time) or with an offset""";

    private RestoreMain() {}

    public static void main(String[] words) {
        System.exit(run(words, System.out, System.err));
    }

    static int run(String[] given, PrintStream out, PrintStream err) {
        var options = new HashMap<String, String>();
        var words = new ArrayList<String>();
        for (int i = 0; i < given.length; i++) {
            if (given[i].startsWith("--") && i + 1 < given.length) {
                options.put(given[i].substring(2), given[++i]);
            } else {
                words.add(given[i]);
            }
        }
        String key = options.get("key");
        if (words.size() != 2 || key == null) {
            err.println(USAGE);
            return 2;
        }
        try {
            var restore = new Restore(
                    new BackupFolder(Path.of(words.get(1)), Restore.key(Path.of(key))),
                    JsonMapper.builder().build());
            return switch (words.getFirst()) {
                case "restore" -> restore(restore, options, out, err);
                case "check" ->
                    told(
                            restore.check(
                                    path(options, "trial") instanceof Path trial
                                            ? trial
                                            : Files.createTempDirectory("gongzhi-check"),
                                    path(options, "postgres")),
                            out);
                case "backups" -> list(restore, out);
                default -> {
                    err.println(USAGE);
                    yield 2;
                }
            };
        } catch (Exception failed) {
            err.println("备份不能用 / the backup cannot be used: " + failed.getMessage());
            return 1;
        }
    }

    private static int restore(Restore restore, HashMap<String, String> options, PrintStream out, PrintStream err)
            throws Exception {
        Path into = path(options, "into");
        if (into == null) {
            err.println(USAGE);
            return 2;
        }
        String until = options.get("until");
        int code = told(restored(restore, into, until == null ? null : RestoreMoment.of(until), options), out);
        out.println("恢复在 / restored in " + into + ": ./gongzhi up --data " + into);
        return code;
    }

    private static RestoreReport restored(
            Restore restore, Path into, @Nullable Instant until, HashMap<String, String> options) throws Exception {
        try {
            return restore.restore(into, until, path(options, "postgres"));
        } catch (IOException failed) {
            throw until == null ? failed : RestoreMoment.explained(failed, until, into);
        }
    }

    private static int told(RestoreReport report, PrintStream out) {
        report.lines().forEach(out::println);
        out.println(report.sound() ? "SOUND: 与备份时一致 / as it was" : "DIFFERENT: 与备份时不一致 / not as it was");
        return report.sound() ? 0 : 1;
    }

    private static int list(Restore restore, PrintStream out) throws Exception {
        List<BackupManifest> all = restore.all();
        for (var each : all) {
            out.printf(
                    "%s  %s  PostgreSQL %d  %,d rows  %,d photos  %,d bytes%n",
                    each.name(),
                    each.ended(),
                    each.major(),
                    each.counts().values().stream().mapToLong(Long::longValue).sum(),
                    each.photos(),
                    each.bytes());
        }
        out.println(all.size() + " 个备份 / backups");
        return 0;
    }

    private static @Nullable Path path(HashMap<String, String> options, String name) {
        String value = options.get(name);
        return value == null ? null : Path.of(value).toAbsolutePath();
    }
}
