package org.gongzhi.conventions;

import java.util.List;
import java.util.Map;
import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;

/// The draft of a covenant; once in force everybody may read one.
class ConventionsForeigners implements Foreigners {

    @Override
    public void make(Foreign street) throws Exception {
        String number = street.post(
                        "/conventions",
                        street.officer,
                        Map.of("place", street.estate(), "kind", "ESTATE_COVENANT", "name", Foreign.named()))
                .path("number")
                .asString();
        street.stands("/conventions/{number}", number);
        street.stands(
                "/conventions/{number}/{act}",
                "consult",
                "ready",
                "redraft",
                "withdraw",
                "revise",
                "record",
                "file",
                "end");
        street.stands("/conventions/{number}/opinions/{id}", 1);
        street.stands("/conventions/{number}/notes/{id}", 1);
        street.says("/conventions", "name", "x");
        street.says("/conventions", "kind", "ESTATE_COVENANT");
        street.names("/conventions", "place", street.estate());
        street.names("/votes", "adopts", number);
        street.says("/conventions/{number}", "clause", 1);
        street.says("/conventions/{number}", "clauses", List.of());
        street.says("/conventions/{number}", "kind", "BREACH");
    }
}
