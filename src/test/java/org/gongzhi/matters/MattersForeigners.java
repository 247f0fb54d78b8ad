package org.gongzhi.matters;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;
import org.gongzhi.files.Photos;
import org.gongzhi.files.PhotosTest;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Seats;

/// A matter of a resident, with a photo number that may be asked for.
class MattersForeigners implements Foreigners {

    private final Matters matters;
    private final Seats seats;
    private final Photos photos;

    MattersForeigners(Matters matters, Seats seats, Photos photos) {
        this.matters = matters;
        this.seats = seats;
        this.photos = photos;
    }

    @Override
    public void make(Foreign street) throws Exception {
        var matter = reported(street);
        String number = Ids.number(matter.id());
        for (String address : List.of(
                "/matters/{number}",
                "/live/matters/{number}",
                "/report/nearby/{number}",
                "/near/{number}",
                "/open311/v2/requests/{number}",
                "/open311/v2/tokens/{token}")) {
            street.stands(address, number);
        }
        counter(street);
        acts(street, matter, number);
        open(street);
        words(street, number);
    }

    private void acts(Foreign street, Matter matter, String number) throws Exception {
        street.may(
                "/matters/{number}",
                street.resident,
                street.actor(seats.get(matter.lead()).person()));
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
    }

    private static void words(Foreign street, String number) {
        street.says("/counter", "channel", "COUNTER");
        street.says("/counter", "kind", "E0501");
        street.says("/counter", "text", "x");
        street.names("/counter", "place", street.stairwell.code());
        street.names("/matters/bulk", "numbers", number);
        street.names("/work/bulk", "number", number);
        for (String bulk : List.of("/matters/bulk", "/work/bulk")) {
            long seat = street.seat.get(org.gongzhi.people.Role.GRID_WORKER).id();
            street.says(bulk, "act", "DISPATCH");
            street.says(bulk, "to", seat);
            street.names(bulk, "to", seat);
            street.names(bulk, "place"); // where something moved to, which this act does not ask
        }
        street.says("/matters/bulk", "numbers", List.of(number));
        street.says("/work/bulk", "number", number);
        street.names("/topics", "matter", number);
        street.names("/topics", "sourceNumber", number);
        street.says("/topics", "source", "MATTER");
        street.names("/disputes", "matter", number);
        street.names("/follow", "number", number);
        street.open("POST /report/nearby", "what goes on in a place is public, without words and people");
        street.open("POST /near/follow", "whoever likes follows what is public in a place");
        for (String form : List.of("POST /matters", "POST /report")) {
            street.open(form, "anybody may report a problem anywhere");
        }
    }

    private Matter reported(Foreign street) throws Exception {
        var reporter = new Matter.Reporter(street.resident.account(), null, "API");
        return matters.report(new NewMatter(
                "E0501",
                street.stairwell.id(),
                null,
                Foreign.SECRET,
                List.of(photos.store(new ByteArrayInputStream(PhotosTest.jpeg(60, 40)))),
                reporter,
                null));
    }

    private static void open(Foreign street) {
        street.open("/near/{number}", "what goes on in a place is public, without words and people");
        street.open("/near/{number}/photos/{position}", "as the matter itself");
        street.open("POST /near/{number}/rate", "whoever saw a matter in public may rate it");
        street.open("/report/nearby/{number}/photo", "opens to the key in the address alone");
        street.open("POST /matters/{number}/support", "whoever reports the same may join, from anywhere");
        street.open("/kinds/{code}", "the catalogue of kinds is public; the place decides who may change");
        street.open("/kinds/{code}/inherit", "the catalogue of kinds is public; the place decides who may change");
        street.open("/q/{code}", "a poster leads to the form of its place");
    }

    /// Taken at the counter from somebody with a name and a telephone.
    private static void counter(Foreign street) throws Exception {
        var taken = street.post(
                "/counter",
                street.officer,
                Map.of(
                        "channel",
                        "COUNTER",
                        "kind",
                        "E0501",
                        "place",
                        street.stairwell.code(),
                        "text",
                        Foreign.SECRET,
                        "contact",
                        Map.of("name", Foreign.SECRET, "phone", "10012345678")));
        String number = taken.path("number").asString();
        street.stands("/matters/{number}/slip", number);
        street.stands("/matters/{number}/reveal", number);
    }
}
