package org.gongzhi.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.access.Separation;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Places and seats for programs. (Here because the floors of places and people lie below access.)
@RestController
@RequestMapping("/api/v1")
@Tag(name = "register")
class RegisterApi {

    /// A place as programs see it.
    record PlaceRow(
            String code,
            PlaceKind kind,
            String name,
            String address,
            @Nullable Double latitude,
            @Nullable Double longitude) {}

    /// A seat as those see it who may end it.
    record SeatRow(
            String id,
            Role role,
            String title,
            String holder,
            String place,
            @Nullable Instant awayUntil) {}

    /// Why a seat changes, and for a leave until when.
    record Change(@Nullable String reason, @Nullable Instant until) {}

    private final Places places;
    private final Seats seats;

    RegisterApi(Places places, Seats seats) {
        this.places = places;
        this.seats = seats;
    }

    @GetMapping("/places")
    @ForEveryone(why = "names of buildings and doors are public")
    @Operation(summary = "One place by code, what lies below it, or the estates nearest to a position")
    List<PlaceRow> places(
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String parent,
            @RequestParam(required = false) @Nullable Double latitude,
            @RequestParam(required = false) @Nullable Double longitude) {
        if (code != null) {
            return List.of(row(places.find(code).orElseThrow(() -> Refusal.unknown("place"))));
        }
        if (parent != null) {
            return places.choices(places.find(parent).orElseThrow(() -> Refusal.unknown("place"))).stream()
                    .map(this::row)
                    .toList();
        }
        if (latitude == null || longitude == null) {
            throw Refusal.invalid("place");
        }
        return places.near(new Place.Point(latitude, longitude), 5).stream()
                .map(this::row)
                .toList();
    }

    private PlaceRow row(Place place) {
        return new PlaceRow(
                place.code(),
                place.kind(),
                place.name(),
                places.address(place),
                place.at() == null ? null : place.at().latitude(),
                place.at() == null ? null : place.at().longitude());
    }

    @GetMapping("/seats")
    @Needs(Right.SEAT_MANAGE)
    @Operation(summary = "Seats within a place of the asker's scope")
    List<SeatRow> seats(Actor actor, @RequestParam String place) {
        actor.require(Right.SEAT_MANAGE, place);
        return seats.within(place).stream().map(RegisterApi::row).toList();
    }

    private static SeatRow row(Seat seat) {
        return new SeatRow(
                Long.toString(seat.id()), seat.role(), seat.title(), seat.holder(), seat.placeCode(), seat.awayUntil());
    }

    @PostMapping("/seats/{id}/end")
    @Needs(Right.SEAT_MANAGE)
    @Operation(summary = "Ends a seat; everything open goes to whoever leads there without it")
    void end(Actor actor, @PathVariable long id, @RequestBody Change change) {
        Seat seat = seats.get(id);
        Seat mine = actor.require(Right.SEAT_MANAGE, seat.placeCode(), Right.SEAT_MANAGE, "seat");
        Separation.requireOrdinary(seat);
        seats.end(id, actor.in(mine), reason(change));
    }

    @PostMapping("/seats/{id}/leave")
    @Needs(Right.SEAT_MANAGE)
    @Operation(summary = "Sends a seat's holder on leave until an instant")
    void leave(Actor actor, @PathVariable long id, @RequestBody Change change) {
        String place = seats.get(id).placeCode();
        Seat mine = actor.require(Right.SEAT_MANAGE, place, Right.SEAT_MANAGE, "seat");
        if (change.until() == null) {
            throw Refusal.invalid("leave-past");
        }
        seats.leave(id, actor.in(mine), reason(change), change.until());
    }

    private static String reason(Change change) {
        if (change.reason() == null
                || change.reason().isBlank()
                || change.reason().length() > 200) {
            throw Refusal.invalid("words");
        }
        return change.reason().strip();
    }
}
