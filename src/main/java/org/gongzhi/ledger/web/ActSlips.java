package org.gongzhi.ledger.web;

import jakarta.servlet.http.Cookie;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.gongzhi.journal.Journal;
import org.gongzhi.journal.Written;
import org.gongzhi.ledger.ActReceipts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// Hands whoever acts, with the answer itself, the signed promise and the address of the receipt: as headers
/// for programs, as a cookie of a minute for the next page.
@Component
class ActSlips {

    private static final Logger log = LoggerFactory.getLogger(ActSlips.class);

    /// More acts of one request are found in the list of one's own.
    private static final int MOST = 4;

    private static final int MINUTE = 60;

    private final ActReceipts receipts;

    ActSlips(Journal journal, ActReceipts receipts) {
        this.receipts = receipts;
        journal.listen(this::hand);
    }

    private void hand(List<Written> written) {
        if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request)
                || request.getResponse() == null
                || request.getResponse().isCommitted()) {
            return;
        }
        var response = request.getResponse();
        try {
            for (Written each : written) {
                var given = response.getHeaders("Gongzhi-Receipt");
                if (given.size() >= MOST) {
                    return;
                }
                var slip = receipts.slip(each);
                response.addHeader("Gongzhi-Receipt", "/ledger/receipts/" + slip.hash());
                response.addHeader(
                        "Gongzhi-Promise",
                        Base64.getEncoder().encodeToString(slip.promise().getBytes(StandardCharsets.UTF_8)));
                if (given.isEmpty()) {
                    var cookie = new Cookie("act", slip.hash());
                    cookie.setHttpOnly(true);
                    cookie.setSecure(request.getRequest().isSecure());
                    cookie.setPath("/");
                    cookie.setMaxAge(MINUTE);
                    cookie.setAttribute("SameSite", "Lax");
                    response.addCookie(cookie);
                }
            }
        } catch (RuntimeException failed) {
            // the act itself stands, and its receipt is found in the list of one's own
            log.warn("no promise could be handed out: {}", failed.getClass().getSimpleName());
        }
    }
}
