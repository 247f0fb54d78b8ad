package org.gongzhi.matters.web;

import java.util.List;
import org.gongzhi.matters.Kind;
import org.gongzhi.matters.MatterBoard;
import org.gongzhi.places.Place;

/// What the forms of a matter let staff choose from: kinds, with those that its words suggest in front, filing
/// conditions, places around, and open
/// matters that may be the same trouble.
public record ActChoices(
        List<Kind> suggested,
        List<Kind> kinds,
        List<Kind.Condition> conditions,
        List<Place> places,
        List<MatterBoard.Near> alike) {
    public static final ActChoices NONE = new ActChoices(List.of(), List.of(), List.of(), List.of(), List.of());
}
