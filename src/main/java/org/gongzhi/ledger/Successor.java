package org.gongzhi.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gongzhi.ledger.tree.Flaw;
import org.gongzhi.ledger.tree.Folder;
import org.gongzhi.ledger.tree.Note;
import org.gongzhi.ledger.tree.Policy;
import org.gongzhi.ledger.witness.Kept;
import org.springframework.stereotype.Component;

/// Opens the log of a street where another stopped: `./gongzhi succeed-ledger`.
@Component
public class Successor {

    private final Ledger ledger;

    Successor(Ledger ledger) {
        this.ledger = ledger;
    }

    /// The key a log with this origin would have here, for the parties' statement.
    public String vkey(String origin) {
        return ledger.vkey(origin);
    }

    /// `folder`: the folder of the log at one of its parties (with `policy` and `copy/`), recomputed here
    /// before anything is opened; `statement`: what enough parties signed. [Flaw] says what does not hold.
    public Ledger.View open(long street, Path folder, Path statement) throws IOException {
        var policy = Policy.parse(new String(
                new Folder(folder).read("policy").orElseThrow(() -> new Flaw("there is no policy in " + folder)),
                StandardCharsets.UTF_8));
        return ledger.succeed(
                street, policy, Kept.sound(folder.resolve("copy")), Note.parse(Files.readString(statement)));
    }
}
