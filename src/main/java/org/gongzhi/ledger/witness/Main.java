package org.gongzhi.ledger.witness;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.gongzhi.kernel.Ids;
import org.gongzhi.ledger.tree.Checkpoint;
import org.gongzhi.ledger.tree.Enrolment;
import org.gongzhi.ledger.tree.Flaw;
import org.gongzhi.ledger.tree.Leaf;
import org.gongzhi.ledger.tree.Note;
import org.gongzhi.ledger.tree.Policy;
import org.gongzhi.ledger.tree.Succession;
import org.gongzhi.ledger.tree.Verifier;

/// `./gongzhi witness …`, `./gongzhi monitor …`, `./gongzhi audit …`.
public final class Main {

    private static final String USAGE = """
            ./gongzhi witness init NAME ORIGIN       a key of one's own; prints what to hand in for enrolment
            ./gongzhi witness follow URL [--key VKEY]
                                                     keep this log (for example https://host/ledger/441900106)
            ./gongzhi witness other VKEY             sign the growth of a log without keeping it (tlog-witness)
            ./gongzhi witness run [--port N] [--host H] [--every SECONDS] [--once]
            ./gongzhi witness succeed NEW-ORIGIN NEW-VKEY
                                                     the operator has stopped: a statement that opens a successor
            ./gongzhi witness endorse STATEMENT      signs the statement of another party, if it fits one's own copy
            ./gongzhi monitor URL [--mirror URL]… [--watch SUBJECT:NUMBER]… [--every SECONDS] [--once]
            ./gongzhi audit FOLDER                   recomputes a kept copy and the public figures
            Each takes --data FOLDER (./data/witness by default).""";

    private static final Duration SILENCE = Duration.ofMinutes(10);

    private final PrintStream out;
    private final Clock clock;
    private final List<String> words = new ArrayList<>();
    private final Map<String, List<String>> options = new LinkedHashMap<>();

    Main(PrintStream out, Clock clock, String... arguments) {
        this.out = out;
        this.clock = clock;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--once")) {
                options.put("once", List.of("yes"));
            } else if (arguments[i].startsWith("--") && i + 1 < arguments.length) {
                options.computeIfAbsent(arguments[i].substring(2), _ -> new ArrayList<>())
                        .add(arguments[++i]);
            } else {
                words.add(arguments[i]);
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        System.exit(new Main(System.out, Clock.systemUTC(), arguments).run());
    }

    private String option(String name, String otherwise) {
        return options.getOrDefault(name, List.of(otherwise)).getLast();
    }

    private String word(int index) {
        if (index >= words.size()) {
            throw new Flaw(USAGE);
        }
        return words.get(index);
    }

    /// 0 when all is well, 1 when something does not fit, 2 when it was called wrongly.
    int run() throws IOException, InterruptedException {
        Path data = Path.of(option("data", "./data/witness"));
        try {
            return switch (word(0)) {
                case "witness" -> witness(new Home(data));
                case "monitor" -> monitor(new Home(data));
                case "audit" -> Audit.run(Path.of(word(1)), out) ? 0 : 1;
                default -> throw new Flaw(USAGE);
            };
        } catch (BindException taken) {
            out.println(taken.getMessage());
            return 1;
        } catch (Flaw flaw) {
            out.println(flaw.getMessage());
            return USAGE.equals(flaw.getMessage()) ? 2 : 1;
        }
    }

    private int witness(Home home) throws IOException, InterruptedException {
        switch (word(1)) {
            case "init" -> init(home);
            case "follow" -> follow(home, word(2));
            case "other" -> home.other(Verifier.parse(word(2)).vkey());
            case "succeed" -> succeed(home, word(2), word(3));
            case "endorse" -> endorse(home, Path.of(word(2)));
            case "run" -> {
                return watch(home);
            }
            default -> throw new Flaw(USAGE);
        }
        return 0;
    }

    private void init(Home home) {
        String origin = word(3);
        if (!home.exists()) {
            home.begin(word(2));
        } else if (!home.name().equals(word(2))) {
            throw new Flaw("this folder belongs to " + home.name());
        }
        out.println("vkey  " + home.mirror().verifier().vkey());
        out.println("proof " + proof(home, origin, clock.instant()));
        out.println("Others' logs are signed with " + home.witness().verifier().vkey());
    }

    static Note.Line proof(Home home, String origin, Instant now) {
        return home.mirror().sign(new Note(Enrolment.possession(origin), List.of()), now);
    }

    private void follow(Home home, String url) throws IOException {
        String policy = new Source(url).text("policy");
        String key = Policy.parse(policy).logs().getFirst().vkey();
        if (options.containsKey("key") && !option("key", "").equals(key)) {
            throw new Flaw("the log at this address has another key: " + key);
        }
        var log = home.follow(url, policy);
        out.println("following " + log.origin());
        out.println("key " + key);
        if (!options.containsKey("key")) {
            out.println("Compare this key with the one on the notice board before you go on.");
        }
    }

