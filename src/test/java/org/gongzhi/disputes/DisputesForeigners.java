package org.gongzhi.disputes;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;

/// A dispute that a resident asked to have mediated.
class DisputesForeigners implements Foreigners {

    @Override
    public void make(Foreign street) throws Exception {
        var asked = Map.of(
                "place",
                street.stairwell.code(),
                "kind",
                "NEIGHBOUR",
                "subject",
                Foreign.SECRET,
                "parties",
                List.of(
                        Map.of("side", "APPLICANT", "name", Foreign.SECRET, "phone", "10012345678", "me", true),
                        Map.of("side", "RESPONDENT", "name", Foreign.SECRET, "phone", "", "me", false)));
        String number =
                street.post("/disputes", street.resident, asked).path("number").asString();
        street.stands("/disputes/{number}", number);
        asked.forEach((name, value) -> street.says("/disputes", name, value));
        for (String form : List.of("POST /disputes place", "POST /disputes matter")) {
            street.open(form, "a party asks for itself, wherever the quarrel is; the matter is a number in its words");
        }
        street.names("/disputes", "place", street.stairwell.code());
        street.stands(
                "/disputes/{number}/{act}",
                Arrays.stream(DisputeAct.values()).map(DisputeAct::word).toArray());
        street.stands("/disputes/{number}/papers/{name}", "agreement");
        street.may("/disputes/{number}", street.resident);
    }
}
