package org.gongzhi.ledger;

import java.util.Map;
import org.awaitility.Awaitility;
import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;

/// The log of the street. Its lines are commitments and public; what they commit to is not.
class LedgerForeigners implements Foreigners {

    @Override
    public void make(Foreign street) throws Exception {
        String code = street.community.code().substring(0, 9);
        street.stands("/ledger/{street}", code);
        for (String open : new String[] {
            "GET /ledger/{street}",
            "/ledger/{street}/checkpoint",
            "/ledger/{street}/checkpoint/joint",
            "/ledger/tile/{level}/{path}",
            "/ledger/{street}/tile/{level}/{path}",
            "/ledger/{street}/policy",
            "/ledger/{street}/figures",
            "/ledger/{street}/succession",
            "/ledger/{street}/find/{hash}",
            "/ledger/{street}/now",
            "/ledger/{street}/subjects/{subject}/{number}",
            "GET /ledger/receipts/{hash}",
            "/ledger/receipts/{hash}/file"
        }) {
            street.open(open, "the log is public: anybody may check it, and its lines say nothing without their words");
        }
        street.open("/ledger/{street}/cosignatures", "opens to a signature of a party alone");
        street.says("/ledger/{street}", "name", "x");
        street.names("/ledger/verify", "receipt"); // all of it, to be checked
        street.open("/ledger/{street}/publish", "publishing shows what is in the log anyway; how often is limited");
        act(street);
    }

    /// A line of the resident's own: only they may see what it commits to.
    private static void act(Foreign street) throws Exception {
        street.post(
                "/matters",
                street.resident,
                Map.of("kind", "E0506", "place", street.stairwell.code(), "text", Foreign.SECRET));
        var mine = Awaitility.await()
                .until(
                        () -> street.send("GET", "/ledger/mine", street.resident, null)
                                .path("rows"),
                        rows -> !rows.isEmpty());
        street.stands("/ledger/receipts/{hash}", mine.path(0).path("hash").asString());
        street.may("/ledger/receipts/{hash}", street.resident);
    }
}
