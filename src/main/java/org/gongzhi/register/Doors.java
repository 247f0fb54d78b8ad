package org.gongzhi.register;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
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

    private static final Pattern AFTER = Pattern.compile("(栋|幢|号楼|座|单元|室|房|号)$");
    private static final Pattern BEFORE = Pattern.compile("^0+(?=.)");

    static String plain(@Nullable String name) {
        if (name == null) {
            return "";
        }
        String bare = AFTER.matcher(name.strip().toUpperCase(Locale.ROOT)).replaceAll("");
        return BEFORE.matcher(bare).replaceAll("");
    }

    /// The door, or null; then [#fault] says which part of the address is not known.
    @Nullable
    Place find(Map<ImportColumn, String> cells) {
        return byAddress.get(address(cells));
    }

    private static String address(Map<ImportColumn, String> cells) {
        return plain(cells.get(ImportColumn.ESTATE)) + "|" + plain(cells.get(ImportColumn.BUILDING)) + "|"
                + plain(cells.get(ImportColumn.STAIRWELL)) + "|" + plain(cells.get(ImportColumn.DOOR));
    }

    ImportColumn fault(Map<ImportColumn, String> cells) {
        String estate = plain(cells.get(ImportColumn.ESTATE));
        String building = estate + "|" + plain(cells.get(ImportColumn.BUILDING));
        String stairwell = plain(cells.get(ImportColumn.STAIRWELL));
        if (!known.contains(estate)) {
            return ImportColumn.ESTATE;
        }
        if (!known.contains(building)) {
            return ImportColumn.BUILDING;
        }
        return stairwell.isEmpty() || known.contains(building + "|" + stairwell)
                ? ImportColumn.DOOR
                : ImportColumn.STAIRWELL;
    }
}
