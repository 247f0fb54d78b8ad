package org.gongzhi.people;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gongzhi.kernel.Tables;

/// Finds in a text what may point at a person: telephone, identity and card numbers, number plates, e-mail
/// addresses, doors, and names where the words around them say so. A finder, not a proof: whoever publishes
/// still reads.
public final class PersonalWords {

    /// What a found piece is.
    public enum Kind {
        PHONE,
        IDENTITY,
        CARD,
        PLATE,
        MAIL,
        DOOR,
        NAME
    }

    /// A piece of the text, from `begin` to before `end`.
    public record Found(Kind kind, int begin, int end, String text) {}

    private PersonalWords() {}

    private static final String SURNAME = surname();

    private static final String HAN = "[\\p{IsHan}]";

    private static final List<Rule> RULES = List.of(
            new Rule(Kind.IDENTITY, "(?<![0-9])[1-9]\\d{5}(?:19|20)\\d{2}[01]\\d[0-3]\\d{4}[0-9Xx](?![0-9])"),
            new Rule(Kind.PHONE, "(?<![0-9])(?:\\+?86[- ]?)?1\\d\\d(?:[- ]?\\d{4}){2}(?![0-9])"),
            new Rule(Kind.PHONE, "(?<![0-9])0\\d{2,3}[- ]?\\d{7,8}(?![0-9])"),
            new Rule(Kind.CARD, "(?<![0-9])\\d{4}(?:[ -]?\\d{4}){3}\\d{0,3}(?![0-9])"),
            new Rule(Kind.MAIL, "[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+"),
            new Rule(Kind.PLATE, "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•-]?[A-HJ-NP-Z0-9]{5,6}"),
            new Rule(Kind.DOOR, "(?:[0-9零一二三四五六七八九十]+(?:号楼|栋|幢|座|号))?(?:[0-9一二三四五六七八九十]+单元)?[0-9]{3,4}(?:室|号房|房|户|号)"),
            new Rule(Kind.DOOR, "(?<![0-9-])[0-9]{1,3}-[0-9]{1,2}-[0-9]{3,4}(?![0-9-])"),
            new Rule(
                    Kind.NAME,
                    "(?:姓名|业主|住户|租户|租客|户主|反映人|投诉人|报修人|当事人|联系人|申请人|被申请人|居民|邻居|网格员|调解员|房东)[:： ]?(" + SURNAME + HAN
                            + "{1,2}?)(?=[，。；、,.;：:（(\\s0-9的与和在住家称说反来去向因被已要]|$|先生|女士|同志|师傅)",
                    1),
            new Rule(Kind.NAME, "\\b(?:Mr|Mrs|Ms|Miss|Dr)\\.? [A-Z][a-z]+(?: [A-Z][a-z]+)?"));

    private static final Pattern TITLE = Pattern.compile("(?:先生|女士|小姐|阿姨|大爷|大妈|大叔|师傅|同志|老师|奶奶|爷爷|叔叔|婆婆|太太|某某|某)");
    private static final Pattern FAMILY = Pattern.compile(SURNAME);

    /// Where a name before a title begins: two signs, else three with a family name of one or two, else one.
    private static int before(String text, int title) {
        for (int length : new int[] {4, 2, 3, 1}) {
            int begin = title - length;
            if (begin < 0 || !text.substring(begin, title).codePoints().allMatch(Character::isIdeographic)) {
                continue;
            }
            Matcher family = FAMILY.matcher(text.substring(begin, title));
            if (family.lookingAt() && (length < 4 || family.end() == 2)) {
                return begin;
            }
        }
        return -1;
    }

    private record Rule(Kind kind, Pattern pattern, int group) {
        Rule(Kind kind, String pattern) {
            this(kind, Pattern.compile(pattern), 0);
        }

        Rule(Kind kind, String pattern, int group) {
            this(kind, Pattern.compile(pattern), group);
        }
    }

    /// Rare family names that stand in every second sentence as words: counted as names they would hide more
    /// than they find.
    private static final String EVERYDAY = "从公有相经能和平向用年都通全计单乐步别空益双广家容后会可要自以及同当被不上下大小老长门所户";

    private static String surname() {
        var one = new StringBuilder();
        var two = new StringBuilder();
        for (var row : Tables.read("people/surnames.csv")) {
            String name = row.get("surname");
            if (name.length() == 1) {
                if (EVERYDAY.indexOf(name) < 0) {
                    one.append(name);
                }
            } else {
                two.append(name).append('|');
            }
        }
        return "(?:" + two + "[" + one + "])";
    }

    /// What was found, in the order of the text; pieces do not overlap.
    public static List<Found> find(String text) {
        return find(text, Set.of());
    }

    /// The same, and every occurrence of names that are known to belong to the matter.
    public static List<Found> find(String text, Set<String> names) {
        var found = new ArrayList<Found>();
        for (String name : names) {
            for (int at = text.indexOf(name); name.length() > 1 && at >= 0; at = text.indexOf(name, at + 1)) {
                found.add(new Found(Kind.NAME, at, at + name.length(), name));
            }
        }
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern.matcher(text);
            while (matcher.find()) {
                found.add(new Found(
                        rule.kind, matcher.start(rule.group), matcher.end(rule.group), matcher.group(rule.group)));
            }
        }
        for (Matcher title = TITLE.matcher(text); title.find(); ) {
            int begin = before(text, title.start());
            if (begin >= 0) {
                found.add(new Found(Kind.NAME, begin, title.start(), text.substring(begin, title.start())));
            }
        }
        found.sort(Comparator.comparingInt(Found::begin).thenComparingInt(each -> -each.end));
        var apart = new ArrayList<Found>();
        int free = 0;
        for (Found each : found) {
            if (each.begin >= free) {
                apart.add(each);
                free = each.end;
            }
        }
        return apart;
    }

    /// The text with what was found replaced: numbers and doors by signs, names by their first sign and 某.
    public static String masked(String text, Set<String> names) {
        var masked = new StringBuilder();
        int done = 0;
        for (Found each : find(text, names)) {
            masked.append(text, done, each.begin);
            masked.append(
                    switch (each.kind) {
                        case NAME -> each.text.charAt(0) < 128 ? "N." : each.text.charAt(0) + "某";
                        case DOOR -> "某户";
                        case PHONE, IDENTITY, CARD, PLATE, MAIL -> "×××";
                    });
            done = each.end;
        }
        return masked.append(text.substring(done)).toString();
    }
}
