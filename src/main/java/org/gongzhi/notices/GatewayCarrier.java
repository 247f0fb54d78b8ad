package org.gongzhi.notices;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Text messages, WeCom, WeChat and DingTalk, each through a gateway that speaks one small contract
/// (`docs/notices.md`): a signed JSON POST, 2xx when it was taken, 400, 404 or 422 when the address does not
/// work, anything else when it may be tried again.
class GatewayCarrier implements Carrier {

    static final String SIGNATURE = "X-Gongzhi-Signature";

    private final Route route;
    private final String gateway;
    private final NoticeSignature signature;
    private final JsonMapper json;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    GatewayCarrier(Route route, String gateway, NoticeSignature signature, JsonMapper json) {
        this.route = route;
        this.gateway = gateway;
        this.signature = signature;
        this.json = json;
    }

    @Override
    public Route route() {
        return route;
    }

    @Override
    public boolean able() {
        return !gateway.isEmpty();
    }

    @Override
    public void carry(Letter letter) throws Failed {
        var body = new LinkedHashMap<String, Object>(Map.of());
        body.put("id", Long.toString(letter.id()));
        body.put("route", route.name());
        body.put("to", letter.to());
        body.put("title", letter.title());
        body.put("text", letter.text());
        body.put("url", letter.url());
        byte[] bytes = json.writeValueAsBytes(body);
        try {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(gateway))
                            .timeout(Duration.ofSeconds(10))
                            .header("Content-Type", "application/json")
                            .header(SIGNATURE, signature.of(bytes))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                            .build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            int status = answer.statusCode();
            if (status / 100 != 2) {
                throw new Failed("HTTP " + status, status == 400 || status == 404 || status == 422);
            }
        } catch (IOException away) {
            throw new Failed(away.getClass().getSimpleName(), false);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Failed("stopped", false);
        }
    }
}
