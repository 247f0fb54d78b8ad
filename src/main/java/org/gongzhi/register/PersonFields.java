package org.gongzhi.register;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Names;
import org.gongzhi.kernel.Phone;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Tables;
import org.gongzhi.people.IdNumber;
import org.gongzhi.people.Person;
import org.gongzhi.people.Sex;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads what is typed about a person, by hand or in a workbook, and says what is wrong in which field. One set of
/// rules for both.
@Component
class PersonFields {

    /// What is wrong in a field: `field` as in [Register.Typed], `code` of the sentence `refusal.<code>`.
    record Fault(String field, String code) {}

    /// A person as far as the fields could be read, and what could not.
    record Read(
            String name,
            @Nullable String phone,
            @Nullable IdNumber idNumber,
            @Nullable Sex sex,
            @Nullable LocalDate born,
            @Nullable String registeredAt,
            List<Fault> faults) {}

    private static final int LONGEST_NAME = 50;
    private static final int OLDEST = 130;

    private final Clock clock;
    private final Set<String> counties = Tables.read("people/counties.csv").stream()
            .map(row -> row.get("code"))
            .collect(Collectors.toUnmodifiableSet());

    PersonFields(Clock clock) {
        this.clock = clock;
    }

    Read read(Register.Typed typed) {
        var faults = new ArrayList<Fault>();
        String name = name(typed.name(), faults);
        IdNumber number = idNumber(clean(typed.idNumber()), faults);
        Sex sex = Register.sex(typed.sex());
        if (sex == null && !clean(typed.sex()).isEmpty()) {
            faults.add(new Fault("sex", "person-sex"));
        }
        LocalDate born = TypedDay.of(clean(typed.born()));
        LocalDate today = Clocks.today(clock);
        boolean unreadable = born == null && !clean(typed.born()).isEmpty();
        if (unreadable || born != null && (born.isAfter(today) || born.isBefore(today.minusYears(OLDEST)))) {
            faults.add(new Fault("born", "person-born"));
        }
        if (number != null && sex != null && number.sex() != sex) {
            faults.add(new Fault("sex", "person-sex-id"));
        }
        if (number != null && born != null && !number.born().equals(born)) {
            faults.add(new Fault("born", "person-born-id"));
        }
        return new Read(
                name,
                phone(clean(typed.phone()), faults),
                number,
                sex == null && number != null ? number.sex() : sex,
                born == null && number != null ? number.born() : born,
                county(clean(typed.registeredAt()), faults),
                faults);
    }

    private static String clean(@Nullable String text) {
        return text == null ? "" : Names.visible(text);
    }

    private static String name(@Nullable String typed, List<Fault> faults) {
        String name = typed == null ? "" : Names.clean(typed);
        if (name.isEmpty()
                || name.length() > LONGEST_NAME
                || !name.matches("[\\p{L}\\p{M}〇·.' -]+")
                || Names.wrong(name)) {
            faults.add(new Fault("name", "person-name"));
        }
        return name;
    }

    /// The number, when somebody alive can have it.
    private @Nullable IdNumber idNumber(String text, List<Fault> faults) {
        if (text.isEmpty()) {
            return null;
        }
        var number = IdNumber.parse(text.replaceAll("[ '‘’`-]", ""));
        LocalDate today = Clocks.today(clock);
        if (number.isEmpty()) {
            faults.add(new Fault("idNumber", "person-id-number"));
        } else if (number.get().born().isAfter(today) || number.get().born().isBefore(today.minusYears(OLDEST))) {
            faults.add(new Fault("idNumber", "person-id-born"));
            return null;
        }
        return number.orElse(null);
    }

    private static @Nullable String phone(String text, List<Fault> faults) {
        if (text.isEmpty()) {
            return null;
        }
        var phone = Phone.parse(text);
        if (phone.isEmpty() || !phone.get().number().matches("1\\d{10}|0\\d{9,11}|[2-8]\\d{6,7}")) {
            faults.add(new Fault("phone", "person-phone"));
            return null;
        }
        if (!phone.get().extension().isEmpty()) {
            faults.add(new Fault("phone", "person-phone-extension"));
            return null;
        }
        return phone.get().number();
    }

    private @Nullable String county(String text, List<Fault> faults) {
        if (text.isEmpty()) {
            return null;
        }
        if (!counties.contains(text)) {
            faults.add(new Fault("registeredAt", "person-county"));
            return null;
        }
        return text;
    }

    /// The person, or the refusal of the first thing that is wrong.
    Person person(long community, long id, String placeCode, Register.Typed typed) {
        return person(community, id, placeCode, read(typed), 1);
    }

    Person person(long community, long id, String placeCode, Read read, int version) {
        for (Fault fault : read.faults) {
            throw refusal(fault);
        }
        return new Person(
                community,
                id,
                placeCode,
                read.name,
                read.phone,
                read.idNumber,
                read.born,
                read.sex,
                read.registeredAt,
                null,
                version);
    }

    private static Refusal refusal(Fault fault) {
        return switch (fault.code) {
            case "person-name" -> Refusal.invalid("person-name");
            case "person-id-born" -> Refusal.invalid("person-id-born");
            case "person-phone-extension" -> Refusal.invalid("person-phone-extension");
            case "person-id-number" -> Refusal.invalid("person-id-number");
            case "person-sex" -> Refusal.invalid("person-sex");
            case "person-sex-id" -> Refusal.invalid("person-sex-id");
            case "person-born" -> Refusal.invalid("person-born");
            case "person-born-id" -> Refusal.invalid("person-born-id");
            case "person-phone" -> Refusal.invalid("person-phone");
            case "person-county" -> Refusal.invalid("person-county");
            default -> throw new IllegalArgumentException(fault.code);
        };
    }

    /// `person` with what is typed; null leaves a field as it is, blank empties it.
    Person changed(Person person, Register.Typed typed) {
        var merged = new Register.Typed(
                typed.name() == null ? person.name() : typed.name(),
                typed.phone() == null ? person.phone() : typed.phone(),
                typed.idNumber() == null
                        ? person.idNumber() == null ? null : person.idNumber().text()
                        : typed.idNumber(),
                typed.sex() == null ? person.sex() == null ? null : person.sex().name() : typed.sex(),
                typed.born() == null
                        ? person.born() == null ? null : person.born().toString()
                        : typed.born(),
                typed.registeredAt() == null ? person.registeredAt() : typed.registeredAt());
        Person read = person(person.community(), person.id(), person.placeCode(), read(merged), person.version());
        return new Person(
                read.community(),
                read.id(),
                read.placeCode(),
                read.name(),
                read.phone(),
                read.idNumber(),
                read.born(),
                read.sex(),
                read.registeredAt(),
                person.dwelling(),
                read.version());
    }
}
