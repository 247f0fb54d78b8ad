package org.gongzhi.ledger.witness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.ledger.tree.Algorithm;
import org.gongzhi.ledger.tree.Checkpoint;
import org.gongzhi.ledger.tree.Flaw;
import org.gongzhi.ledger.tree.Folder;
import org.gongzhi.ledger.tree.Note;
import org.gongzhi.ledger.tree.Policy;
import org.gongzhi.ledger.tree.SigningKey;

/// The folder of a party: its name and secret, the logs it follows (`logs/<hex>/`: address, policy, copy) and
/// those of others it only witnesses.
final class Home {

    private final Path path;

    Home(Path path) {
        this.path = path;
    }

    /// What a log is called in paths: the SHA-256 of its origin (tlog-witness).
    static String hex(String origin) {
        return Secrets.sha256(origin.getBytes(StandardCharsets.UTF_8));
    }

    boolean exists() {
        return Files.exists(path.resolve("name"));
    }

    /// Makes name and secret, once.
    void begin(String name) {
        if (exists()) {
            throw new Flaw("there is a party here already: " + name());
        }
        new SigningKey(name, Algorithm.COSIGNATURE, Secrets.of(path).key("witness-key"));
        write("name", name + "\n");
    }

    String name() {
        return read("name").strip();
    }

    private SigningKey key(String name, Algorithm algorithm) {
        byte[] secret = Secrets.of(path).key("witness-key");
        var digest = Secrets.digest();
        digest.update(secret);
        return new SigningKey(
                name, algorithm, digest.digest((algorithm + " " + name).getBytes(StandardCharsets.UTF_8)));
    }

    /// Signs what this party holds whole.
    SigningKey mirror() {
        return key(name(), Algorithm.COSIGNATURE);
    }

    /// Signs logs it only checks the growth of; a role of its own has a name and key of its own.
    SigningKey witness() {
        return key(name() + "/witness", Algorithm.COSIGNATURE);
    }

    /// The same with ML-DSA-44, as a second line.
    SigningKey later() {
        return key(name() + "/ml-dsa-44", Algorithm.ML_DSA_44);
    }

    /// A log this party follows: where it is, what its policy says, and the folder of the copy.
    record Followed(String origin, Source source, Policy policy, Path copy) {}

    /// Begins to follow a log: its policy as it is served now, whose key somebody has compared.
    Followed follow(String url, String policy) {
        Policy parsed = Policy.parse(policy);
        String origin = parsed.logs().getFirst().name();
        String folder = "logs/" + hex(origin);
        write(folder + "/origin", origin + "\n");
        write(folder + "/url", url + "\n");
        write(folder + "/policy", policy);
        return new Followed(
                origin, new Source(url), parsed, path.resolve(folder).resolve("copy"));
    }

    List<Followed> followed() {
        var all = new ArrayList<Followed>();
        Path logs = path.resolve("logs");
        if (!Files.isDirectory(logs)) {
            return all;
        }
        try (var folders = Files.list(logs)) {
            for (Path each : folders.sorted().toList()) {
                String folder = "logs/" + each.getFileName();
                if (Files.exists(each.resolve("url"))) {
                    all.add(new Followed(
                            read(folder + "/origin").strip(),
                            new Source(read(folder + "/url").strip()),
                            Policy.parse(read(folder + "/policy")),
                            each.resolve("copy")));
                }
            }
            return all;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Keys of logs this party witnesses without keeping them: `others`, a vkey on each line.
    List<String> others() {
        return new Folder(path)
                .read("others")
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .toList())
                .orElse(List.of());
    }

    void other(String vkey) {
        var lines = new ArrayList<>(others());
        lines.add(vkey);
        write("others", String.join("\n", lines) + "\n");
    }

    /// The newest checkpoint this party has witnessed of a log, in the role of a plain witness.
    Optional<Note> witnessed(String origin) {
        return new Folder(path).read("witnessed/" + hex(origin)).map(Note::parse);
    }

    void witnessed(Note note) {
        write("witnessed/" + hex(Checkpoint.parse(note).origin()), note.whole());
    }

    /// The newest checkpoint of a followed log with this party's own line, as it is shown to those who ask.
    void signed(String origin, Note note) {
        write("logs/" + hex(origin) + "/signed", note.whole());
    }

    Optional<Note> signed(String origin) {
        return new Folder(path).read("logs/" + hex(origin) + "/signed").map(Note::parse);
    }

    /// The folder of a log: its policy, the published figures, the files it covers, and in `copy/` the log
    /// itself.
    Folder place(String origin) {
        return new Folder(path.resolve("logs/" + hex(origin)));
    }

    private String read(String name) {
        return new Folder(path)
                .read(name)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElseThrow(() -> new Flaw("there is no " + path.resolve(name) + "; run `witness init` first"));
    }

    private void write(String name, String text) {
        new Folder(path).write(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
