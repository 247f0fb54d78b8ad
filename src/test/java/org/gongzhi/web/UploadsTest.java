package org.gongzhi.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.gongzhi.ApiTest;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Uploads that arrive broken, or too large.
@Tag("sql")
class UploadsTest extends ApiTest {

    private static final String PART =
            "--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n";

    private HttpResponse<String> upload(String path, String type, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(url(path)))
                        .header("Authorization", "Bearer " + as(Role.GRID_WORKER))
                        .header("Content-Type", type)
                        .header("Accept-Language", "en")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void anUploadThatBreaksOffIsToldAsThatAndNotAsTooLarge() throws Exception {
        String whole = "multipart/form-data; boundary=b";
        for (var broken : List.of(
                List.of(whole, PART + "half a pho"),
                List.of("multipart/form-data", PART + "x\r\n--b--\r\n"),
                List.of("text/plain", "no upload at all"))) {
            var answer = upload("/api/v1/photos", broken.getFirst(), broken.getLast());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            var problem = json.readTree(answer.body());
            assertThat(problem.path("code").asString()).as(broken.toString()).isEqualTo("upload-broken");
            assertThat(problem.path("detail").asString()).contains("broken").contains("send it again");
        }
        var page = upload("/report", whole, PART + "half a pho");
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("send it again").contains("data-back").doesNotContain("too large");
    }

    @Test
    void aPhotoOverTheLimitIsStillTooLarge() throws Exception {
        String large = PART + "x".repeat(13 * 1024 * 1024 + 1000) + "\r\n--b--\r\n";
        var answer = upload("/api/v1/photos", "multipart/form-data; boundary=b", large);
        assertThat(json.readTree(answer.body()).path("code").asString()).isEqualTo("photo-large");
    }
}
