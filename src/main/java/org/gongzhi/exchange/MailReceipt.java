package org.gongzhi.exchange;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One message that came. `reason` is a code of the messages `exchange.mail.reason.*`, or the words by which its kind
/// was found; `leftOut` counts attachments that were not taken.
public record MailReceipt(
        long community,
        String message,
        long id,
        Result result,
        String reason,
        @Nullable Long matter,
        int leftOut,
        Instant at) {

    /// What became of a message: a new matter; added to one; answered what a handler asked; refused, with a
    /// letter that says why; left alone.
    public enum Result {
        TAKEN,
        ADDED,
        ANSWERED,
        REFUSED,
        SKIPPED
    }
}
