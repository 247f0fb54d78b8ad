package org.gongzhi.register;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Tables;
import org.gongzhi.people.Person;
import org.gongzhi.people.PersonErasing;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What the Personal Information Protection Law asks for: a purpose and a basis for every set of fields, notices with
/// versions, a ledger of consents, terms of keeping.
@Component
public class Privacy {

    /// A set of fields, with what it rests on. `consent` is NONE, CONSENT or SEPARATE.
    public record FieldSet(String name, String basis, String article, String consent, String retention) {

        public boolean needsConsent() {
            return !consent.equals("NONE");
        }
    }

    /// A notice as it was valid from a day.
    public record Notice(String version, LocalDate validFrom, String chinese, String english) {}

    /// One consent of one person; `guardian` is who gave it for a child.
    public record Consent(
            long id,
            String fieldSet,
            String notice,
            @Nullable Long guardian,
            Instant givenAt,
            @Nullable Instant withdrawnAt) {}

    private final JdbcClient client;
    private final Ids ids;
    private final Clock clock;
    private final List<FieldSet> sets = Tables.read("register/field-sets.csv").stream()
            .map(row -> new FieldSet(
                    row.get("name"), row.get("basis"), row.get("article"), row.get("consent"), row.get("retention")))
            .toList();
    private final List<Notice> notices = Tables.read("register/notices.csv").stream()
            .map(row -> new Notice(
                    row.get("version"), LocalDate.parse(row.get("valid_from")), row.get("zh"), row.get("en")))
            .sorted(Comparator.comparing(Notice::validFrom))
            .toList();
    private final Map<String, Period> retention = Tables.read("register/retention.csv").stream()
            .collect(Collectors.toUnmodifiableMap(
                    row -> row.get("name"), row -> Period.ofMonths(Integer.parseInt(row.get("months")))));

    Privacy(JdbcClient client, Ids ids, Clock clock) {
        this.client = client;
        this.ids = ids;
        this.clock = clock;
    }

    public List<FieldSet> sets() {
        return sets;
    }

    /// The notice that is valid today.
    public Notice notice() {
        LocalDate today = Clocks.today(clock);
        return notices.stream()
                .filter(notice -> !notice.validFrom.isAfter(today))
                .reduce((_, later) -> later)
                .orElse(notices.getFirst());
    }

    /// How long a class of data is kept.
    public Period retention(String name) {
        return Objects.requireNonNull(retention.get(name), name);
    }

    /// Every consent a person gave, those that hold first.
    public List<Consent> consents(Person person) {
        return client.sql("""
                        select id, field_set, notice, guardian, given_at, withdrawn_at from register.consent
                        where community = ? and person = ? order by withdrawn_at is not null, field_set, id desc""")
                .params(person.community(), person.id())
                .query((row, _) -> new Consent(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getObject(4, Long.class),
                        row.getTimestamp(5).toInstant(),
                        row.getTimestamp(6) == null ? null : row.getTimestamp(6).toInstant()))
                .list();
    }

    /// Agrees to a set of fields under today's notice. For a child below 14 a guardian agrees (PIPL art. 31).
    @Transactional
    public void consent(Person person, String fieldSet, @Nullable Long guardian) {
        FieldSet set = byName().get(fieldSet);
        if (set == null || !set.needsConsent()) {
            throw Refusal.invalid("field-set");
        }
        if (person.child(Clocks.today(clock)) && guardian == null) {
            throw Refusal.invalid("guardian");
        }
        try {
            client.sql("""
                            insert into register.consent (community, id, person, field_set, notice, guardian, given_at)
                            values (?, ?, ?, ?, ?, ?, ?)""")
                    .params(Arrays.asList(
                            person.community(),
                            ids.next(),
                            person.id(),
                            fieldSet,
                            notice().version,
                            guardian,
                            Timestamp.from(clock.instant())))
                    .update();
        } catch (DuplicateKeyException twice) {
            throw Refusal.conflict("consent-given");
        }
    }

    /// Withdraws a consent, as easily as it was given (PIPL art. 15). What rested on it is taken out by whoever calls.
    @Transactional
    public void withdraw(Person person, String fieldSet) {
        int rows = client.sql("""
                        update register.consent set withdrawn_at = ?
                        where community = ? and person = ? and field_set = ? and withdrawn_at is null""")
                .params(Timestamp.from(clock.instant()), person.community(), person.id(), fieldSet)
                .update();
        if (rows == 0) {
            throw Refusal.conflict("consent-none");
        }
    }

    private Map<String, FieldSet> byName() {
        return sets.stream().collect(Collectors.toMap(FieldSet::name, Function.identity()));
    }

    /// An erased person leaves no consents, requests or imported cells.
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void erasing(PersonErasing erasing) {
        Person person = erasing.person();
        for (String table : List.of("consent", "import_row")) {
            client.sql("delete from register." + table + " where community = ? and person = ?")
                    .params(person.community(), person.id())
                    .update();
        }
        client.sql(
                        "update register.request set words = null, answer = '', person = null where community = ? and person = ?")
                .params(person.community(), person.id())
                .update();
    }
}
