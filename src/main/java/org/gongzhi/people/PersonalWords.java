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

    private static final String BLANK = "[\\p{Z}\\p{Cf}]{0,2}";

    /// A number as people type it: with blanks, dashes, dots or brackets between its digits.
    private static final String BREAK = "[\\p{Z}\\p{Cf}()/._*-]{0,3}";

    private static final String COUNT = "(?:[0-9]{1,3}|[零〇一二三四五六七八九十]{1,3})";

    private static final String HOUSE = "(?:[A-Za-z]|" + COUNT + ")[A-Za-z]?" + BLANK + "(?:号楼|号院|栋|幢|座|#|号|楼)";

    private static final String STAIR = "(?:[A-Za-z]|" + COUNT + ")" + BLANK + "(?:单元|梯)";

    private static final String ROOM =
            "(?:[A-Za-z]?[0-9]{3,4}[A-Za-z]?|[零〇一二三四五六七八九]{3,4}|[一二三四五六七八九]百[零〇一二三四五六七八九十]{1,3})";

    /// What follows a number that counts something and is no door.
    private static final String NO_MEASURE = "(?! ?[0-9A-Za-z十百户年月日天元米人次件块万千百吨度升斤公平㎡%个棵辆盏])";

    private static final String CALLED =
            "姓名|业主|住户|租户|租客|户主|车主|反映人|投诉人|报修人|举报人|当事人|联系人|申请人|被申请人|居民|邻居|网格员|调解员|房东|老人|家长|患者|监护人|负责人" + "|楼长|单元长";

    /// Words that begin as names do and stand every day behind one of [#CALLED]: 影响老人休息, 居民安全.
    private static final String ORDINARY = "(?!安全|安心|安静|方便|出行|生活|休息|满意|权益|进出|申请|车辆|关心|关系|党员|代表|何时|时间|利益|隐私"
            + "|建议|车位|多次|强烈|应当|应该|左右|水电|施工|支持|项目|成员|卫生|房屋|房产|阳台|时常|常年|费用|管理|连续|明确|充电|游玩|宿舍|习惯|幸福"
            + "|解决|于是|明天|马上|凌晨|那里|白天)";

    private static final String AFTER_NAME = "(?=[，。；、,.;：:（(\\s0-9的与和在住家称说反来去向因被已要]|$|先生|女士|同志|师傅)";

    private static final String HALF_WIDTH =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-()@._#-----123456789";

    private static final String FULL_WIDTH =
            "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ＋－（）＠．＿＃" + "‐‑–—−①②③④⑤⑥⑦⑧⑨";

    private static final String NUMERALS = "零〇○幺一二三四五六七八九壹贰叁肆伍陆柒捌玖";

    private static final String DIGITS = "0001123456789123456789";

    private static final List<Rule> RULES = List.of(
            number(Kind.IDENTITY, "[1-9](?:~[0-9]){5}~(?:1~9|2~0)(?:~[0-9]){2}~[01]~[0-9]~[0-3](?:~[0-9]){4}~[0-9Xx]"),
            number(Kind.IDENTITY, "[1-9]\\d{7}[01]\\d[0-3]\\d{4}"),
            number(Kind.IDENTITY, "[EGDSPHMCKegdsphmck][A-Za-z]?~[0-9]{7,8}(?:\\d{2})?"),
            number(Kind.PHONE, "(?:[+]?(?:00)?8~6~)?1(?:~[0-9]){10}"),
            number(Kind.PHONE, "[(]?0~[1-9](?:~[0-9]){1,2}[)]?~[2-9](?:~[0-9]){6,7}"),
            new Rule(
                    Kind.PHONE,
                    "(?:电话|座机|致电|拨打|来电|号码|[Tt]el\\.?|[Pp]hone)[:： 是为]{0,3}([2-9](?:" + BREAK + "[0-9]){6,7})(?![0-9])",
                    1),
            number(Kind.CARD, "\\d{4}(?:[ -]?\\d{4}){3}\\d{0,3}"),
            new Rule(Kind.MAIL, "[\\w.+-]+" + BLANK + "@" + BLANK + "[\\w-]+(?:\\.[\\w-]+)+"),
            new Rule(Kind.MAIL, "(?:微信号?|薇信|[Vv]信|[Ww]e[Cc]hat|WX|wx|QQ号?|qq号?)[:： 是为]{0,3}([A-Za-z0-9_-]{5,20})", 1),
            new Rule(
                    Kind.PLATE,
                    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使]" + BLANK + "[A-HJ-NP-Za-hj-np-z]" + BLANK
                            + "[·•・.-]?" + BLANK + "(?:[A-HJ-NP-Za-hj-np-z0-9]" + BLANK
                            + "){4,6}(?:[挂学警港澳领]|(?<=[A-Za-z0-9]))"),
            new Rule(
                    Kind.DOOR,
                    "(?:" + HOUSE + BLANK + ")?(?:" + STAIR + BLANK + ")?" + ROOM + BLANK
                            + "(?:室|号房|房|(?<![0百十])户|号|铺)(?![型籍口])"),
            new Rule(
                    Kind.DOOR,
                    "(?:" + HOUSE + BLANK + "(?:" + STAIR + BLANK + ")?|" + STAIR + BLANK + ")" + ROOM + NO_MEASURE),
            new Rule(
                    Kind.DOOR,
                    "(?:" + HOUSE + BLANK + ")?(?:" + STAIR + BLANK + ")?" + COUNT
                            + "[楼层][东西南北中左右]{1,2}(?:户|边|侧|手|首|门)"),
            new Rule(Kind.DOOR, "(?:住在?|家住|住户|业主|租户|邻居|门牌号?|房号|室号)[:： 是为]{0,3}(" + ROOM + ")" + NO_MEASURE, 1),
            new Rule(Kind.DOOR, "(?<![0-9-])[0-9]{1,3}[-#][0-9]{1,2}[-#][0-9]{3,4}(?![0-9-])"),
            new Rule(Kind.DOOR, "(?<![0-9A-Za-z-])[0-9A-Za-z]{1,2}[-#][0-9]{3,4}" + NO_MEASURE + "(?!-)"),
            new Rule(
                    Kind.DOOR,
                    "(?i)\\b(?:room|flat|apartment|apt\\.?|door|unit)" + BLANK
                            + "(?:no\\.? ?)?#?[A-Z]?-?[0-9]{1,4}[A-Z]?\\b"),
            new Rule(
                    Kind.NAME,
                    "(?:" + CALLED + ")[:： ]{0,2}" + ORDINARY + "(" + SURNAME + HAN + "{1,2}?)" + AFTER_NAME,
                    1),
            new Rule(Kind.NAME, "(?:联系|致电|感谢|找到?)(" + SURNAME + HAN + "{1,2}?)(?=[，。；、,;：:（(\\s0-9]|$)", 1),
            new Rule(Kind.NAME, HAN + "{1,6}(?:[·•・‧∙･･᛫](?:" + HAN + "){1,8})+"),
            new Rule(Kind.NAME, "(?:" + CALLED + ")[:： ]{0,2}(" + HAN + "{2,6}[.．]" + HAN + "{2,8})", 1),
            new Rule(Kind.NAME, "\\b(?:Mr|Mrs|Ms|Miss|Dr)\\.? [A-Z][a-z]+(?: [A-Z][a-z]+)?"));

    /// Digits with breaks allowed where `~` stands, alone among other digits.
    private static Rule number(Kind kind, String pattern) {
        return new Rule(
                kind, Pattern.compile("(?<![0-9A-Za-z])(?:" + pattern.replace("~", BREAK) + ")(?![0-9])"), 0, true);
    }

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

    /// `numerals`: also over Chinese numerals.
    private record Rule(Kind kind, Pattern pattern, int group, boolean numerals) {
        Rule(Kind kind, String pattern) {
            this(kind, Pattern.compile(pattern), 0, false);
        }

        Rule(Kind kind, String pattern, int group) {
            this(kind, Pattern.compile(pattern), group, false);
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
        known(text, names, found);
        String folded = replaced(text, FULL_WIDTH, HALF_WIDTH);
        String numerals = replaced(folded, NUMERALS, DIGITS);
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern.matcher(rule.numerals ? numerals : folded);
            while (matcher.find()) {
                int begin = matcher.start(rule.group);
                int end = matcher.end(rule.group);
                found.add(new Found(rule.kind, begin, end, text.substring(begin, end)));
            }
        }
        titled(text, found);
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

    private static void known(String text, Set<String> names, List<Found> found) {
        for (String name : names) {
            for (int at = text.indexOf(name); name.length() > 1 && at >= 0; at = text.indexOf(name, at + 1)) {
                found.add(new Found(Kind.NAME, at, at + name.length(), name));
            }
        }
    }

    private static void titled(String text, List<Found> found) {
        for (Matcher title = TITLE.matcher(text); title.find(); ) {
            int begin = before(text, title.start());
            if (begin >= 0) {
                found.add(new Found(Kind.NAME, begin, title.start(), text.substring(begin, title.start())));
            }
        }
    }

    /// Sign by sign, so that positions stay.
    private static String replaced(String text, String from, String to) {
        var replaced = new StringBuilder(text);
        for (int at = 0; at < text.length(); at++) {
            int which = from.indexOf(text.charAt(at));
            if (which >= 0) {
                replaced.setCharAt(at, to.charAt(which));
            }
        }
        return replaced.toString();
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
