package org.gongzhi.register;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;
import org.gongzhi.Town;
import org.gongzhi.access.Actor;
import org.gongzhi.people.Organisation;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.springframework.jdbc.core.simple.JdbcClient;

/// People with what is known of them, requests, an import, an organisation, the party's records, seats, places.
class RegisterForeigners implements Foreigners {

    private final JdbcClient client;
    private final Imports imports;
    private final Town town;

    RegisterForeigners(JdbcClient client, Imports imports, Town town) {
        this.town = town;
        this.client = client;
        this.imports = imports;
    }

    @Override
    public void make(Foreign street) throws Exception {
        person(street);
        requests(street);
        staff(street);
        places(street);
        party(street);
        imports(street);
    }

    private long newest(String sql, Object... parameters) {
        return client.sql(sql).params(parameters).query(Long.class).single();
    }

    private void person(Foreign street) throws Exception {
        long person = entered(street);
        String path = "/people/" + person;
        street.post(path + "/cares", street.officer, Map.of("tag", "DISABILITY"));
        street.stands("/people/{id}", person);
        street.stands(
                "/people/{id}/residences/{residence}",
                newest("select max(id) from people.residence where person = ?", person));
        street.stands("/people/{id}/cares/{care}", newest("select max(id) from people.care where person = ?", person));
        street.says("/people/{id}", "purpose", "CARE_VISIT");
        street.says("/people/{id}", "dwelling", street.dwelling.code());
        street.says("/people/{id}", "relation", "TENANT");
        street.says("/people/{id}", "tag", "DISABILITY");
        street.says("/people/{id}", "sure", Foreign.SECRET);
        street.says("/people/{id}/consents", "fieldSet", "x");
        street.says("/people/{id}/registrations", "kind", "RESIDENCE_REGISTRATION");
    }

    private static long entered(Foreign street) throws Exception {
        return street.post(
                        "/people",
                        street.officer,
                        Map.of("place", street.dwelling.code(), "name", Foreign.SECRET, "relation", "OWNER"))
                .path("id")
                .asLong();
    }

    private void requests(Foreign street) throws Exception {
        street.post("/me/requests", street.resident, Map.of("kind", "COPY", "words", Foreign.SECRET));
        long request = newest("select max(id) from register.request where account = ?", street.resident.account());
        street.stands("/requests/{id}", request);
        street.stands("/me/requests/{id}", request);
        street.stands("/my-data/requests/{id}", request);
        household(street);
        street.may("/me/requests/{id}", street.resident);
        street.may("/my-data/requests/{id}", street.resident);
        street.stands("/me/consents/{name}", "x");
        street.stands("/my-data/consents/{name}", "x");
        street.open(
                "/my-data/consents/{name}/withdraw", "one's own consent to a set of fields that is named in public");
        street.open("/me/consents/{name}", "one's own consent to a set of fields that is named in public");
        street.open("/my-data/consents/{name}", "one's own consent to a set of fields that is named in public");
    }

    /// Somebody asks to be bound to the resident's own dwelling.
    private void household(Foreign street) throws Exception {
        street.post(
                "/people/" + street.resident.person() + "/residences",
                street.officer,
                Map.of("dwelling", street.dwelling.code(), "relation", "OWNER"));
        long account = town.looseAccount(Foreign.SECRET);
        street.post(
                "/me/requests",
                street.actor(account),
                Map.of("kind", "BIND", "dwelling", street.dwelling.code(), "words", Foreign.SECRET));
        long request = newest("select max(id) from register.request where account = ?", account);
        for (String address : List.of("/me/household-requests/{id}", "/my-data/household/{id}")) {
            street.stands(address, request);
            street.may(address, street.resident);
        }
    }

    private void staff(Foreign street) throws Exception {
        Seat seat = town.seat(street.community, Role.GRID_WORKER);
        street.stands("/seats/{id}", seat.id());
        street.says("/seats/{id}", "name", "x");
        street.says("/seats/{id}", "mobile", "10012345678");
        street.says("/seats/{id}", "phone", "1");
        street.says("/seats/{id}", "byHand", true);
        long watcher = town.seat(street.street, Role.AUDIT_ADMINISTRATOR).id();
        street.stands("/seats/{id}/propose-end", watcher);
        appointments(street);
        street.says("/seats/{id}", "to", street.seat.get(Role.BLOCK_LEADER).id());
        String shop = street.post("/organisations", street.officer, organisation(street))
                .path("organisation")
                .path("id")
                .asString();
        street.stands("/organisations/{id}", shop);
        street.stands("/party/{id}", shop);
        street.says("/party/members", "organisation", shop);
        street.says("/places/{code}", "organisation", shop);
        street.names("/party/members", "organisation", shop);
        street.says("/party/{id}", "kind", "PLAN");
        street.says("/party/{id}", "title", "x");
        street.stands("/party/units/{id}", shop);
        entering(street, shop);
    }

