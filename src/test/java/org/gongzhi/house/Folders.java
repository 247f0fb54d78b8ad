package org.gongzhi.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the program consists of, read from its folders, so that no test keeps a list of its own.
public final class Folders {

    static final Path JAVA = Path.of("src/main/java");
    static final Path TESTS = Path.of("src/test/java");
    static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    static final Path MESSAGES = Path.of("src/main/resources/messages");
    static final Path PAGES = Path.of("src/main/jte");

    private Folders() {}

    /// The modules that own tables: each has a folder of migrations and a schema of the same name.
    public static TreeSet<String> schemas() {
        return schemas(MIGRATIONS);
    }

    static TreeSet<String> schemas(Path migrations) {
        var schemas = inside(migrations);
        schemas.removeIf(name -> name.startsWith("_"));
        return schemas;
    }

    /// The names of the folders in a folder.
    static TreeSet<String> inside(Path root) {
        try (var inside = Files.list(root)) {
            return inside.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Every file below a folder whose name ends so, in order.
    static List<Path> files(Path root, String ending) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
