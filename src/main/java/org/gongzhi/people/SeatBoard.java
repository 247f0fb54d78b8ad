package org.gongzhi.people;

import java.util.List;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The seats of a place, page by page.
@Component
public class SeatBoard {

    private static final int PAGE = 25;

    /// One page, and the seat after which the next begins; null where there is none.
    public record Page(List<Seat> seats, @Nullable Long next) {}

    private final JdbcClient client;
    private final Seats seats;

    SeatBoard(JdbcClient client, Seats seats) {
        this.client = client;
        this.seats = seats;
    }

    /// The seats held within a place, by place and id, thirty at a time. `after`: the last one seen, which
    /// may have ended meanwhile; null for the first page. Refuses a seat outside the place as unknown
    /// (`seat`).
    public Page within(String placeCode, @Nullable Long after) {
        Seat last = after == null ? null : seats.get(after);
        if (last != null && !Place.covers(placeCode, last.placeCode())) {
            throw Refusal.unknown("seat");
        }
        List<Seat> found = client.sql("select " + Seats.COLUMNS + """
                         from people.seat where place_code >= ? and place_code < ? and ended_at is null
                        and (place_code, id) > (?, ?) order by place_code, id limit ?""")
                .param(placeCode)
                .param(Place.end(placeCode))
                .param(last == null ? "" : last.placeCode())
                .param(last == null ? 0 : last.id())
                .param(PAGE + 1)
                .query(Seats::read)
                .list();
        boolean more = found.size() > PAGE;
        return more ? new Page(found.subList(0, PAGE), found.get(PAGE - 1).id()) : new Page(found, null);
    }

    /// The seats of administrators within these places, and what else their holders have: more than one each
    /// is from before they were kept apart.
    public List<Seat> administrators(List<String> codes) {
        return client.sql("select " + Seats.COLUMNS + """
                         from people.seat where ended_at is null and person in (
                            select person from people.seat where ended_at is null
                            and role in ('SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDIT_ADMINISTRATOR'))
                        order by person, id limit 500""").query(Seats::read).list().stream()
                .filter(seat -> codes.stream().anyMatch(code -> Place.covers(code, seat.placeCode())))
                .toList();
    }
}
