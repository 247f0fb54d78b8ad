package org.gongzhi.places;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.awaitility.Awaitility;
import org.gongzhi.RunningProgram;
import org.gongzhi.exchange.ApiKeys;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/// Whoever asks by position gives the connection back: asked more often than there are connections, it still answers.
@Tag("sql")
class NearTest extends RunningProgram {

    @Autowired
    private HikariDataSource pool;

    @Autowired
    private ApiKeys keys;

    private int more() {
        return pool.getMaximumPoolSize() + 6;
    }

    private void allAreBack() {
        Awaitility.await()
                .untilAsserted(() -> assertThat(pool.getHikariPoolMXBean().getActiveConnections())
                        .isZero());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/near?latitude=23.0101&longitude=113.9602",
                "/report/places?latitude=23.0101&longitude=113.9602",
                "/api/v1/places?latitude=23.0101&longitude=113.9602"
            })
    void askingByPositionKeepsNoConnection(String path) throws Exception {
        for (int i = 0; i < more(); i++) {
            assertThat(call("GET", path, "", null, Map.of()).statusCode()).isEqualTo(200);
        }
        allAreBack();
    }

    @Test
    void aRequestOfOpen311ByPositionKeepsNoConnection() throws Exception {
        String key = keys.make((Long) null, "test", "test@example.org");
        for (int i = 0; i < more(); i++) {
            var request = HttpRequest.newBuilder(URI.create(url("/open311/v2/requests.json")))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("api_key=" + key
                            + "&service_code=E0402&lat=23.0101&long=113.9602&description=by+position"));
            assertThat(http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
        allAreBack();
    }
}
