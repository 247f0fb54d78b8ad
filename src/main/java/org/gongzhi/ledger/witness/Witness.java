package org.gongzhi.ledger.witness;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.gongzhi.ledger.tree.Checkpoint;
import org.gongzhi.ledger.tree.Flaw;
import org.gongzhi.ledger.tree.Folder;
import org.gongzhi.ledger.tree.Hash;
import org.gongzhi.ledger.tree.Note;
import org.gongzhi.ledger.tree.Policy;
import org.gongzhi.ledger.tree.Proofs;
import org.gongzhi.ledger.tree.Receipt;
import org.gongzhi.ledger.tree.SigningKey;
import org.gongzhi.ledger.tree.Tiles;
import org.gongzhi.ledger.tree.Tree;
import org.gongzhi.ledger.tree.Verifier;

/// One party at work. For each log it follows: pull, recompute, keep, and only then sign and send the
/// signature to the log. For others it answers `add-checkpoint` (tlog-witness v1.0.0, with the status of the
/// main branch for a second root at one size): what it has signed is durable before anybody sees it.
public final class Witness {

    /// What is worth an alarm: a fork, a leaking line, silence.
    public record Alarm(String origin, String what, Instant at) {}

    /// So many bundles are looked through for a line whose place nobody names.
    private static final int NEWEST = 400;

    private final Home home;
    private final Clock clock;
    private final Duration silence;
    private final Consumer<Alarm> alarms;
    private final ConcurrentMap<String, Instant> heard = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, String> said = new ConcurrentHashMap<>();

    Witness(Home home, Clock clock, Duration silence, Consumer<Alarm> alarms) {
        this.home = home;
        this.clock = clock;
        this.silence = silence;
        this.alarms = alarms;
    }

    Home home() {
        return home;
    }

    Mirror mirror(Home.Followed log) {
        return new Mirror(log.copy(), log.source(), clock);
    }

    /// One round over all logs; true when every one of them is well.
    boolean round() {
        boolean well = true;
        for (Home.Followed log : home.followed()) {
            well &= round(log);
        }
        return well;
    }

    private boolean round(Home.Followed log) {
        try {
            Note note = mirror(log).pull(log.policy(), (_, _) -> {});
            cosign(log, note);
            heard.put(log.origin(), clock.instant());
            said.remove(log.origin());
            return true;
        } catch (Flaw flaw) {
            alarm(log.origin(), String.valueOf(flaw.getMessage()));
        } catch (IOException | java.io.UncheckedIOException away) {
            Instant last = heard.computeIfAbsent(log.origin(), _ -> clock.instant());
            if (last.plus(silence).isBefore(clock.instant())) {
                alarm(log.origin(), "silent since " + last);
            }
        }
        return false;
    }

    private void alarm(String origin, String what) {
        if (!what.equals(said.put(origin, what))) {
            alarms.accept(new Alarm(origin, what, clock.instant()));
        }
    }

    /// Signs what the copy holds, keeps the signature, and sends it to the log.
    private void cosign(Home.Followed log, Note note) throws IOException {
        var before = home.signed(log.origin());
        Note bare = new Note(note.text(), log(log.policy(), note));
        Note signed;
        if (before.isPresent() && before.get().text().equals(note.text())) {
            signed = before.get();
        } else {
            signed = bare.with(List.of(home.mirror().sign(bare, clock.instant())));
            home.signed(log.origin(), signed);
        }
        if (note.lines().stream().noneMatch(line -> home.mirror().verifier().made(line))) {
            var answer = log.source().post("/cosignatures", signed.whole());
            if (answer.status() == 409) {
                throw new Flaw("the log refuses its own checkpoint: it shows different histories");
            }
            if (answer.status() == 400) {
                throw new Flaw("the log does not count this party's signature: is it enrolled?");
            }
            if (answer.status() != 200 && answer.status() != 404) {
                throw new IOException("the log did not take the signature: " + answer.status());
            }
        }
    }

    private static List<Note.Line> log(Policy policy, Note note) {
        return note.lines().stream()
                .filter(line -> policy.logs().stream().anyMatch(key -> key.made(line)))
                .toList();
    }

    /// Whether a log has been silent for too long: the time it was heard last.
    Optional<Instant> heard(String origin) {
        return Optional.ofNullable(heard.get(origin));
    }

