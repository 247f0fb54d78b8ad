package org.gongzhi.inspections;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A place where people work, trade, live for rent or gather, and everything known of its safety. `risk` is 1
/// (highest) to 4; `owners` are persons who own it or work there and may therefore not inspect it; `account`
/// is who answers for it in the program; `code` is what the sign at its door says, for arrival by scan.
public record Premises(
        long community,
        long id,
        long place,
        String placeCode,
        String name,
        String kind,
        String sector,
        String address,
        @Nullable String creditCode,
        String person,
        String phone,
        @Nullable Long account,
        List<Long> owners,
        int risk,
        @Nullable Double latitude,
        @Nullable Double longitude,
        String code,
        @Nullable Instant visitedAt,
        @Nullable LocalDate nextDue,
        int relapses,
        int hazards,
        boolean suspended,
        @Nullable Instant endedAt,
        int version) {

    /// The same without the telephone number but its last four digits.
    Premises masked() {
        String shown = phone.length() > 4 ? "···" + phone.substring(phone.length() - 4) : "";
        return new Premises(
                community,
                id,
                place,
                placeCode,
                name,
                kind,
                sector,
                address,
                creditCode,
                person,
                shown,
                account,
                owners,
                risk,
                latitude,
                longitude,
                code,
                visitedAt,
                nextDue,
                relapses,
                hazards,
                suspended,
                endedAt,
                version);
    }

    public record Licence(
            int id, String name, String number, @Nullable LocalDate expires) {}

    /// A lift, a boiler; `due` is when its inspection runs out (Special Equipment Safety Law art. 40).
    public record Equipment(
            int id,
            String kind,
            String number,
            @Nullable LocalDate registered,
            @Nullable LocalDate due,
            boolean ended) {

        public Equipment {
            kind = java.util.Objects.requireNonNullElse(kind, "");
            number = java.util.Objects.requireNonNullElse(number, "");
        }
    }

    /// Equipment whose inspection runs out, with where it stands.
    public record Due(long community, long premises, String name, String placeCode, Equipment equipment) {}

    /// One kind in the screening table; `byRisk` counts risk 1 to 4.
    public record Screened(String kind, int premises, List<Integer> byRisk, int visited, int hazards, int suspended) {}
}
