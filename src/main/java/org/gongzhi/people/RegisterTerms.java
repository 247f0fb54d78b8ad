package org.gongzhi.people;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.gongzhi.kernel.Tables;
import org.springframework.stereotype.Component;

/// The numbers of `people/terms.csv`, each with its source there.
@Component
public class RegisterTerms {

    private final Map<String, Integer> values = Tables.read("people/terms.csv").stream()
            .collect(Collectors.toUnmodifiableMap(row -> row.get("name"), row -> Integer.valueOf(row.get("value"))));

    public int visitMonths() {
        return value("visit-months");
    }

    public int careVisitMonths() {
        return value("visit-care-months");
    }

    public int registrationMonths() {
        return value("registration-months");
    }

    public int expiryNoticeDays() {
        return value("expiry-notice-days");
    }

    public int licenceNoticeDays() {
        return value("licence-notice-days");
    }

    public int revealSeconds() {
        return value("reveal-seconds");
    }

    public int requestDays() {
        return value("request-days");
    }

    /// How long an appointment waits for a second person.
    public int appointmentDays() {
        return value("appointment-days");
    }

    /// How long a changed telephone is not trusted with a whole code.
    public int phoneDays() {
        return value("phone-days");
    }

    /// How long a one-time code opens an account.
    public int firstCodeDays() {
        return value("first-code-days");
    }

    public int partyCoveragePercent() {
        return value("party-coverage-percent");
    }

    private int value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
