package org.gongzhi.notices;

import java.util.Objects;
import org.gongzhi.kernel.Refusal;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What gateways say happened to a message later. A bounce of what must reach takes the next route at once; a
/// repeated receipt changes nothing.
@Component
public class Receipts {

    private final Routing routing;
    private final Notices notices;
    private final Contacts contacts;
    private final NoticeSignature signature;
    private final JsonMapper json;

    Receipts(Routing routing, Notices notices, Contacts contacts, NoticeSignature signature, JsonMapper json) {
        this.routing = routing;
        this.notices = notices;
        this.contacts = contacts;
        this.signature = signature;
        this.json = json;
    }

    @Transactional
    public void take(byte[] body, String signed) {
        if (!signature.fits(body, signed)) {
            throw Refusal.forbidden("receipt-signature");
        }
        try {
            JsonNode receipt = json.readTree(body);
            long id = Long.parseLong(receipt.path("id").asString());
            String state = receipt.path("state").asString();
            if (!state.equals("DELIVERED") && !state.equals("READ") && !state.equals("BOUNCED")) {
                throw Refusal.invalid("receipt");
            }
            String why = receipt.path("reason").asString("");
            if (!routing.receipt(id, state, why.length() > 200 ? why.substring(0, 200) : why)) {
                throw Refusal.unknown("delivery");
            }
            if (state.equals("BOUNCED")) {
                goOn(id);
            }
        } catch (JacksonException | NumberFormatException unreadable) {
            throw Refusal.invalid("receipt");
        }
    }

    private void goOn(long delivery) {
        notices.ofDelivery(delivery)
                .filter(message -> message.mustReach() && message.reachedAt() == null)
                .ifPresent(message -> routing.goOn(
                        message,
                        message.account() == null ? null : contacts.of(Objects.requireNonNull(message.account()))));
    }
}
