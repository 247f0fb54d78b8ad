package org.gongzhi.ballots;

import java.util.LinkedHashSet;
import java.util.Set;
import org.gongzhi.ballots.VoteCount.Figures;

/// Which sums of areas a published box opens: those without which somebody who counts again could not tell that the
/// outcome is right. Asked by whoever makes a box and by whoever counts it again, of what both of them know.
final class Openings {

    static final String ALL = "ALL";
    static final String SILENT = "SILENT";

    private Openings() {}

    /// The names of the sums of a question; `silent` are the heads that would join a majority.
    static Set<String> of(Vote.Type type, BallotBox.Result result, VoteRules.Rule rule, int silent) {
        var open = new LinkedHashSet<String>();
        if (!PublishedBox.areasDecide(rule)) {
            return open;
        }
        var shown = PublishedBox.Result.of(result, rule);
        if (shown.cast().participatingArea() != null || shown.counted().participatingArea() != null) {
            open.add(ALL);
        }
        if (type == Vote.Type.DECISION) {
            decision(open, shown, silent);
        }
        for (PublishedBox.Option option : shown.options()) {
            if (option.area() != null) {
                open.add(Integer.toString(option.number()));
            }
        }
        if (silentShown(result.cast(), result.counted(), rule)) {
            open.add(SILENT);
        }
        return open;
    }

    private static void decision(Set<String> open, PublishedBox.Result shown, int silent) {
        if (shown.cast().agreeArea() != null || shown.counted().agreeArea() != null) {
            open.add(VoteCount.Choice.AGREE.name());
        }
        var cast = shown.cast();
        int most = Math.max(cast.agreeHeads(), cast.disagreeHeads());
        if (silent > 0 && 2 * most > cast.participatingHeads()) {
            // the silent join this side when it has the area too: the area decides
            open.add(ALL);
            open.add((most == cast.agreeHeads() ? VoteCount.Choice.AGREE : VoteCount.Choice.DISAGREE).name());
        }
    }

    /// Whether the area of the silent is opened: there are enough of them, or the outcome may hang on it. The most
    /// it can be is what the roll has beyond the ballots, which everybody knows.
    private static boolean silentShown(Figures cast, Figures counted, VoteRules.Rule rule) {
        int joined = counted.silentCounted();
        long most = cast.totalArea() - cast.participatingArea();
        return joined >= PublishedBox.FEW
                || joined > 0 && !outcome(cast, 0, joined, rule).equals(outcome(cast, most, joined, rule));
    }

    private static VoteCount.Outcome outcome(Figures cast, long area, int heads, VoteRules.Rule rule) {
        return VoteCount.outcome(VoteCount.tests(VoteCount.withSilent(cast, area, heads), rule));
    }

    /// A result as everybody may have it: the heads of the silent, and their area only where it is opened. The
    /// outcome is the same for any area they can have, and so without it.
    static BallotBox.Result withoutFew(BallotBox.Result exact, VoteRules.Rule rule) {
        int joined = exact.counted().silentCounted();
        return joined == 0 || silentShown(exact.cast(), exact.counted(), rule)
                ? exact
                : BallotBox.decision(
                        exact.question(), exact.cast(), VoteCount.withSilent(exact.cast(), 0, joined), rule);
    }
}