    private void appointments(Foreign street) throws Exception {
        Actor security = street.actor(Role.SECURITY_ADMINISTRATOR);
        var waiting = new ArrayList<Object>();
        for (int i = 0; i < 4; i++) {
            waiting.add(street.post("/accounts/forget-second-factor", security, Map.of("username", Foreign.SECRET))
                    .path("appointment")
                    .asString());
        }
        street.stands("/appointments/{id}", waiting.toArray());
        street.may("/appointments/{id}/withdraw", security);
    }

    private static void entering(Foreign street, String shop) {
        String community = street.community.code();
        organisation(street).forEach((name, value) -> street.says("/organisations", name, value));
        street.says("/organisations", "place", community);
        street.says("/organisations", "name", "x");
        street.names("/organisations", "placeCode", community);
        street.names("/organisations", "place", community);
        street.names("/organisations", "id", shop);
        street.names("/organisations", "parent", shop);
        seats(street, shop);
        registers(street);
        asked(street);
    }

    private static void seats(Foreign street, String shop) {
        String community = street.community.code();
        street.says("/people", "name", "x");
        street.says("/people", "relation", "TENANT");
        street.says("/seats", "role", "GRID_WORKER");
        street.says("/seats", "name", "x");
        street.says("/seats", "mobile", "10012345678");
        street.says("/seats", "title", "x");
        street.says("/seats", "phone", "1");
        street.says("/seats", "byHand", true);
        street.names("/seats", "place", community);
        street.names("/seats", "organisation", shop);
    }

    private static void registers(Foreign street) {
        String community = street.community.code();
        street.names("/imports", "place", community);
        street.names("/exports", "place", community);
        street.names("/people/export", "place", community);
        street.says("/exports", "purpose", "REGISTER_WORK");
        street.says("/people/export", "purpose", "REGISTER_WORK");
        street.names("/places", "parent", street.stairwell.code());
        street.says("/places", "parent", street.stairwell.code());
        street.says("/places", "kind", "DWELLING");
        street.says("/places", "part", "0909");
        street.says("/places", "name", "0909");
        street.names("/places", "area"); // an area
    }

    private static void asked(Foreign street) {
        String community = street.community.code();
        for (String address : List.of("/privacy/assessments", "/assessments")) {
            street.names(address, "place", community);
            street.says(address, "place", community);
            street.says(address, "subject", "OTHER");
            street.says(address, "title", "x");
            street.says(address, "finding", "x");
            street.says(address, "measures", "x");
        }
        street.says("/visits", "outcome", "NOBODY_HOME");
        for (String asked : List.of("/me/requests", "/my-data/requests")) {
            street.says(asked, "kind", "BIND");
            street.says(asked, "dwelling", street.dwelling.code());
            street.names(asked, "dwelling", street.dwelling.code());
            street.open(
                    "POST " + asked, "whoever moved in asks to be bound to a dwelling anywhere; it is decided there");
        }
    }

    private static Map<String, Object> organisation(Foreign street) {
        var body = new HashMap<String, Object>(
                Map.of("id", 0, "kind", Organisation.Kind.SHOP, "name", Foreign.named(), "version", 0));
        body.putAll(Map.of("placeCode", street.community.code(), "contact", "", "phone", "", "licence", ""));
        return body;
    }

    private static void places(Foreign street) {
        street.stands("/places/{code}", street.dwelling.code());
        street.stands("/plan/{code}", street.stairwell.code());
        street.says("/places/{code}", "reason", "x");
        street.says("/places/{code}", "name", "x");
        street.says("/places/{code}", "into", street.stairwell.code());
        street.says("/places/{code}", "parent", street.stairwell.code());
        street.says("/places/{code}", "role", "PROPERTY_COMPANY");
        street.says("/places/{code}", "part", "X9");
        street.says("/places/{code}", "effective", "2026-12-01");
        street.says("/places/{code}", "parts", List.of("x", "y"));
        street.says("/places/{code}", "ring", List.of(113.9, 23.0, 113.91, 23.0, 113.91, 23.01, 113.9, 23.0));
    }

    private void party(Foreign street) throws Exception {
        long member = entered(street);
        street.stands("/party/members/{id}", member);
        street.names("/party/members", "person", member);
        street.says("/party/members", "person", member);
        street.names("/party/members", "home"); // the branch at work, in words
        street.post("/people/" + member + "/consents", street.officer, Map.of("fieldSet", "PARTY"));
    }

    private void imports(Foreign street) throws Exception {
        var job = imports.upload(
                street.officer, street.community.code(), "x.xlsx", ImportTest.workbook(List.<String[]>of(new String[] {
                    Foreign.SECRET
                })));
        street.stands("/imports/{id}", job.id());
        street.stands("/imports/{id}/rows/{row}", 1);
        street.says("/imports/{id}", "decision", "SKIP");
    }
}