    /// A receipt out of this party's own copy, under its own signature. `index` says where the line should
    /// be; below 0 it is looked for among the newest ones.
    Optional<String> receipt(String hex, Hash hash, long index) {
        for (Home.Followed log : home.followed()) {
            Note note = Home.hex(log.origin()).equals(hex)
                    ? home.signed(log.origin()).orElse(null)
                    : null;
            if (note != null) {
                long size = Checkpoint.parse(note).size();
                Folder copy = mirror(log).folder();
                long found = index >= 0 ? index : find(copy, size, hash);
                if (found < 0 || found >= size) {
                    return Optional.empty();
                }
                int at = (int) (found % Tiles.WIDTH);
                byte[] entry = copy.entries(found / Tiles.WIDTH, at + 1).get(at);
                return Hash.leaf(entry).equals(hash)
                        ? Optional.of(
                                new Receipt(entry, found, new Tree(copy::tile, size).inclusion(found), note).text())
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static long find(Folder copy, long size, Hash hash) {
        long last = (size - 1) / Tiles.WIDTH;
        for (long n = last; n >= 0 && n > last - NEWEST; n--) {
            int width = (int) Math.min(Tiles.WIDTH, size - n * Tiles.WIDTH);
            var entries = copy.entries(n, width);
            for (int i = 0; i < width; i++) {
                if (Hash.leaf(entries.get(i)).equals(hash)) {
                    return n * Tiles.WIDTH + i;
                }
            }
        }
        return -1;
    }

    /// A tile or bundle of this party's copy, by its path.
    Optional<byte[]> copied(String hex, String path) {
        return home.followed().stream()
                .filter(log -> Home.hex(log.origin()).equals(hex))
                .findFirst()
                .flatMap(log -> mirror(log).folder().read(path));
    }

    /// The answer to a request: a status and a text.
    record Answer(int status, String type, String body) {

        static Answer text(int status, String body) {
            return new Answer(status, "text/plain; charset=utf-8", body);
        }
    }

    /// `add-checkpoint` of tlog-witness.
    synchronized Answer add(String body) {
        List<Hash> proof = new ArrayList<>();
        long old;
        Note note;
        Checkpoint checkpoint;
        try {
            int end = body.indexOf("\n\n");
            String[] lines =
                    end < 0 ? new String[] {""} : body.substring(0, end).split("\n", -1);
            if (!lines[0].matches("old (0|[1-9][0-9]{0,17})") || lines.length > 64) {
                throw new Flaw("a request begins with the old size");
            }
            old = Long.parseLong(lines[0].substring(4));
            for (int i = 1; i < lines.length; i++) {
                proof.add(Hash.parse(lines[i]));
            }
            note = Note.parse(body.substring(end + 2));
            checkpoint = Checkpoint.parse(note);
        } catch (Flaw flaw) {
            return Answer.text(400, flaw.getMessage() + "\n");
        }
        var keys = keys(checkpoint.origin());
        if (keys.isEmpty()) {
            return Answer.text(404, "unknown log\n");
        }
        List<Note.Line> log = new ArrayList<>();
        try {
            for (Verifier key : keys) {
                if (key.signed(note).isPresent()) {
                    note.lines().stream().filter(key::made).forEach(log::add);
                }
            }
        } catch (Flaw flaw) {
            return Answer.text(403, "invalid signature\n");
        }
        if (log.isEmpty()) {
            return Answer.text(403, "invalid signature\n");
        }
        if (old > checkpoint.size()) {
            return Answer.text(400, "the old size is larger than the new one\n");
        }
        Checkpoint known =
                home.witnessed(checkpoint.origin()).map(Checkpoint::parse).orElse(null);
        long size = known == null ? 0 : known.size();
        if (old != size) {
            return new Answer(409, "text/x.tlog.size", size + "\n");
        }
        boolean grows = known == null || size == 0
                ? proof.isEmpty()
                : Proofs.consistent(size, known.root(), checkpoint.size(), checkpoint.root(), proof);
        if (!grows) {
            if (known != null && size == checkpoint.size() && !known.root().equals(checkpoint.root())) {
                alarm(checkpoint.origin(), "two roots of size " + size);
            }
            return Answer.text(422, "the consistency proof does not hold\n");
        }
        Note bare = new Note(note.text(), log);
        home.witnessed(bare);
        var answer = new StringBuilder();
        for (SigningKey key : List.of(home.witness(), home.later())) {
            answer.append(key.sign(bare, clock.instant())).append('\n');
        }
        return Answer.text(200, answer.toString());
    }

    private List<Verifier> keys(String origin) {
        var keys = new ArrayList<Verifier>();
        for (Home.Followed log : home.followed()) {
            log.policy().logs().stream()
                    .filter(_ -> log.origin().equals(origin))
                    .forEach(keys::add);
        }
        home.others().stream()
                .map(Verifier::parse)
                .filter(key -> key.name().equals(origin))
                .forEach(keys::add);
        return keys;
    }

    /// The newest checkpoint of a log with this party's own lines, for whoever compares parties (monitoring of
    /// tlog-witness).
    Optional<Note> shown(String hex) {
        for (Home.Followed log : home.followed()) {
            if (Home.hex(log.origin()).equals(hex)) {
                return home.signed(log.origin());
            }
        }
        return home.others().stream()
                .map(Verifier::parse)
                .filter(key -> Home.hex(key.name()).equals(hex))
                .findFirst()
                .flatMap(key -> home.witnessed(key.name()))
                .map(note -> note.with(List.of(home.witness().sign(note, clock.instant()))));
    }
}
