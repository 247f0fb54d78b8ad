package org.gongzhi.ledger.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.RateLimit;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.ledger.Ledger;
import org.gongzhi.ledger.Parties;
import org.gongzhi.ledger.tree.Flaw;
import org.gongzhi.ledger.tree.Hash;
import org.gongzhi.ledger.tree.Note;
import org.gongzhi.ledger.tree.Tiles;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// A log as C2SP tlog-tiles serves it, `/ledger/<street>/…`, and the log of the program's own street without
/// its number. Everything here is public by its nature, and other sites may read it.
@Controller
class LedgerFiles {

    private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);
    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();
    private static final int SIGNATURES_AN_HOUR = 20_000;
    private static final int LONGEST = 64 * 1024;

    private final Ledger ledger;
    private final Parties parties;
    private final RateLimit limit;
    private final long home;

    LedgerFiles(
            Ledger ledger, Parties parties, RateLimit limit, @Value("${gongzhi.home-place:441900106}") String home) {
        this.ledger = ledger;
        this.parties = parties;
        this.limit = limit;
        this.home = Long.parseLong(home.substring(0, Math.min(9, home.length())));
    }

    @GetMapping("/ledger/checkpoint")
    @ForEveryone(why = "the log is public")
    ResponseEntity<byte[]> checkpoint() {
        return checkpoint(home);
    }

    @GetMapping("/ledger/{street:[0-9]{9}}/checkpoint")
    @ForEveryone(why = "the log is public")
    ResponseEntity<byte[]> checkpoint(@PathVariable long street) {
        return note(parties.checkpoint(street, false));
    }

    /// The newest checkpoint that enough parties have signed.
    @GetMapping("/ledger/{street:[0-9]{9}}/checkpoint/joint")
    @ForEveryone(why = "the log is public")
    ResponseEntity<byte[]> joint(@PathVariable long street) {
        return note(parties.checkpoint(street, true));
    }

    private static ResponseEntity<byte[]> note(Optional<Note> note) {
        return text(note.orElseThrow(() -> Refusal.unknown("ledger")).whole());
    }

    private static ResponseEntity<byte[]> text(String text) {
        return ResponseEntity.ok()
                .contentType(TEXT)
                .cacheControl(CacheControl.noCache())
                .header("Access-Control-Allow-Origin", "*")
                .body(text.getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping("/ledger/tile/{level}/{*path}")
    @ForEveryone(why = "the log is public")
    ResponseEntity<byte[]> tile(@PathVariable String level, @PathVariable String path) {
        return tile(home, level, path);
    }

    @GetMapping("/ledger/{street:[0-9]{9}}/tile/{level}/{*path}")
    @ForEveryone(why = "the log is public")
    ResponseEntity<byte[]> tile(@PathVariable long street, @PathVariable String level, @PathVariable String path) {
        String name = path.substring(1);
        int width = Tiles.WIDTH;
        int partial = name.indexOf(".p/");
        if (partial >= 0) {
            String w = name.substring(partial + 3);
            width = w.matches("[1-9][0-9]{0,2}") ? Integer.parseInt(w) : 0;
            name = name.substring(0, partial);
            if (width >= Tiles.WIDTH) {
                throw Refusal.unknown("ledger-tile");
            }
        }
        long n = Tiles.parse(name);
        Optional<byte[]> bytes = level.equals("entries")
                ? ledger.bundle(street, n, width)
                : level.matches("[0-9]|[1-5][0-9]|6[0-3]")
                        ? ledger.tile(street, Integer.parseInt(level), n, width)
                        : Optional.empty();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .cacheControl(FOR_EVER)
                .header("Access-Control-Allow-Origin", "*")
                .body(bytes.orElseThrow(() -> Refusal.unknown("ledger-tile")));
    }

    @GetMapping("/ledger/{street:[0-9]{9}}/policy")
    @ForEveryone(why = "who signs is public")
    ResponseEntity<byte[]> policy(@PathVariable long street) {
        return text(parties.policy(street));
    }

    /// The figures everybody can count from the log, at the size of the newest checkpoint.
    @GetMapping("/ledger/{street:[0-9]{9}}/figures")
    @ForEveryone(why = "the figures come from the public lines alone")
    ResponseEntity<byte[]> figures(@PathVariable long street) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noCache())
                .header("Access-Control-Allow-Origin", "*")
                .body(ledger.figures(street).getBytes(StandardCharsets.UTF_8));
    }

    /// The statement by which a quorum of parties opened this log after another.
    @GetMapping("/ledger/{street:[0-9]{9}}/succession")
    @ForEveryone(why = "the log is public")
    ResponseEntity<byte[]> succession(@PathVariable long street) {
        String statement = ledger.view(street).succeeds();
        if (statement == null) {
            throw Refusal.unknown("ledger-succession");
        }
        return text(statement);
    }

    /// Whether a line with this hash is in the log: its index, or 404.
    @GetMapping("/ledger/{street:[0-9]{9}}/find/{hash}")
    @ForEveryone(why = "the log is public")
    ResponseEntity<byte[]> find(@PathVariable long street, @PathVariable String hash) {
        try {
            return text(ledger.find(street, Hash.hex(hash)).orElseThrow(() -> Refusal.unknown("ledger-act")) + "\n");
        } catch (Flaw wrong) {
            throw Refusal.unknown("ledger-act");
        }
    }

    /// Takes a party's signature under a checkpoint of this log; it speaks for itself.
    @PostMapping("/ledger/{street:[0-9]{9}}/cosignatures")
    @ForEveryone(why = "a signature of an enrolled key is its own proof of who sent it")
    ResponseEntity<byte[]> cosign(
            HttpServletRequest request, @PathVariable long street, @RequestBody(required = false) byte[] body) {
        limit.count("cosign", request.getRemoteAddr(), SIGNATURES_AN_HOUR);
        if (body == null || body.length > LONGEST) {
            throw Refusal.invalid("ledger-signature");
        }
        try {
            return text(parties.cosign(street, Note.parse(body)) + "\n");
        } catch (Flaw flaw) {
            throw Refusal.invalid("ledger-signature");
        }
    }
}
