package org.gongzhi.ballots;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;

/// A vote with its roll; the resident is on it.
class BallotsForeigners implements Foreigners {

    @Override
    public void make(Foreign street) throws Exception {
        var question = Map.of("type", "DECISION", "matter", 4, "title", "x", "seats", 1);
        var call = Map.of(
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
        String number =
                street.post("/votes", street.officer, call).path("number").asString();
        street.send("PUT", "/votes/" + number + "/roll", street.officer, List.of(unit(street)));
        street.post("/votes/" + number + "/roll/publish", street.officer, Map.of());
        street.stands("/votes/{number}", number);
        street.stands("/votes/{number}/roll/{position}", 1);
        street.stands("/votes/{number}/proxies/{position}", 1);
        street.stands("/votes/{number}/objections/{id}", 1);
        street.stands("/votes/{number}/paper/{id}", 1);
        street.stands("/votes/{number}/receipts/{code}", "AAAAA-AAAAA-AAAAA-AAAAA");
        street.stands(
                "/votes/{number}/{act}",
                "from-register",
                "roll",
                "publish",
                "announce",
                "extend",
                "cancel",
                "decide",
                "file",
                "annul",
                "object",
                "answer",
                "authorize",
                "revoke");
        street.says("/votes/{number}", "call", call);
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
                Foreign.SECRET,
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
