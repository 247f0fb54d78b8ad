package org.gongzhi.ballots;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.gongzhi.kernel.Sent;
import org.gongzhi.people.Person;
import org.jspecify.annotations.Nullable;

/// Who may vote and with what weight: the values of a roll. A voter is one head; owners have units, persons
/// have none.
public final class Roll {

    /// Whom all units stand for that the developer has not sold or handed over: one head (Supreme People's
    /// Court on divided ownership, 2020, art. 9).
    public static final String DEVELOPER = "#DEV";

    /// Where an area comes from: the register first, else what was surveyed, else the contract (Supreme
    /// People's Court on divided ownership, 2020, art. 8).
    public enum Basis {
        REGISTER,
        SURVEY,
        CONTRACT,
        NONE
    }

    /// What is entered: a unit and whose it is. `owner` is the key under which units are one head; `accounts`
    /// may vote for it on the telephone. For persons `place` is empty and `area` 0.
    public record Line(
            String place,
            String label,
            String owner,
            String name,
            long area,
            Basis basis,
            boolean parking,
            boolean developer,
            List<Long> accounts) {

        public Line {
            owner = developer ? DEVELOPER : owner;
        }

        /// As programs send it: what is left out is nothing or false.
        @JsonCreator
        static Line of(
                @JsonProperty("place") @Nullable String place,
                @JsonProperty("label") @Nullable String label,
                @JsonProperty("owner") @Nullable String owner,
                @JsonProperty("name") @Nullable String name,
                @JsonProperty("area") @Nullable Long area,
                @JsonProperty("basis") @Nullable Basis basis,
                @JsonProperty("parking") @Nullable Boolean parking,
                @JsonProperty("developer") @Nullable Boolean developer,
                @JsonProperty("accounts") @Nullable List<Long> accounts) {
            return new Line(
                    Sent.text(place),
                    Sent.text(label),
                    Sent.text(owner),
                    Sent.text(name),
                    area == null ? 0 : area,
                    Objects.requireNonNullElse(basis, Basis.NONE),
                    Boolean.TRUE.equals(parking),
                    Boolean.TRUE.equals(developer),
                    Objects.requireNonNullElse(accounts, List.of()));
        }
    }

    public record Voter(int id, String name, boolean developer, String pseudonym, long area, boolean counts) {

        /// The name as the roll is published: first sign, then stars.
        public String masked() {
            return name.isEmpty() ? "" : Person.masked(name);
        }
    }

    /// How far the people who go round have come with a unit.
    public enum Sweep {
        OPEN,
        DELIVERED,
        REFUSED,
        VACANT,
        AWAY
    }

    /// A unit on the roll.
    public record Unit(
            int id,
            int voter,
            String placeCode,
            String label,
            long area,
            Basis basis,
            boolean parking,
            Sweep sweep,
            boolean voted) {}

    /// A unit with the code that stands on its paper ballot and nowhere else.
    public record Coded(Unit unit, String code) {}

    /// A correction of one unit: area and basis, `owner` when it goes to another head, and why.
    public record Change(
            long area,
            Basis basis,
            @Nullable String owner,
            @Nullable String name,
            String reason) {}

    /// Why a line was changed after the roll was published.
    public record Correction(
            int unit,
            String before,
            String after,
            String reason,
            java.time.Instant at,
            @Nullable Long seat) {}

    private Roll() {}
}
