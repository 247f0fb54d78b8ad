package org.gongzhi.places;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gongzhi.kernel.ChineseNumber;
import org.gongzhi.kernel.Names;
import org.jspecify.annotations.Nullable;

/// Finds the place that words name: an estate and the building in it whose number is wholly the one that is written
/// (`12栋` is not `2栋`). What words only stand beside (对面, 旁边, 附近) is not the place itself; it tells the community.
public final class AddressWords {

    private static final String NUMBER = "([0-9]{1,4}[A-Z]?|[A-Z][0-9]{0,3}|[一二三四五六七八九十百〇零]{1,4})";
    private static final Pattern BUILDING = Pattern.compile("(?<![0-9A-Z])第?" + NUMBER + "(?:栋|幢|号楼|座|#|号(?!门))楼?");
    private static final Pattern BESIDE = Pattern.compile("^(?:小区|大院|的|那边|正|斜|马路|路|街|河){0,4}"
            + "(?:对面|对过|对门|对街|旁|附近|隔壁|周边|周围|外|后面|后边|背后|前面|前边|侧|边上|以?[东南西北]{1,2}(?:侧|面|边|方)|往[东南西北]|以[东南西北])");
    private static final Pattern CLOSE_TO = Pattern.compile("(?:靠近|临近|邻近|挨着|紧邻|毗邻|紧挨|距离?|离|近)$");
    private static final Pattern PART = Pattern.compile("[()\\[\\]【】〔〕;；。]+");
    private static final Pattern AFTER = Pattern.compile("(?<=.)(?:住宅小区|小区|栋|幢|号楼|楼|座|单元|梯|室|房|户|门|号|#)+$");
    private static final Pattern BEFORE = Pattern.compile("^(?:第(?=.))?0*(?=.)");

    private final Places places;

    public AddressWords(Places places) {
        this.places = places;
    }

    /// A name without what only says which kind of thing it is, numbers as digits without zeros in front: `7栋`,
    /// `七栋`, `7#` and `07号楼` are the same.
    public static String plain(@Nullable String name) {
        if (name == null) {
            return "";
        }
        String bare = BEFORE.matcher(AFTER.matcher(tight(name)).replaceAll("")).replaceAll("");
        int counted = ChineseNumber.of(bare);
        return counted < 0 ? bare : Integer.toString(counted);
    }

    private static String tight(String text) {
        return Names.visible(text).toUpperCase(Locale.ROOT).replace(" ", "");
    }

    /// The place in a street that the words are about, as narrow as they say it; nothing when they name none.
    public Optional<Place> find(String words, String street) {
        var estates = places.estates(street);
        Place beside = null;
        for (String part : PART.split(tight(words))) {
            for (Mention mention : mentions(part, estates)) {
                if (mention.itself) {
                    return Optional.of(within(mention.estate, rest(mention, part, estates)));
                }
                beside = beside == null ? mention.estate : beside;
            }
        }
        Optional<Place> near = beside == null ? Optional.empty() : places.around(beside, PlaceKind.COMMUNITY);
        return community(words, street).or(() -> near);
    }

    private Optional<Place> community(String words, String street) {
        String tight = tight(words);
        return places.within(street, List.of(PlaceKind.COMMUNITY)).stream()
                .filter(each -> names(tight, each.name()))
                .max(Comparator.comparingInt(each -> each.name().length()));
    }

    private record Mention(Place estate, int end, boolean itself) {}

    /// The estates that a part of the words names, in their order; of two that begin alike the longer.
    private static List<Mention> mentions(String part, List<Place> estates) {
        return estates.stream()
                .filter(estate -> part.contains(tight(estate.name())))
                .filter(estate -> estates.stream()
                        .noneMatch(
                                other -> other.name().length() > estate.name().length()
                                        && tight(other.name()).contains(tight(estate.name()))
                                        && part.contains(tight(other.name()))))
                .map(estate -> mention(part, estate))
                .sorted(Comparator.comparingInt(Mention::end))
                .toList();
    }

    private static Mention mention(String part, Place estate) {
        String name = tight(estate.name());
        int at = part.indexOf(name);
        boolean itself = itself(part, name, at);
        while (!itself && part.indexOf(name, at + 1) >= 0) {
            at = part.indexOf(name, at + 1);
            itself = itself(part, name, at);
        }
        return new Mention(estate, at + name.length(), itself);
    }

    private static boolean itself(String part, String name, int at) {
        return !BESIDE.matcher(part.substring(at + name.length())).find()
                && !CLOSE_TO.matcher(part.substring(0, at)).find();
    }

    /// Those of these places that the words name.
    public static List<Place> named(String words, List<Place> all) {
        return all.stream().filter(each -> names(words, each.name())).toList();
    }

    /// True when the words name a place, and not only something beside it.
    public static boolean names(String words, String name) {
        String tight = tight(words);
        String wanted = tight(name);
        for (int at = tight.indexOf(wanted); at >= 0; at = tight.indexOf(wanted, at + 1)) {
            if (itself(tight, wanted, at)) {
                return true;
            }
        }
        return false;
    }

    /// What follows an estate, up to the next one that is named.
    private static String rest(Mention mention, String part, List<Place> estates) {
        int end = estates.stream()
                .mapToInt(estate -> part.indexOf(tight(estate.name()), mention.end))
                .filter(at -> at >= 0)
                .min()
                .orElse(part.length());
        return part.substring(mention.end, end);
    }

    private Place within(Place estate, String rest) {
        var buildings = places.choices(estate);
        Matcher named = BUILDING.matcher(rest);
        if (named.find()) {
            return BESIDE.matcher(rest.substring(named.end())).find() || two(rest)
                    ? estate
                    : numbered(buildings, plain(named.group(1))).orElse(estate);
        }
        return buildings.stream()
                .filter(building -> tight(building.name()).length() > 1 && rest.contains(tight(building.name())))
                .max(Comparator.comparingInt(building -> building.name().length()))
                .orElse(estate);
    }

    /// Two different buildings are named: the estate is what both have in common.
    private static boolean two(String rest) {
        Matcher each = BUILDING.matcher(rest);
        var numbers = new HashSet<String>();
        while (each.find()) {
            numbers.add(plain(each.group(1)));
        }
        return numbers.size() > 1;
    }

    private static Optional<Place> numbered(List<Place> buildings, String number) {
        return buildings.stream()
                .filter(building -> plain(building.name()).equals(number))
                .findFirst();
    }
}
