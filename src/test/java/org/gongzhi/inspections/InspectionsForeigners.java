package org.gongzhi.inspections;

import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;
import org.gongzhi.files.Photos;
import org.gongzhi.files.PhotosTest;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Premises, a visit that found a hazard, the document about it, a campaign.
class InspectionsForeigners implements Foreigners {

    private final JdbcClient client;
    private final PremisesRegister register;
    private final Photos photos;
    private final Ids ids;
    private final Clock clock;

    InspectionsForeigners(JdbcClient client, PremisesRegister register, Photos photos, Ids ids, Clock clock) {
        this.client = client;
        this.register = register;
        this.photos = photos;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public void make(Foreign street) throws Exception {
        street.open(
                "/checklists/{code}/inherit",
                "what lists there are is the same everywhere; the place decides who may change");
        street.open(
                "/inspections/checklists/{code}/inherit",
                "what lists there are is the same everywhere; the place decides who may change");
        var premises = premises(street);
        visit(street, premises);
        document(street, premises.id());
        campaign(street);
        street.open("/inspections/genuine/{code}", "whoever holds a document asks whether its code is genuine");
    }

    private Premises premises(Foreign street) throws Exception {
        var entered = new PremisesRegister.Entered(
                street.stairwell.code(),
                Foreign.named(),
                "SHOP",
                Foreign.SECRET,
                null,
                Foreign.SECRET,
                "13700001234",
                Objects.requireNonNull(street.resident.account()),
                List.of(),
                3,
                23.01,
                113.96);
        var premises = register.enter(street.officer, List.of(entered)).getFirst();
        street.stands("/premises/{number}", Ids.number(premises.id()));
        street.stands("/premises/{number}/equipment/{position}", 1);
        entering(street, premises);
        street.may("/premises/{number}", street.resident);
        street.may("/hazards/{number}", street.resident);
        String matter = matter(street);
        street.stands("/hazards/of/{number}", matter);
        street.says("/hazards", "matter", matter);
        street.names("/hazards", "matter", matter);
        street.says("/hazards/of/{number}", "premises", Ids.number(premises.id()));
        street.says("/premises/{number}", "purpose", "ARRANGE_VISIT");
        street.says("/premises/{number}", "kind", "SHOP");
        return premises;
    }

    private static void entering(Foreign street, Premises premises) {
        street.names("/premises", "place", street.stairwell.code());
        street.says("/premises", "place", street.stairwell.code());
        street.says("/premises", "name", "x");
        street.says("/premises", "kind", "SHOP");
        street.says("/inspections/checklists", "code", "x" + premises.id());
        street.says("/inspections/checklists", "items", "x1 | CHECK | GENERAL | 一 | one | | | x");
        street.says("/inspections/checklists", "zh", "x");
        street.says("/inspections/checklists", "en", "x");
        street.says("/inspections/checklists", "words", "x");
        street.says("/inspections/checklists", "seen", 0);
        street.names("/inspections/checklists", "place", street.community.code());
        street.names("/premises", "person"); // what somebody is called
        street.names("/premises", "account", Objects.requireNonNull(street.resident.account()));
        street.names("/premises", "owners", Objects.requireNonNull(street.resident.person()));
        for (String word : List.of("account", "owners")) {
            street.open("POST /premises " + word, "whoever owns premises or answers for them may live anywhere");
        }
        street.names("/inspections", "premises", Ids.number(premises.id()));
        street.says("/inspections", "premises", Ids.number(premises.id()));
        street.says("/hazards", "premises", Ids.number(premises.id()));
        street.names("/hazards", "premises", Ids.number(premises.id()));
    }

    private static String matter(Foreign street) throws Exception {
        return street.post(
                        "/matters",
                        street.resident,
                        Map.of("kind", "E0506", "place", street.stairwell.code(), "text", Foreign.SECRET))
                .path("number")
                .asString();
    }

    private void visit(Foreign street, Premises premises) throws Exception {
        String picture = photos.store(new ByteArrayInputStream(PhotosTest.jpeg(60, 40)));
        var report = report(List.of(found(picture)));
        var made = street.post(
                "/inspections", street.officer, Map.of("premises", Ids.number(premises.id()), "report", report));
        street.stands("/inspections/{number}", made.path("visit").asString());
        street.stands("/inspections/visits/{number}", made.path("visit").asString());
        street.says("/inspections", "report", report);
        street.says("/hazards", "found", found(picture));
        street.names("/hazards", "fundsFen"); // an amount
        street.names("/inspections", "fundsFen");
        String hazard = made.path("hazards").path(0).asString();
        street.stands("/hazards/{number}", hazard);
        street.stands("/hazards/{number}/photos/{position}", 0);
        street.stands(
                "/hazards/{number}/{act}",
                Arrays.stream(HazardAct.values()).map(HazardAct::word).toArray());
        street.says("/hazards/{number}", "photos", List.of(picture));
    }

    private Map<String, Object> found(String picture) {
        return new HashMap<>(Map.ofEntries(
                Map.entry("item", "f2"),
                Map.entry("criterion", ""),
                Map.entry("what", Foreign.SECRET),
                Map.entry("spot", "x"),
                Map.entry("duty", "x"),
                Map.entry("measures", "x"),
                Map.entry("fundsFen", 20_000),
                Map.entry("dueAt", clock.instant().plus(Duration.ofDays(10)).toString()),
                Map.entry("plan", "x"),
                Map.entry("goals", ""),
                Map.entry("before", List.of(picture)),
                Map.entry("after", List.of()),
                Map.entry("typical", false),
                Map.entry("listed", false)));
    }

    private static Map<String, Object> report(List<Map<String, Object>> found) {
        var answers = List.of("f1", "f2", "f4", "f5", "f6").stream()
                .map(item -> Map.of("item", item, "ok", !item.equals("f2"), "words", ""))
                .toList();
        return Map.of(
                "members",
                List.of(),
                "joined",
                List.of(),
                "answers",
                answers,
                "interview",
                "",
                "words",
                "",
                "equipment",
                List.of(),
                "found",
                found,
                "suspend",
                "");
    }

    private void document(Foreign street, long premises) {
        long document = client.sql("select max(id) from inspections.paper where premises = ?")
                .param(premises)
                .query(Long.class)
                .single();
        street.stands("/inspections/documents/{id}", document);
        street.stands("/inspection-documents/{id}", document);
        for (String address : List.of("/inspection-documents/{id}", "/inspections/documents/{id}")) {
            street.says(address, "how", "IN_PERSON");
            street.says(address, "receiver", "x");
        }
    }

    private void campaign(Foreign street) throws Exception {
        LocalDate today = Clocks.today(clock);
        String code = "c" + ids.next();
        street.post("/campaigns", street.officer, order(street, code, today));
        street.names("/inspections", "campaign", code);
        for (String address : List.of("/campaigns", "/inspections/campaigns")) {
            order(street, "x" + ids.next(), today).forEach((name, value) -> street.says(address, name, value));
            street.names(address, "place", street.community.code());
        }
        for (String address : List.of("/campaigns/{code}", "/inspections/campaigns/{code}")) {
            street.stands(address, code);
            street.stands(address + "/{act}", "begin", "end", "prolong");
            street.says(address, "until", today.plusDays(9).toString());
            street.says(address, "each", 1);
            street.says(address, "day", today.plusDays(1).toString());
            street.says(address, "teams", "x,STREET," + street.community.code() + ",,x/x");
        }
    }

    private static Map<String, Object> order(Foreign street, String code, LocalDate today) {
        var order = new HashMap<String, Object>(Map.of(
                "code",
                code,
                "name",
                Foreign.SECRET,
                "place",
                street.community.code(),
                "level",
                "STREET",
                "sectors",
                List.of("FIRE"),
                "kinds",
                List.of("SHOP"),
                "recheck",
                100,
                "startsOn",
                today.toString(),
                "endsOn",
                today.plusDays(5).toString()));
        order.putAll(Map.of("quota", 0, "covering", false, "unannounced", true));
        return order;
    }
}
