package org.gongzhi.ballots;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.places.Place;

/// Reads the lines of a roll as they were meant: one buyer written in several ways is one head, a unit lies within the
/// place of the vote, an area is one that a unit can have.
final class RollLines {

    /// From 1 m² to a square kilometre, in 0.01 m².
    static final long LEAST_AREA = 100;

    static final long MOST_AREA = 100_000_000;

    private static final int LONGEST = 200;
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\p{Cf}]+");
    private static final Pattern BESIDE_HAN = Pattern.compile("(?<=\\p{IsHan}) | (?=\\p{IsHan})");
    private static final Pattern CODE = Pattern.compile("\\d{6,}(-.*)?");
    private static final Pattern WITHIN_COMMUNITY = Pattern.compile("E\\d+(-.*)?");

    private RollLines() {}

    /// The lines with keys of owners and codes of places in one writing; refused with the number of the line.
    static List<Roll.Line> checked(Vote vote, List<Roll.Line> lines) {
        boolean owners = vote.electorate() == VoteRules.Electorate.OWNERS;
        var checked = new ArrayList<Roll.Line>(lines.size());
        Map<String, Integer> seen = new HashMap<>();
        for (Roll.Line line : lines) {
            int number = checked.size() + 1;
            String owner = key(line.owner());
            if (owner.isEmpty() || tooLong(line, owner) || owners && line.basis() == Roll.Basis.NONE) {
                throw Refusal.invalid("vote-roll-line", number);
            }
            requireArea(line.area(), owners, number);
            requireOneWriting(owner, number, seen, checked);
            checked.add(new Roll.Line(
                    owners ? place(vote, line.place(), number) : line.place(),
                    line.label().strip(),
                    owner,
                    line.name().strip(),
                    line.area(),
                    line.basis(),
                    line.parking(),
                    line.developer(),
                    line.accounts()));
        }
        return checked;
    }

    private static boolean tooLong(Roll.Line line, String owner) {
        return owner.length() > LONGEST
                || line.name().length() > LONGEST
                || line.label().length() > LONGEST
                || line.place().length() > LONGEST;
    }

    static void requireArea(long area, boolean owners, int number) {
        if (owners ? area < LEAST_AREA || area > MOST_AREA : area != 0) {
            throw Refusal.invalid("vote-roll-area", number, LEAST_AREA / 100, MOST_AREA / 100);
        }
    }

    /// A buyer's key: full-width signs as ordinary ones, no blanks about it or beside Chinese signs, else one at a
    /// time.
    static String key(String owner) {
        String plain = BLANKS.matcher(Normalizer.normalize(owner, Normalizer.Form.NFKC))
                .replaceAll(" ")
                .strip();
        return BESIDE_HAN.matcher(plain).replaceAll("");
    }

    /// Whether `Wang Fang` and `wangfang` are one buyer, whoever keeps the roll has to say.
    private static void requireOneWriting(String owner, int number, Map<String, Integer> seen, List<Roll.Line> before) {
        Integer first = seen.putIfAbsent(owner.replace(" ", "").toLowerCase(Locale.ROOT), number);
        if (first != null && !before.get(first - 1).owner().equals(owner)) {
            throw Refusal.invalid("vote-roll-alike", first, number);
        }
    }

    /// The code of a unit, which may be written from the community on. What is no code names a unit that the register
    /// does not know, and stays.
    private static String place(Vote vote, String written, int number) {
        String code = BLANKS.matcher(Normalizer.normalize(written, Normalizer.Form.NFKC))
                .replaceAll("");
        String whole = WITHIN_COMMUNITY.matcher(code).matches() ? vote.community() + "-" + code : code;
        if (!CODE.matcher(whole).matches()) {
            return code;
        }
        if (!Place.covers(vote.placeCode(), whole)) {
            throw Refusal.invalid("vote-roll-foreign", number, written.strip());
        }
        return whole;
    }
}
