package org.gongzhi.register;

import java.util.List;
import java.util.Objects;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Rows;
import org.gongzhi.people.Organisation;
import org.gongzhi.people.Organisations;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Organisations and who stands for what, as one asker may change them.
@Component
public class StaffDesk {

    private final Seats seats;
    private final Organisations organisations;
    private final Places places;

    StaffDesk(Seats seats, Organisations organisations, Places places) {
        this.seats = seats;
        this.organisations = organisations;
        this.places = places;
    }

    /// A seat within the asker's places.
    public Seat managed(Actor actor, long id) {
        Seat seat = seats.all(List.of(id)).stream().findFirst().orElseThrow(() -> Refusal.unknown("seat"));
        if (!actor.may(Right.SEAT_MANAGE, seat.placeCode())) {
            throw Refusal.unknown("seat");
        }
        return seat;
    }

    /// Names who takes over when the holder is away; null takes the name back.
    @Transactional
    public void substitute(Actor actor, long id, @Nullable Long by) {
        Seat seat = managed(actor, id);
        Seat other = by == null ? null : managed(actor, by);
        if (other != null && (other.id() == seat.id() || !Place.covers(other.placeCode(), seat.placeCode()))) {
            throw Refusal.invalid("substitute");
        }
        seats.substitute(seat, other);
    }

    /// Organisations of a kind within the asker's places.
    public Rows<Organisation> organisations(
            Actor actor, Organisation.@Nullable Kind kind, @Nullable String after, int limit) {
        return organisations.within(actor.scope(Right.ORGANISATION_MANAGE).codes(), kind, after, limit);
    }

    /// An organisation within the asker's places.
    public Organisation organisation(Actor actor, long id) {
        Organisation found =
                organisations.all(List.of(id)).stream().findFirst().orElseThrow(() -> Refusal.unknown("organisation"));
        if (!actor.may(Right.ORGANISATION_MANAGE, found.placeCode())) {
            throw Refusal.unknown("organisation");
        }
        return found;
    }

    /// Enters or changes an organisation; it stays within the asker's places.
    @Transactional
    public Organisation save(Actor actor, Organisation wanted) {
        if (wanted.id() != 0) {
            organisation(actor, wanted.id());
        }
        Place place = places.find(wanted.placeCode()).orElseThrow(() -> Refusal.invalid("place"));
        Seat seat = actor.require(Right.ORGANISATION_MANAGE, place.code());
        if (wanted.parent() != null) {
            Organisation above = organisation(actor, wanted.parent());
            if (Objects.equals(above.id(), wanted.id())) {
                throw Refusal.invalid("organisation-parent");
            }
        }
        return organisations.save(wanted, place, actor.in(seat));
    }
}
