package org.gongzhi.ballots;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;

/// A vote with its roll; the resident is on it.
class BallotsForeigners implements Foreigners {

    @Override
    public void make(Foreign street) throws Exception {
        var call = call(street);
        String draft = called(street, call);
        var told = new HashMap<String, Object>(call);
        told.putAll(Map.of("title", "x", "text", "x"));
        String number = called(street, told);
        street.send("PUT", "/votes/" + number + "/roll", street.officer, List.of(unit(street)));
        street.post("/votes/" + number + "/roll/publish", street.officer, Map.of());
        street.stands("/votes/{number}", draft, number);
        open(street, number);
        below(street);
        says(street, call);
        called(street, call, number);
    }

    private static Map<String, Object> call(Foreign street) {
        var question = Map.of("type", "DECISION", "matter", 4, "title", "x", "seats", 1);
        return Map.of(
                "place",
                street.estate(),
                "title",
                Foreign.SECRET,
                "text",
                Foreign.SECRET,
                "electorate",
                "OWNERS",
                "effect",
                "BINDING_STATUTORY",
                "secret",
                false,
                "replaceable",
                true,
                "questions",
                List.of(question));
    }

    private static void below(Foreign street) {
        street.stands("/votes/{number}/roll/{position}", 1);
        street.stands("/votes/{number}/proxies/{position}", 1);
        street.stands("/votes/{number}/objections/{id}", 1);
        street.stands("/votes/{number}/paper/{id}", 1);
        street.stands("/votes/{number}/collected/{id}", 1);
        street.stands("/votes/{number}/receipts/{code}", "AAAAA-AAAAA-AAAAA-AAAAA");
        street.stands(
                "/votes/{number}/{act}",
                "object",
                "answer",
                "authorize",
                "revoke",
                "publish",
                "announce",
                "extend",
                "decide",
                "file",
                "annul",
                "cancel");
    }

    private static void says(Foreign street, Map<String, Object> call) {
        street.may("/votes/{number}", street.resident);
        street.says("/votes/{number}", "call", call);
        street.says("/votes/{number}", "opens", "2026-12-30T01:00:00Z");
        street.says("/votes/{number}", "closes", "2027-01-30T01:00:00Z");
        street.says("/votes/{number}", "until", "2027-01-30T01:00:00Z");
        street.says("/votes/{number}", "question", 1);
        street.says("/votes/{number}", "voter", 1);
        street.says("/votes/{number}", "proof", "x");
        street.says("/votes/{number}", "username", street.username(street.officer));
        street.says("/votes/{number}", "unit", "T-1");
        street.says("/votes/{number}", "position", 1);
        street.says("/votes/{number}", "at", 1);
        street.says("/votes/{number}", "upheld", true);
        street.says("/votes/{number}", "purpose", "x");
        street.says("/votes/{number}", "sweep", "DELIVERED");
        street.says("/votes/{number}", "name", "x");
        street.says("/votes/{number}", "sheets", 1);
        street.says("/votes/{number}/roll", "area", 1);
        street.says("/votes/{number}/roll", "basis", "REGISTER");
        street.says("/votes/{number}/roll", "owner", "x");
        street.stands("/votes/{number}/paper/{id}?act", "type", "untype", "agree", "drop");
    }

    private static void called(Foreign street, Map<String, Object> call, String number) {
        call.forEach((name, value) -> street.says("/votes", name, value));
        street.says("/votes", "title-1", "x");
        street.says("/votes", "rule-1", "4");
        street.says("/votes", "silence", null);
        street.names("/votes", "place", street.estate());
        street.names("/votes", "runOffOf", number);
    }

    private static String called(Foreign street, Map<String, Object> call) throws Exception {
        return street.post("/votes", street.officer, call).path("number").asString();
    }

    private static void open(Foreign street, String number) {
        for (String what : List.of("", "/change", "/collect", "/collected/mine", "/openings")) {
            street.open("GET /votes/" + number + what, "once its roll is out, whoever is signed in may read a vote");
        }
        for (String what :
                List.of("/box", "/collected", "/results", "/receipts", "/receipts/{code}", "/certificate.pdf")) {
            street.open(
                    "GET /votes/{number}" + what,
                    "of a decided vote everybody may count again; before, nobody is told");
        }
        for (String word : List.of("POST /votes/{number}/{act} username", "POST /votes/{number}/proxies username")) {
            street.open(word, "whoever votes for somebody may live anywhere");
        }
        for (String what : List.of("/objections", "/object")) {
            street.open("POST /votes/" + number + what, "its roll is out; who does not live there is told why not");
        }
    }

    private static Map<String, Object> unit(Foreign street) {
        return Map.of(
                "place",
                "T-1",
                "label",
                "1",
                "owner",
                "O1",
                "name",
                "x",
                "area",
                10_000,
                "basis",
                "REGISTER",
                "parking",
                false,
                "developer",
                false,
                "accounts",
                List.of(Objects.requireNonNull(street.resident.account())));
    }
}
