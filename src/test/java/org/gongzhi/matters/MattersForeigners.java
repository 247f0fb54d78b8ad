package org.gongzhi.matters;

import java.util.Arrays;
import java.util.List;
import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;
import org.gongzhi.kernel.Ids;

/// A matter of a resident, with a photo number that may be asked for.
class MattersForeigners implements Foreigners {

    private final Matters matters;

    MattersForeigners(Matters matters) {
        this.matters = matters;
    }

    @Override
    public void make(Foreign street) {
        var reporter = new Matter.Reporter(street.resident.account(), null, "API");
        var matter = matters.report(
                new NewMatter("E0501", street.stairwell.id(), null, Foreign.SECRET, List.of(), reporter, null));
        String number = Ids.number(matter.id());
        for (String address : List.of(
                "/matters/{number}",
                "/live/matters/{number}",
                "/report/nearby/{number}",
                "/near/{number}",
                "/requests/{number}")) {
            street.stands(address, number);
        }
        street.stands("/matters/{number}/photos/{position}", 0);
        street.stands("/near/{number}/photos/{position}", 0);
        street.stands(
                "/matters/{number}/{act}",
                Arrays.stream(MatterAct.values()).map(MatterAct::word).toArray());
        street.says(
                "/matters/{number}",
                "to",
                street.seat.get(org.gongzhi.people.Role.GRID_WORKER).id());
        street.says("/matters/{number}", "purpose", "CALL_BACK");
        street.open("/near/{number}", "what goes on in a place is public, without words and people");
        street.open("/near/{number}/photos/{position}", "as the matter itself");
        street.open("POST /near/{number}/rate", "whoever saw a matter in public may rate it");
        street.open("/report/nearby/{number}/photo", "opens to the key in the address alone");
        street.open("POST /matters/{number}/support", "whoever reports the same may join, from anywhere");
        street.open("/kinds/{code}", "the catalogue of kinds is public and one for all");
        street.open("/q/{code}", "a poster leads to the form of its place");
    }
}
