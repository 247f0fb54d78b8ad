package org.gongzhi.register;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import org.gongzhi.access.Commands;
import org.gongzhi.access.Sessions;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Dwellings;
import org.gongzhi.people.People;
import org.gongzhi.people.Residences;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// What time does to the register: what has been kept long enough goes (PIPL art. 19; the terms are
/// `register/retention.csv`), and seats end on their last day.
@Component
public class Keeping {

    private static final Logger log = LoggerFactory.getLogger(Keeping.class);
    private static final int AT_ONCE = 500;

    /// How many of each were taken away.
    public record Purged(int people, int visitNotes, int importRows, int assessments, int commands, int sessions) {}

    private final JdbcClient client;
    private final Privacy privacy;
    private final People people;
    private final Residences residences;
    private final Dwellings dwellings;
    private final Seats seats;
    private final Commands commands;
    private final Sessions sessions;
    private final Clock clock;

    Keeping(
            JdbcClient client,
            Privacy privacy,
            People people,
            Residences residences,
            Dwellings dwellings,
            Seats seats,
            Commands commands,
            Sessions sessions,
            Clock clock) {
        this.client = client;
        this.privacy = privacy;
        this.people = people;
        this.residences = residences;
        this.dwellings = dwellings;
        this.seats = seats;
        this.commands = commands;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${gongzhi.register.keeping:PT6H}", initialDelayString = "PT5M")
    void tick() {
        endSeats();
        Purged purged = purge();
        log.info("purged {}", purged);
    }

    /// Ends the seats whose last day is over; one that nobody could take over from stays, and is tried again.
    public int endSeats() {
        int ended = 0;
        for (Seat seat : seats.over(Clocks.today(clock))) {
            try {
                seats.end(seat.id(), Entry.Who.NOBODY, "term-over");
                ended++;
            } catch (Refusal lastOne) {
                log.warn("seat {} is over and cannot end: {}", seat.id(), lastOne.code());
            }
        }
        return ended;
    }

    /// Takes away what has been kept long enough.
    public Purged purge() {
        int gone = 0;
        for (long person :
                residences.goneSince(Clocks.today(clock).minus(privacy.retention("FORMER_RESIDENT")), AT_ONCE)) {
            people.erase(person, Entry.Who.NOBODY);
            gone++;
        }
        return new Purged(
                gone,
                dwellings.forgetNotes(before("VISIT_NOTE")),
                client.sql("""
                                delete from register.import_row r using register.import_job j
                                where j.community = r.community and j.id = r.job and j.made_at < ?
                                and j.state in ('CHECKED', 'DONE', 'UNDONE', 'DROPPED', 'FAILED')""").param(Timestamp.from(before("IMPORT_ROWS"))).update(),
                client.sql("delete from register.assessment where keep_until < ?")
                        .param(Clocks.today(clock))
                        .update(),
                commands.sweep(before("COMMANDS")),
                sessions.sweep());
    }

    private Instant before(String name) {
        return Clocks.today(clock)
                .minus(privacy.retention(name))
                .atStartOfDay(Clocks.ZONE)
                .toInstant();
    }
}