    private Home.Followed only(Home home) {
        var all = home.followed();
        String origin = option("log", all.isEmpty() ? "" : all.getFirst().origin());
        return all.stream()
                .filter(log -> log.origin().equals(origin))
                .findFirst()
                .orElseThrow(() -> new Flaw("no log is followed here; --log ORIGIN chooses"));
    }

    private void succeed(Home home, String origin, String vkey) {
        var log = only(home);
        var mirror = new Mirror(log.copy(), log.source(), clock);
        var last = home.signed(log.origin())
                .map(Checkpoint::parse)
                .or(mirror::held)
                .orElseThrow(() -> new Flaw("there is no copy here"));
        var statement = new Succession(last, origin, Verifier.parse(vkey).vkey());
        Note note = statement.note();
        out.print(note.with(List.of(home.mirror().sign(note, clock.instant()))).whole());
    }

    private void endorse(Home home, Path file) throws IOException {
        Note note = Note.parse(Files.readString(file));
        var statement = Succession.parse(note);
        var log = home.followed().stream()
                .filter(each -> each.origin().equals(statement.last().origin()))
                .findFirst()
                .orElseThrow(() ->
                        new Flaw("this party does not keep " + statement.last().origin()));
        var mirror = new Mirror(log.copy(), log.source(), clock);
        if (!mirror.fits(statement.last()).orElse(false)) {
            throw mirror.accuse(note);
        }
        Note bare = statement.note();
        out.print(note.with(List.of(home.mirror().sign(bare, clock.instant()))).whole());
    }

    private int watch(Home home) throws IOException, InterruptedException {
        var witness = new Witness(
                home,
                clock,
                SILENCE,
                alarm -> out.println("ALARM " + alarm.at() + " " + alarm.origin() + ": " + alarm.what()));
        boolean once = options.containsKey("once");
        home.name();
        try (var serving = options.containsKey("port")
                ? new Serving(witness, option("host", "0.0.0.0"), Integer.parseInt(option("port", "0")))
                : null) {
            if (serving != null) {
                out.println(home.name() + " answers at port " + serving.port());
            }
            return rounds(once, () -> {
                boolean well = witness.round();
                for (Home.Followed log : home.followed()) {
                    covered(home, log);
                    if (once) {
                        out.println(log.origin() + " "
                                + witness.mirror(log)
                                        .held()
                                        .map(Checkpoint::size)
                                        .orElse(0L) + (well ? " signed" : " NOT signed"));
                    }
                }
                return well;
            });
        }
    }

    /// Keeps what the log covers beside it: the published figures, and the files whose fingerprints stand in it.
    private void covered(Home home, Home.Followed log) {
        try {
            Covered.keep(home, log);
        } catch (IOException | Flaw away) {
            // the log itself is whole; what it covers is fetched again in the next round
        }
    }

    private interface Round {
        boolean well() throws IOException;
    }

    private int rounds(boolean once, Round round) throws IOException, InterruptedException {
        var stopped = new CountDownLatch(1);
        if (!once) {
            Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown));
        }
        long every = Long.parseLong(option("every", "3"));
        while (true) {
            boolean well = round.well();
            if (once) {
                return well ? 0 : 1;
            }
            if (stopped.await(every, TimeUnit.SECONDS)) {
                return 0;
            }
        }
    }

    private int monitor(Home home) throws IOException, InterruptedException {
        String url = word(1);
        String policy = new Source(url).text("policy");
        var log = home.followed().stream()
                .filter(each -> each.source().equals(new Source(url)))
                .findFirst()
                .orElseGet(() -> home.follow(url, policy));
        var monitor = new Monitor(
                log,
                new Mirror(log.copy(), log.source(), clock),
                options.getOrDefault("mirror", List.of()).stream()
                        .map(Source::new)
                        .toList(),
                options.getOrDefault("watch", List.of()).stream()
                        .map(Main::subject)
                        .toList(),
                out);
        return rounds(options.containsKey("once"), monitor::round);
    }

    /// `matter:0R8X-…` or `matter:123`.
    private static String subject(String watched) {
        String[] parts = watched.split(":", 2);
        if (parts.length != 2) {
            throw new Flaw(USAGE);
        }
        String number = parts[1].matches("[0-9]{12,19}") ? parts[1] : Long.toString(Ids.fromNumber(parts[1]));
        return parts[0] + ":" + number;
    }

    /// How a watched line is named.
    static String subject(Leaf leaf) {
        return leaf.subject() + ":" + leaf.of();
    }
}
