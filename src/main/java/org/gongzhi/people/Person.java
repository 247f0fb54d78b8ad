package org.gongzhi.people;

import java.time.LocalDate;
import java.time.Period;
import org.jspecify.annotations.Nullable;

/// One human being in the register. What identifies is in the clear only here and in an answer that was logged; in the
/// database it is encrypted. `placeCode` is where the row belongs: the home, else the community. `registeredAt` is the
/// county code of the household registration; whoever is registered in another county is floating population.
public record Person(
        long community,
        long id,
        String placeCode,
        String name,
        @Nullable String phone,
        @Nullable IdNumber idNumber,
        @Nullable LocalDate born,
        @Nullable Sex sex,
        @Nullable String registeredAt,
        @Nullable Long dwelling,
        int version) {

    /// Somebody of whom only name and number are known.
    public static Person of(
            long community, long id, String placeCode, String name, @Nullable String phone, @Nullable Long dwelling) {
        return new Person(community, id, placeCode, name, phone, null, null, null, null, dwelling, 1);
    }

    /// The family name and stars, for everybody who has no reason to know more.
    public static String masked(String name) {
        int first = name.offsetByCodePoints(0, Math.min(1, name.codePointCount(0, name.length())));
        int rest = Math.max(1, name.codePointCount(first, name.length()));
        return name.substring(0, first) + "*".repeat(rest);
    }

    /// First three and last four digits of the number, or nothing.
    public String maskedPhone() {
        return phone == null
                ? ""
                : phone.length() < 8 ? "****" : phone.substring(0, 3) + "****" + phone.substring(phone.length() - 4);
    }

    public String maskedIdNumber() {
        return idNumber == null ? "" : idNumber.masked();
    }

    public boolean floating() {
        return registeredAt != null && !Long.toString(community).startsWith(registeredAt);
    }

    /// Below 14, whose data are sensitive and need a guardian's consent (PIPL arts. 28 and 31).
    public boolean child(LocalDate today) {
        return born != null && Period.between(born, today).getYears() < AGE_OF_OWN_CONSENT;
    }

    /// PIPL art. 31.
    public static final int AGE_OF_OWN_CONSENT = 14;

    /// The birthday that is known: typed, or from the identity number.
    public @Nullable LocalDate birthday() {
        return born != null ? born : idNumber == null ? null : idNumber.born();
    }
}
