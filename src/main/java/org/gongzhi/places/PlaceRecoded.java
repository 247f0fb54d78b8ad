package org.gongzhi.places;

/// Said inside the transaction that gives a place, and all within it, another code: whoever keeps codes changes theirs
/// now ([#change]).
public record PlaceRecoded(long community, String before, String after) {

    /// SQL for a column `place_code` of `table`, with the parameters after, before, before, end of before, community.
    public static String change(String table) {
        return "update " + table + " set place_code = ? || substr(place_code, length(?) + 1)"
                + " where place_code >= ? and place_code < ? and community = ?";
    }

    /// The parameters of [#change], in their order.
    public Object[] parameters() {
        return new Object[] {after, before, before, Place.end(before), community};
    }
}
