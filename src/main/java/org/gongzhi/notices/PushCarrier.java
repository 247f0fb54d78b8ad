package org.gongzhi.notices;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Wakes the browsers of an account (RFC 8030). One that is gone is forgotten; it went well when any of them
/// was woken.
@Component
class PushCarrier implements Carrier {

    private final WebPush push;

    PushCarrier(WebPush push) {
        this.push = push;
    }

    @Override
    public Route route() {
        return Route.WEB_PUSH;
    }

    @Override
    public boolean able() {
        return true;
    }

    /// `to` is the account.
    @Override
    public void carry(Letter letter) throws Failed {
        long account = Long.parseLong(letter.to());
        boolean woken = false;
        boolean later = false;
        for (String endpoint : push.endpoints(account)) {
            int status = wake(URI.create(endpoint));
            woken |= status / 100 == 2;
            later |= status == 0 || status == 429 || status >= 500;
            if (status == 404 || status == 410) {
                push.gone(account, endpoint);
            }
        }
        if (!woken) {
            throw new Failed("nobody woken", !later);
        }
    }

    private int wake(URI endpoint) {
        try {
            return PushConnection.post(
                    endpoint,
                    Map.of("Authorization", push.authorization(endpoint), "TTL", "86400", "Urgency", "high"),
                    push.anywhere());
        } catch (IOException away) {
            return 0;
        }
    }
}
