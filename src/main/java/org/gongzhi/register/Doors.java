package org.gongzhi.register;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gongzhi.kernel.Names;
import org.gongzhi.places.AddressWords;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;

/// All doors of a place by the words of their address: `1栋`, `1` and `01号楼` are the same building, `301` and `0301室`
/// the same door. A stairwell may be left out where a building has that door once.
final class Doors {

    private final Map<String, Place> byAddress = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> ambiguous = new HashSet<>();

    Doors(Places places, String code) {
        for (Place door : places.within(
                code, List.of(PlaceKind.DWELLING, PlaceKind.SHOP, PlaceKind.PARKING_SPACE, PlaceKind.OTHER_UNIT))) {
            String estate = "";
            String building = "";
            String stairwell = "";
            for (Place each : places.chain(door)) {
                switch (each.kind()) {
                    case ESTATE -> estate = plain(each.name());
                    case BUILDING -> building = plain(each.name());
                    case STAIRWELL -> stairwell = plain(each.name());
                    default -> {}
                }
            }
            put(estate, building, stairwell, plain(door.name()), door);
        }
        ambiguous.forEach(byAddress::remove);
    }

    private void put(String estate, String building, String stairwell, String door, Place place) {
        String wide = estate + "|" + building;
        known.add(estate);
        known.add(wide);
        known.add(wide + "|" + stairwell);
        byAddress.put(wide + "|" + stairwell + "|" + door, place);
        if (!stairwell.isEmpty() && byAddress.putIfAbsent(wide + "||" + door, place) != null) {
            ambiguous.add(wide + "||" + door);
        }
    }

    /// `7栋1单元0102`, `7#-1-102`, `7-102`, `A座1203室`: building, perhaps stairwell, door.
    private static final Pattern TOGETHER =
            Pattern.compile("(?:第)?([0-9A-Z一二三四五六七八九十百〇零]{1,4}?)(?:(?:栋|幢|号楼|座|楼|#楼?|号)[-,、/]?|[-,、/])"
                    + "(?:([0-9A-Z一二三四五六七八九十]{1,3}?)(?:单元|梯|门)[-,、/]?|([0-9A-Z]{1,3})[-,、/])?"
                    + "([0-9A-Z]{1,6})(?:室|房|号|户)?");

    private static String plain(@Nullable String name) {
        return AddressWords.plain(name);
    }

    private record Address(String estate, String building, String stairwell, String door) {

        String key() {
            return estate + "|" + building + "|" + stairwell + "|" + door;
        }
    }

    /// The door, or null; then [#fault] says which part of the address is not known.
    @Nullable
    Place find(Map<ImportColumn, String> cells) {
        return byAddress.get(address(cells).key());
    }

    private Address address(Map<ImportColumn, String> cells) {
        var told = new Address(
                plain(cells.get(ImportColumn.ESTATE)),
                plain(cells.get(ImportColumn.BUILDING)),
                plain(cells.get(ImportColumn.STAIRWELL)),
                plain(cells.get(ImportColumn.DOOR)));
        if (!told.building.isEmpty()) {
            return told;
        }
        String door = cells.getOrDefault(ImportColumn.DOOR, "");
        return door.isEmpty()
                ? whole(cells.getOrDefault(ImportColumn.ESTATE, ""), told)
                : rest(told.estate, door, told);
    }

    /// A whole address in one cell: the estate whose name it holds, and what follows it.
    private Address whole(String text, Address told) {
        String plain = Names.visible(text).toUpperCase(Locale.ROOT).replace(" ", "");
        return known.stream()
                .filter(name -> name.length() > 1 && !name.contains("|") && plain.contains(name))
                .max(Comparator.comparingInt(String::length))
                .map(name -> rest(name, plain.substring(plain.lastIndexOf(name) + name.length()), told))
                .orElse(told);
    }

    private static Address rest(String estate, String text, Address told) {
        String plain = Names.visible(text).toUpperCase(Locale.ROOT).replaceAll("^小区|[ .]|,$", "");
        Matcher parts = TOGETHER.matcher(plain);
        if (!parts.matches()) {
            return told;
        }
        String stairwell = parts.group(2) == null ? parts.group(3) : parts.group(2);
        return new Address(
                estate,
                plain(parts.group(1)),
                stairwell == null ? told.stairwell : plain(stairwell),
                plain(parts.group(4)));
    }

    ImportColumn fault(Map<ImportColumn, String> cells) {
        var address = address(cells);
        String building = address.estate + "|" + address.building;
        if (!known.contains(address.estate)) {
            return ImportColumn.ESTATE;
        }
        if (!known.contains(building)) {
            return cells.containsKey(ImportColumn.BUILDING) || !cells.containsKey(ImportColumn.DOOR)
                    ? ImportColumn.BUILDING
                    : ImportColumn.DOOR;
        }
        return address.stairwell.isEmpty() || known.contains(building + "|" + address.stairwell)
                ? ImportColumn.DOOR
                : ImportColumn.STAIRWELL;
    }
}
