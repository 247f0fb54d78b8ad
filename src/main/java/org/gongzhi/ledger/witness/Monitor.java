package org.gongzhi.ledger.witness;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.gongzhi.ledger.tree.Checkpoint;
import org.gongzhi.ledger.tree.Flaw;
import org.gongzhi.ledger.tree.Note;

/// Follows a log without signing it: recomputes it, says what happens to the subjects somebody watches, and
/// compares what the log shows here with what its parties say they saw.
final class Monitor {

    private final Home.Followed log;
    private final Mirror mirror;
    private final List<Source> parties;
    private final List<String> watched;
    private final PrintStream out;
    private long known = -1;

    Monitor(Home.Followed log, Mirror mirror, List<Source> parties, List<String> watched, PrintStream out) {
        this.log = log;
        this.mirror = mirror;
        this.parties = parties;
        this.watched = watched;
        this.out = out;
    }

    /// True when everything fits.
    boolean round() {
        boolean well = true;
        try {
            Note note = mirror.pull(log.policy(), (n, leaf) -> {
                if (watched.contains(Main.subject(leaf))) {
                    out.println(n + " " + leaf.at() + " " + leaf.subject() + " " + leaf.kind()
                            + (leaf.state() == null ? "" : " " + leaf.state()));
                }
            });
            Checkpoint now = Checkpoint.parse(note);
            if (now.size() != known) {
                known = now.size();
                out.println("size " + known + " root " + now.root().base64() + " cosigned by "
                        + log.policy().cosigned(note).keySet());
            }
        } catch (Flaw flaw) {
            out.println("FLAW: " + flaw.getMessage());
            well = false;
        } catch (IOException away) {
            out.println("not reached: " + away.getMessage());
            well = false;
        }
        for (Source party : parties) {
            well &= compare(party);
        }
        return well;
    }

    /// A party that has seen another history than this copy has both notes kept: a split view.
    private boolean compare(Source party) {
        try {
            Note note = new Source(party.url() + "/" + Home.hex(log.origin())).checkpoint();
            Checkpoint theirs = log.policy().signedByLog(note);
            var fits = mirror.fits(theirs);
            if (fits.isEmpty()) {
                out.println(party.url() + " is ahead: " + theirs.size());
                return true;
            }
            if (!fits.get()) {
                out.println("SPLIT VIEW: " + party.url() + " at " + theirs.size() + "; "
                        + mirror.accuse(note).getMessage());
                return false;
            }
            return true;
        } catch (Flaw flaw) {
            out.println("FLAW at " + party.url() + ": " + flaw.getMessage());
            return false;
        } catch (IOException away) {
            out.println(party.url() + " not reached");
            return true;
        }
    }
}
