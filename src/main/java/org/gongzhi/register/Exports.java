package org.gongzhi.register;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.dhatim.fastexcel.Position;
import org.dhatim.fastexcel.Workbook;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Directory;
import org.gongzhi.people.Person;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Lists of people that leave the program: masked, with a purpose, marked with who took them and when, and on record
/// before the first row goes out.
@Component
public class Exports {

    private static final int LONGEST_PURPOSE = 200;

    /// The body of the journal's row.
    record ExportFact(String purpose, String place) {}

    private final JdbcClient client;
    private final Directory directory;
    private final Places places;
    private final Journal journal;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final Clock clock;

    Exports(
            JdbcClient client,
            Directory directory,
            Places places,
            Journal journal,
            TransactionTemplate transaction,
            Ids ids,
            Clock clock) {
        this.client = client;
        this.directory = directory;
        this.places = places;
        this.journal = journal;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    /// An export that is on record and may be written out.
    public record Ticket(long community, long id, String placeCode, String mark) {}

    /// Puts an export of a place on record.
    public Ticket begin(Actor actor, String placeCode, String purpose, Words words) {
        Seat seat = actor.require(Right.PERSON_EXPORT, placeCode);
        Place place = places.find(placeCode).orElseThrow(() -> Refusal.invalid("place"));
        if (purpose.isBlank() || purpose.length() > LONGEST_PURPOSE) {
            throw Refusal.invalid("purpose");
        }
        long id = ids.next();
        Instant now = clock.instant();
        transaction.executeWithoutResult(_ -> {
            client.sql("""
                            insert into register.export_record
                                (community, id, at, account, seat, place_code, purpose, rows)
                            values (?, ?, ?, ?, ?, ?, ?, 0)""")
                    .params(
                            place.community(),
                            id,
                            Timestamp.from(now),
                            Objects.requireNonNull(actor.account()),
                            seat.id(),
                            place.code(),
                            purpose.strip())
                    .update();
            journal.append(new Entry(
                    new Entry.Where(place.community(), place.id()),
                    actor.in(seat),
                    new Entry.Subject("export", id),
                    "PeopleExported",
                    new ExportFact(purpose.strip(), place.code()),
                    now));
        });
        String mark = words.t(
                "register.export.mark",
                seat.title() + " " + actor.name(),
                words.minute(now),
                purpose.strip(),
                Ids.number(id));
        return new Ticket(place.community(), id, place.code(), mark);
    }

    /// Writes the rows, page by page.
    public void write(Ticket ticket, OutputStream out, Words words) throws IOException {
        int row = 2;
        try (var book = new Workbook(out, "Gongzhi", "1.0")) {
            var sheet = book.newWorksheet(words.t("register.export.sheet"));
            sheet.value(0, 0, ticket.mark);
            sheet.style(0, 0).fontColor("B3331D").italic().set();
            sheet.footer(ticket.mark, Position.CENTER);
            String[] heads = {"name", "phone", "id-number", "sex", "born", "place"};
            for (int column = 0; column < heads.length; column++) {
                sheet.value(1, column, words.t("register.field." + heads[column]));
                sheet.style(1, column).bold().set();
                sheet.width(column, column == 5 ? 40 : 18);
            }
            sheet.freezePane(0, 2);
            String after = null;
            do {
                var page = directory.living(List.of(ticket.placeCode), after, Directory.MOST_ROWS);
                for (Person person : page.rows()) {
                    sheet.value(row, 0, Person.masked(person.name()));
                    sheet.value(row, 1, person.maskedPhone());
                    sheet.value(row, 2, person.maskedIdNumber());
                    sheet.value(row, 3, person.sex() == null ? "" : words.t("register.sex." + person.sex()));
                    sheet.value(
                            row,
                            4,
                            person.birthday() == null
                                    ? ""
                                    : Integer.toString(person.birthday().getYear()));
                    sheet.value(row, 5, place(person));
                    row++;
                }
                after = page.next();
            } while (after != null);
        }
        client.sql("update register.export_record set rows = ? where community = ? and id = ?")
                .params(row - 2, ticket.community, ticket.id)
                .update();
    }

    private String place(Person person) {
        return places.find(person.placeCode()).map(places::address).orElse("");
    }
}
