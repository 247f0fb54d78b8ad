package org.gongzhi.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.gongzhi.RunningProgram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A form names who filled it in; in another's session it is refused, and stays as it is for a second sending.
@Tag("sql")
class WriterTest extends RunningProgram {

    @Autowired
    private JdbcClient client;

    private final String text = "写的人 " + UUID.randomUUID();
    private final String key = UUID.randomUUID().toString();

    private HttpResponse<String> report(long session, String header, String field) throws Exception {
        String form = "kind=E0102&place=" + town.stairwell.code() + "&key=" + key + "&text="
                + URLEncoder.encode(text, StandardCharsets.UTF_8) + (field.isEmpty() ? "" : "&writer=" + field);
        var request = HttpRequest.newBuilder(URI.create(url("/report")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/problem+json")
                .header("Accept-Language", "en")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        if (session != 0) {
            request.header("Authorization", "Bearer " + token(session));
        }
        if (!header.isEmpty()) {
            request.header("Gongzhi-Writer", header);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private long raised() {
        return client.sql("select count(*) from matters.matter where text = ?")
                .param(text)
                .query(Long.class)
                .single();
    }

    @Test
    void whatAnotherWroteIsRefusedAndCanStillBeSentByThem() throws Exception {
        String writer = Long.toString(town.resident);
        for (boolean header : new boolean[] {true, false}) {
            var other = report(town.otherResident, header ? writer : "", header ? "" : writer);
            assertThat(other.statusCode()).as(other.body()).isEqualTo(409);
            assertThat(json.readTree(other.body()).path("code").asString()).isEqualTo("another-writer");
            assertThat(json.readTree(other.body()).path("detail").asString()).contains("Another person");
            assertThat(report(0, header ? writer : "", header ? "" : writer).statusCode())
                    .isEqualTo(401);
            assertThat(report(town.resident, header ? "visitor" : "", header ? "" : "visitor")
                            .statusCode())
                    .isEqualTo(409);
        }
        assertThat(raised()).isZero();
        assertThat(report(town.resident, writer, "").statusCode()).isEqualTo(303);
        assertThat(report(town.resident, "", writer).statusCode()).isEqualTo(303);
        assertThat(raised()).isEqualTo(1);
    }
}
