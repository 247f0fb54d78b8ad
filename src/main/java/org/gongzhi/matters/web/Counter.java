package org.gongzhi.matters.web;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.matters.Channel;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.Matters;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Takes in what staff type for somebody else, for the page and the API alike.
@Component
class Counter {

    /// What was typed. `outsideNumber` and `deadline` come with an order from above.
    record Told(
            Channel channel,
            String kind,
            String place,
            String text,
            List<String> photos,
            NewMatter.Contact contact,
            boolean anonymous,
            Map<String, String> fields,
            @Nullable String outsideNumber,
            @Nullable Instant deadline,
            @Nullable String key) {}

    private final Matters matters;
    private final Places places;
    private final Clock clock;

    Counter(Matters matters, Places places, Clock clock) {
        this.matters = matters;
        this.places = places;
        this.clock = clock;
    }

    Matter take(Actor actor, Told told) {
        if (!told.channel.typed()) {
            throw Refusal.invalid("channel");
        }
        if (told.kind.isBlank()) {
            throw Refusal.invalid("kind");
        }
        Place place = places.find(told.place).orElseThrow(() -> Refusal.invalid("place"));
        var seat = actor.require(Right.MATTER_TAKE, place.code());
        boolean ordered = told.channel == Channel.HOTLINE || told.channel == Channel.PETITION;
        if (ordered && (told.outsideNumber == null || told.outsideNumber.isBlank())) {
            throw Refusal.invalid("outside-number");
        }
        if (told.deadline != null && !told.deadline.isAfter(clock.instant())) {
            throw Refusal.invalid("outside-deadline");
        }
        return matters.report(new NewMatter(
                told.kind,
                place.id(),
                null,
                told.text,
                told.photos,
                new Matter.Reporter(null, null, told.channel.name()),
                told.key,
                new NewMatter.Extra(
                        null,
                        told.fields,
                        told.anonymous,
                        ordered ? told.outsideNumber : null,
                        ordered ? told.deadline : null,
                        seat.id(),
                        told.anonymous ? null : told.contact,
                        null)));
    }
}
