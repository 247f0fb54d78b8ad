package org.gongzhi.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.gongzhi.RunningProgram;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/// What another program writes in words, an address or a telephone number, is understood as people mean it.
@Tag("sql")
class Open311WordsTest extends RunningProgram {

    @Autowired
    private ApiKeys keys;

    private HttpResponse<String> send(String address, String phone) throws Exception {
        var fields = Map.of(
                "api_key",
                keys.make((Long) null, "words", "words"),
                "service_code",
                "E0102",
                "description",
                "垃圾满了",
                "address_string",
                address,
                "phone",
                phone);
        String form = String.join(
                "&",
                fields.entrySet().stream()
                        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                        .toList());
        var request = HttpRequest.newBuilder(URI.create(url("/open311/v2/requests.json")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String made(String address, String phone) throws Exception {
        var answer = send(address, phone);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body()).get(0).path("service_request_id").asString();
    }

    @ParameterizedTest
    @CsvSource({
        "恒泉花园1栋, 441900106002-E001-G1-B001",
        "恒泉花园11栋, 441900106002-E001",
        "恒泉花园对面, 441900106002",
        "汇景新村1栋(恒泉花园对面), 441900106000-E006-G1-B001",
        "横沥镇恒泉社区, 441900106002"
    })
    void anAddressMeansThePlaceThatItNames(String words, String code) throws Exception {
        String id = made(words, "");
        var shown = call("GET", "/open311/v2/requests/" + id + ".json", "", null, Map.of());
        assertThat(json.readTree(shown.body()).get(0).path("address_id").asString())
                .as(shown.body())
                .isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "１００１２３４００６１, 10012340061",
        "0769-88888888转801, 076988888888-801",
        "+86 100 1234 0061, 10012340061",
        "(0769) 8888-8888, 076988888888"
    })
    void theLeadReadsANumberThatCanBeRungUp(String sent, String kept) throws Exception {
        String number = made("恒泉花园1栋", sent);
        String staff = token(town.seat.get(Role.COMMITTEE_STAFF).person());
        var shown = call("POST", "/matters/" + number + "/reveal?purpose=CALL_BACK", staff, null, Map.of());
        assertThat(shown.body()).contains(">" + kept + "<");
    }

    @Test
    void twoTelephoneNumbersAreRefusedWithWords() throws Exception {
        var answer = send("恒泉花园1栋", "10012340061、10012340062");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("电话", "telephone");
    }
}
