package org.gongzhi.inspections;

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A numbered document of an inspection. `code` stands in its QR code: whoever has it can see that it is
/// genuine.
public record Document(
        long community,
        long id,
        String placeCode,
        Kind kind,
        int year,
        int number,
        String code,
        long premises,
        @Nullable Long visit,
        @Nullable Long hazard,
        @Nullable Long campaign,
        String words,
        Instant issuedAt,
        @Nullable Long seat,
        @Nullable Instant deliveredAt,
        @Nullable Delivery delivery,
        String receiver,
        @Nullable String withdrawn) {

    /// `enforcement` ones are what a bulletin counts as 执法文书.
    public enum Kind {
        RECORD(false),
        NOTICE(true),
        STOP(true),
        SUSPENSION(true),
        DECISION(true),
        ACCEPTANCE(false),
        RESUMPTION(false),
        REFERRAL(true);

        private final boolean enforcement;

        Kind(boolean enforcement) {
            this.enforcement = enforcement;
        }

        public boolean enforcement() {
            return enforcement;
        }

        /// All that a bulletin counts.
        public static Set<Kind> counted() {
            return Arrays.stream(values()).filter(Kind::enforcement).collect(Collectors.toUnmodifiableSet());
        }
    }

    /// How it came to whoever it is for.
    public enum Delivery {
        IN_PERSON,
        LEFT,
        POST,
        ELECTRONIC
    }
}
