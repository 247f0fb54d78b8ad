package org.gongzhi.duty;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Follower;
import org.gongzhi.journal.Recorded;
import org.gongzhi.notices.Notice;
import org.gongzhi.notices.NoticeTerms;
import org.gongzhi.notices.Notices;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.springframework.stereotype.Component;

/// Tells people what happens around duty: gaps that come near, leave and swaps to decide, hand-overs to sign,
/// tasks at the gate.
@Component
class DutyNotices implements Follower {

    private final Notices notices;
    private final NoticeTerms terms;
    private final Seats seats;
    private final Places places;
    private final Clock clock;

    DutyNotices(Notices notices, NoticeTerms terms, Seats seats, Places places, Clock clock) {
        this.notices = notices;
        this.terms = terms;
        this.seats = seats;
        this.places = places;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "duty-notices";
    }

    @Override
    public void follow(List<Recorded> entries) {
        Instant since = clock.instant().minus(terms.toldWithin());
        var told = new ArrayList<Notice>();
        var around = new HashMap<String, List<Seat>>();
        for (Recorded entry : entries) {
            if (entry.at().isAfter(since)) {
                tell(entry, told, around);
            }
        }
        notices.tell(told);
    }

    private void tell(Recorded entry, List<Notice> told, Map<String, List<Seat>> around) {
        switch (entry.kind()) {
            case "GapsNear" ->
                able(entry, around, Right.DUTY_MANAGE, 2)
                        .forEach(seat -> told.add(notice(entry, seat, "duty-gap", "/duty/gaps?place=" + code(entry))));
            case "AbsenceAsked" ->
                able(entry, around, Right.DUTY_MANAGE, 2)
                        .forEach(seat -> told.add(notice(entry, seat, "duty-absence-asked", "/duty/absences")));
            case "AbsenceApproved", "AbsenceRefused" ->
                told.add(notice(entry, entry.subject().id(), "duty-absence-decided", "/duty/absences"));
            case "SwapAsked" -> told.add(notice(entry, number(entry, "to"), "duty-swap", "/duty"));
            case "SwapAgreed" ->
                able(entry, around, Right.DUTY_MANAGE, 2)
                        .forEach(seat -> told.add(notice(entry, seat, "duty-swap", "/duty")));
            case "SwapApproved", "SwapRefused" -> {
                told.add(notice(entry, number(entry, "from"), "duty-swap", "/duty"));
                told.add(notice(entry, number(entry, "to"), "duty-swap", "/duty"));
            }
            case "SwapDeclined" -> told.add(notice(entry, number(entry, "from"), "duty-swap", "/duty"));
            case "HandoverGiven" ->
                told.add(notice(
                        entry,
                        number(entry, "to"),
                        "duty-handover",
                        "/duty/handovers/" + entry.subject().id()));
            case "TaskAsked" ->
                able(entry, around, Right.TASK_DECIDE, 2)
                        .forEach(seat -> told.add(notice(entry, seat, "duty-task", "/duty/tasks")));
            case "TaskAppealed" ->
                able(entry, around, Right.TASK_JUDGE, 2)
                        .forEach(seat -> told.add(notice(entry, seat, "duty-task", "/duty/tasks")));
            case "TaskAccepted", "TaskRefused", "TaskUpheld", "TaskOverruled" ->
                able(entry, around, Right.TASK_ASK, 2)
                        .forEach(seat -> told.add(notice(entry, seat, "duty-task", "/duty/tasks")));
            default -> {}
        }
    }

    private static long number(Recorded entry, String name) {
        return entry.body().path(name).asLong();
    }

    private String code(Recorded entry) {
        Long place = entry.where().place();
        return place == null
                ? Long.toString(entry.where().community())
                : places.get(place).code();
    }

    private Notice notice(Recorded entry, long seat, String template, String path) {
        Long place = entry.where().place();
        return new Notice(
                entry.where().community(),
                Notice.To.seat(seat),
                template,
                List.of(place == null ? "" : places.get(place).name()),
                path,
                entry.position().transaction() + "." + entry.position().sequence());
    }

    /// Up to `most` seats around the place of an entry with a right there, the nearest first, never who did it.
    private List<Long> able(Recorded entry, Map<String, List<Seat>> around, Right right, int most) {
        Instant now = clock.instant();
        return around.computeIfAbsent(code(entry), code -> seats.at(Place.outward(code))).stream()
                .filter(seat -> seat.present(now)
                        && (entry.who().account() == null
                                || !entry.who().account().equals(seat.person())))
                .filter(seat -> Actor.of(seat).may(right))
                .sorted(Comparator.comparingInt((Seat seat) -> -seat.placeCode().length())
                        .thenComparing(Seat::id))
                .limit(most)
                .map(Seat::id)
                .toList();
    }
}
