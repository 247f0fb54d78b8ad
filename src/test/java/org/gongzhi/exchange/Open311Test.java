package org.gongzhi.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.gongzhi.RunningProgram;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;

/// GeoReport v2 as real clients speak it.
@Tag("sql")
class Open311Test extends RunningProgram {

    @Autowired
    private ApiKeys keys;

    private String key;

    @BeforeEach
    void key() {
        key = keys.make((Long) null, "test", "test@example.org");
    }

    private HttpResponse<String> ask(String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url("/open311/v2" + path)));
        for (int i = 0; i + 1 < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(
                request.method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String format, String form) throws Exception {
        return ask("POST", "/requests." + format, form, "Content-Type", "application/x-www-form-urlencoded");
    }

    private static String form(Map<String, String> fields) {
        return String.join(
                "&",
                fields.entrySet().stream()
                        .map(each -> URLEncoder.encode(each.getKey(), StandardCharsets.UTF_8) + "="
                                + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                        .toList());
    }

    private static Document xml(HttpResponse<String> answer) throws Exception {
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .isEqualToIgnoringCase("text/xml;charset=UTF-8");
        assertThat(answer.body()).startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(Document document, String tag) {
        return document.getElementsByTagName(tag).item(0).getTextContent();
    }

    private static Schema schema(String name) throws Exception {
        try (var stream = Open311Test.class.getResourceAsStream("/open311/" + name + ".schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                    .getSchema(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private void fits(String name, JsonNode array) throws Exception {
        assertThat(array.isArray()).isTrue();
        assertThat(array).isNotEmpty();
        Schema schema = schema(name);
        for (JsonNode each : array) {
            assertThat(schema.validate(each)).as(each.toString()).isEmpty();
        }
    }

    private String create(Map<String, String> more) throws Exception {
        var fields = new java.util.HashMap<>(Map.of(
                "api_key", key, "service_code", "E0102", "address_id", town.building.code(), "description", "垃圾满了"));
        fields.putAll(more);
        fields.values().removeIf(String::isEmpty);
        var answer = post("json", form(fields));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body()).get(0).path("service_request_id").asString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/open311/v2/discovery", "/open311/discovery"})
    void discoveryInBothFormats(String path) throws Exception {
        var answer = call("GET", path + ".json", "", null, Map.of());
        JsonNode tree = json.readTree(answer.body());
        assertThat(tree.path("contact").asString()).isNotBlank();
        assertThat(tree.path("key_service").asString()).isNotBlank();
        assertThat(OffsetDateTime.parse(tree.path("changeset").asString()).getOffset())
                .isEqualTo(ZoneOffset.ofHours(8));
        JsonNode endpoint = tree.path("endpoints").get(0);
        assertThat(endpoint.path("url").asString()).endsWith("/open311/v2");
        assertThat(endpoint.path("specification").asString()).contains("GeoReport_v2");
        assertThat(endpoint.path("formats").toString()).contains("text/xml");
        Document document = xml(call("GET", path + ".xml", "", null, Map.of()));
        assertThat(document.getDocumentElement().getNodeName()).isEqualTo("discovery");
        assertThat(text(document, "format")).isEqualTo("text/xml");
    }

    @Test
    void servicesAndDefinitions() throws Exception {
        JsonNode services = json.readTree(ask("GET", "/services.json", null).body());
        fits("service", services);
        for (JsonNode each : services) {
            assertThat(each.path("service_code").asString()).doesNotStartWith("0");
            var definition = ask("GET", "/services/" + each.path("service_code").asString() + ".json", null);
            JsonNode tree = json.readTree(definition.body());
            assertThat(schema("service-definition").validate(tree)).isEmpty();
            assertThat(tree.path("attributes").isEmpty())
                    .isEqualTo(!each.path("metadata").asBoolean());
        }
        Document document = xml(ask("GET", "/services.xml", null));
        assertThat(document.getElementsByTagName("service").getLength()).isEqualTo(services.size());
        Document definition = xml(ask("GET", "/services/E0301.xml", null));
        assertThat(definition.getDocumentElement().getNodeName()).isEqualTo("service_definition");
        assertThat(text(definition, "datatype")).isEqualTo("singlevaluelist");
        assertThat(definition.getElementsByTagName("value").getLength()).isEqualTo(3);
        assertThat(ask("GET", "/services/NONE.json", null).statusCode()).isEqualTo(404);
    }

    /// POST, token, GET: in both formats.
    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void roundTrip(String format) throws Exception {
        String description = "三楼 <b>漏水</b> & 第一行\n第二行 😀";
        var answer = post(
                format,
                form(Map.of(
                        "api_key",
                        key,
                        "jurisdiction_id",
                        "",
                        "service_code",
                        "E0402",
                        "lat",
                        "23.0101",
                        "long",
                        "113.9602",
                        "description",
                        description,
                        "email",
                        "",
                        "phone",
                        "(0769) 555-0000",
                        "account_id",
                        "a1")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String id = format.equals("json")
                ? json.readTree(answer.body()).get(0).path("service_request_id").asString()
                : text(xml(answer), "service_request_id");
        var token = ask("GET", "/tokens/" + id + "." + format, null);
        assertThat(token.body()).contains(id);
        var own = ask("GET", "/requests/" + id + "." + format + "?api_key=" + key, null);
        var others = ask("GET", "/requests/" + id + "." + format, null);
        if (format.equals("json")) {
            JsonNode one = json.readTree(own.body());
            assertThat(one).hasSize(1);
            fits("request", one);
            assertThat(one.get(0).path("description").asString()).isEqualTo(description);
            assertThat(one.get(0).path("status").asString()).isEqualTo("open");
            assertThat(one.get(0).path("lat").asDouble()).isEqualTo(23.01);
            assertThat(json.readTree(others.body()).get(0).path("description").isNull())
                    .as("others do not read the words")
                    .isTrue();
        } else {
            assertThat(text(xml(own), "description").replace("\r\n", "\n")).isEqualTo(description);
            assertThat(text(xml(others), "description")).isEmpty();
            assertThat(text(xml(own), "requested_datetime")).endsWith("+08:00");
        }
    }

    @Test
    void whatIsWrongIsSaidInBothFormats() throws Exception {
        var noKey = post("xml", form(Map.of("service_code", "E0102", "address_string", "x")));
        assertThat(noKey.statusCode()).isEqualTo(403);
        assertThat(text(xml(noKey), "code")).isEqualTo("403");
        assertThat(post("json", form(Map.of("api_key", "wrong"))).statusCode()).isEqualTo(403);
        var several = post("json", form(Map.of("api_key", key)));
        assertThat(several.statusCode()).isEqualTo(400);
        assertThat(json.readTree(several.body())).hasSize(2);
        assertThat(json.readTree(several.body()).get(0).path("description").asString())
                .contains("service_code");
        assertThat(post("json", form(Map.of("api_key", key, "service_code", "X1", "address_string", "x")))
                        .statusCode())
                .isEqualTo(404);
        assertThat(post("json", form(Map.of("api_key", key, "service_code", "E0102", "lat", "91", "long", "0")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("json", form(Map.of("api_key", key, "service_code", "E0102", "lat", "40.7", "long", "-74")))
                        .statusCode())
                .as("outside the jurisdiction")
                .isEqualTo(400);
        var required =
                post("json", form(Map.of("api_key", key, "service_code", "E0301", "address_id", town.building.code())));
        assertThat(required.statusCode()).isEqualTo(400);
        assertThat(required.body()).contains("noise").contains("吵");
        assertThat(ask("GET", "/requests/0000-0000-000.json", null).statusCode())
                .isEqualTo(404);
        assertThat(ask("GET", "/requests/nonsense.xml", null).statusCode()).isEqualTo(404);
        assertThat(ask("GET", "/tokens/nonsense.json", null).statusCode()).isEqualTo(404);
        assertThat(ask("GET", "/services.json?jurisdiction_id=dc.gov", null).statusCode())
                .isEqualTo(404);
        assertThat(ask("GET", "/requests.json?status=done", null).statusCode()).isEqualTo(400);
        assertThat(ask("GET", "/requests.json?start_date=yesterday", null).statusCode())
                .isEqualTo(400);
        assertThat(post(
                                "json",
                                form(Map.of(
                                        "api_key",
                                        key,
                                        "service_code",
                                        "E0102",
                                        "address_id",
                                        town.building.code(),
                                        "description",
                                        "长".repeat(4001))))
                        .statusCode())
                .isEqualTo(400);
        assertThat(create(Map.of("description", "长".repeat(4000)))).isNotBlank();
    }

    /// Brackets percent-encoded, several values, a GET with a content type and an empty query.
    @Test
    void habitsOfClients() throws Exception {
        String id = create(Map.of("service_code", "E0301", "attribute[when]", "night"));
        assertThat(id).isNotBlank();
        var raw = post(
                "json",
                "api_key=" + key + "&service_code=E0301&address_id=" + town.building.code() + "&attribute[when][]=day");
        assertThat(raw.statusCode()).as(raw.body()).isEqualTo(200);
        assertThat(ask("GET", "/requests.xml?", null, "Content-Type", "text/xml")
                        .statusCode())
                .isEqualTo(200);
        assertThat(ask("GET", "/requests.json?service_request_id=" + id + ",0000-0000-000&status=closed", null)
                        .body())
                .as("ids override everything else")
                .contains(id);
        String named = create(Map.of("address_id", "", "address_string", town.estate.name() + " 1栋 门口"));
        assertThat(json.readTree(
                                ask("GET", "/requests/" + named + ".json", null).body())
                        .get(0)
                        .path("address_id")
                        .asString())
                .isEqualTo(town.building.code());
        assertThat(create(Map.of("address_id", "", "address_string", "谁也不知道的地方")))
                .isNotBlank();
        String token = token(town.seat.get(Role.STREET_OFFICER).person());
        var made = call("POST", "/api/v1/exchange/keys", token, Map.of("name", "x", "contact", "y"), Map.of());
        assertThat(json.readTree(made.body()).path("key").asString()).startsWith("o311_");
    }

    @Test
    void listsArePagedFilteredAndFitTheSchema() throws Exception {
        for (int i = 0; i < 5; i++) {
            create(Map.of("service_code", "E0111"));
        }
        JsonNode all = json.readTree(ask("GET", "/requests.json?service_code=E0111,NONE&status=open,closed", null)
                .body());
        fits("request", all);
        assertThat(all).hasSize(5);
        var pages = new ArrayList<String>();
        for (int page = 1; page <= 3; page++) {
            if (page == 2) {
                // what is raised while somebody pages moves nothing that they have still to see
                create(Map.of("service_code", "E0111"));
            }
            for (JsonNode each :
                    json.readTree(ask("GET", "/requests.json?service_code=E0111&page_size=2&page=" + page, null)
                            .body())) {
                pages.add(each.path("service_request_id").asString());
            }
        }
        assertThat(pages)
                .containsExactlyElementsOf(all.valueStream()
                        .map(each -> each.path("service_request_id").asString())
                        .toList());
        assertThat(json.readTree(ask("GET", "/requests.json?service_code=E0111&status=closed", null)
                        .body()))
                .isEmpty();
        String future = clock.instant().plus(Duration.ofDays(1)).toString();
        assertThat(json.readTree(ask("GET", "/requests.json?service_code=E0111&start_date=" + future, null)
                        .body()))
                .isEmpty();
        String past = URLEncoder.encode("2020-01-01T00:00:00+08:00", StandardCharsets.UTF_8);
        assertThat(json.readTree(ask("GET", "/requests.json?service_code=E0111&start_date=" + past, null)
                        .body()))
                .as("ninety days from the start")
                .isEmpty();
        JsonNode extended = json.readTree(ask("GET", "/requests.json?service_code=E0111&extensions=true", null)
                .body());
        assertThat(extended.get(0).path("notes").get(0).path("summary").asString())
                .isNotBlank();
        assertThat(extended.get(0).path("extended_attributes").path("channel").asString())
                .isEqualTo("OPEN311");
        Document document = xml(ask("GET", "/requests.xml?service_code=E0111&extensions=true", null));
        assertThat(document.getElementsByTagName("request").getLength()).isEqualTo(6);
        assertThat(document.getElementsByTagName("note").getLength()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void mediaComesWithIt() throws Exception {
        var image = new java.awt.image.BufferedImage(40, 30, java.awt.image.BufferedImage.TYPE_INT_RGB);
        var bytes = new java.io.ByteArrayOutputStream();
        javax.imageio.ImageIO.write(image, "png", bytes);
        var body = new java.io.ByteArrayOutputStream();
        for (var field : Map.of("api_key", key, "service_code", "E0102", "address_id", town.building.code())
                .entrySet()) {
            body.write(("--b\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\"\r\n\r\n"
                            + field.getValue() + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        body.write(
                "--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
                        .getBytes(StandardCharsets.UTF_8));
        body.write(bytes.toByteArray());
        body.write("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
        var answer = http.send(
                HttpRequest.newBuilder(URI.create(url("/open311/v2/requests.json")))
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String id =
                json.readTree(answer.body()).get(0).path("service_request_id").asString();
        JsonNode whole = get(
                "/api/v1/matters/" + id,
                token(town.seat.get(Role.COMMITTEE_DIRECTOR).person()));
        assertThat(whole.path("photos")).hasSize(1);
        assertThat(ask("GET", "/requests/" + id + ".json", null).body())
                .as("a photo is public when somebody released it")
                .contains("\"media_url\":null");
    }

    /// The same sending by many at once, with one key, is one request.
    @Test
    void doubleSendsAreOne() throws Exception {
        var work = new ArrayList<Callable<String>>();
        for (int i = 0; i < 8; i++) {
            work.add(() -> ask(
                            "POST",
                            "/requests.json",
                            form(Map.of("api_key", key, "service_code", "E0102", "address_id", town.building.code())),
                            "Content-Type",
                            "application/x-www-form-urlencoded",
                            "Idempotency-Key",
                            "same")
                    .body());
        }
        try (var pool = Executors.newFixedThreadPool(8)) {
            var ids = new java.util.TreeSet<String>();
            for (var each : pool.invokeAll(work)) {
                ids.add(json.readTree(each.get())
                        .get(0)
                        .path("service_request_id")
                        .asString());
            }
            assertThat(ids).hasSize(1);
        }
    }

    @Test
    void anEndedKeyIsNoKey() throws Exception {
        var officer = town.actor(Role.STREET_OFFICER);
        String secret = keys.make(officer, new ApiKeys.Wanted(null, "ends", "x"));
        long id = keys.all(officer).getFirst().id();
        keys.end(officer, id);
        assertThat(keys.open(secret)).isEmpty();
        assertThat(List.of(post("json", form(Map.of("api_key", secret))).statusCode()))
                .containsExactly(403);
    }
}
