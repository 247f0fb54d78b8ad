package org.gongzhi.library;

import java.util.Map;
import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;
import org.gongzhi.people.Role;

/// The draft of a case from a matter that was closed.
class LibraryForeigners implements Foreigners {

    @Override
    public void make(Foreign street) throws Exception {
        var reported = street.post(
                "/matters",
                street.resident,
                Map.of("kind", "E0506", "place", street.stairwell.code(), "text", Foreign.SECRET));
        close(street, "/matters/" + reported.path("number").asString());
        var made = street.post(
                "/cases",
                street.officer,
                Map.of("matter", reported.path("number").asString()));
        street.names("/cases", "matter", reported.path("number").asString());
        street.says("/cases", "matter", reported.path("number").asString());
        street.stands("/cases/{id}", made.path("id").asString());
        street.stands("/cases/{id}/{act}", "save", "submit", "publish", "return", "withdraw");
        var words = Map.of("title", "x", "cause", "x", "harm", "x", "solution", "x", "avoid", "x");
        street.says(
                "/cases/{id}",
                "draft",
                Map.of("words", words, "costFen", 1, "tags", java.util.List.of(), "audience", "STREET"));
        street.says("/cases/{id}", "title", "x");
        street.says("/cases/{id}", "cause", "x");
        street.says("/cases/{id}", "solution", "x");
    }

    private static void close(Foreign street, String matter) throws Exception {
        street.post(
                matter + "/dispatch",
                street.officer,
                Map.of("to", street.seat.get(Role.GRID_WORKER).id(), "words", "x"));
        street.post(matter + "/accept", street.actor(Role.GRID_WORKER), Map.of());
        street.post(matter + "/rectify", street.actor(Role.GRID_WORKER), Map.of("words", "x"));
        street.post(matter + "/pass-check", street.actor(Role.COMMITTEE_STAFF), Map.of());
        street.post(matter + "/close", street.actor(Role.COMMITTEE_DIRECTOR), Map.of("outcome", "SOLVED"));
        street.post(
                matter + "/fill-dossier",
                street.actor(Role.GRID_WORKER),
                Map.of("cause", "x", "harm", "x", "solution", "x"));
    }
}
