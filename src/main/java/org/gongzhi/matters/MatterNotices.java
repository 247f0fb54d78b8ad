package org.gongzhi.matters;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.duty.Duties;
import org.gongzhi.journal.Follower;
import org.gongzhi.journal.Recorded;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Words;
import org.gongzhi.notices.Letters;
import org.gongzhi.notices.Notice;
import org.gongzhi.notices.NoticeTerms;
import org.gongzhi.notices.Notices;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Tells people what happened to matters: whoever became responsible, whoever has to decide or check, and
/// always whoever asked. Reads the journal; what was read once is told once.
@Component
class MatterNotices implements Follower {

    private final MatterStore store;
    private final MatterTies ties;
    private final Kinds kinds;
    private final Notices notices;
    private final Letters letters;
    private final MatterContacts contacts;
    private final FollowUpCode codes;
    private final NoticeTerms terms;
    private final Duties duties;
    private final Places places;
    private final Clock clock;

    MatterNotices(
            MatterStore store,
            MatterTies ties,
            Kinds kinds,
            Notices notices,
            Letters letters,
            MatterContacts contacts,
            FollowUpCode codes,
            NoticeTerms terms,
            Duties duties,
            Places places,
            Clock clock) {
        this.store = store;
        this.ties = ties;
        this.kinds = kinds;
        this.notices = notices;
        this.letters = letters;
        this.contacts = contacts;
        this.codes = codes;
        this.terms = terms;
        this.duties = duties;
        this.places = places;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "matter-notices";
    }

    @Override
    public void follow(List<Recorded> entries) {
        Instant since = clock.instant().minus(terms.toldWithin());
        var fresh = entries.stream()
                .filter(entry ->
                        entry.subject().kind().equals("matter") && entry.at().isAfter(since))
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        Map<Long, Matter> matters =
                store.all(fresh.stream().map(entry -> entry.subject().id()).collect(Collectors.toSet())).stream()
                        .collect(Collectors.toMap(Matter::id, matter -> matter));
        var told = new ArrayList<Notice>();
        var unknown = new ArrayList<Notice>();
        for (Recorded entry : fresh) {
            Matter matter = matters.get(entry.subject().id());
            if (matter != null) {
                tell(new Occasion(entry, matter, kinds.of(matter), told, unknown));
            }
        }
        followers(fresh, matters, told);
        notices.tell(told);
        write(unknown);
    }

    /// Reporters who left an e-mail address and have no account get the same by letter, with what opens their
    /// matter: its number and their code.
    private void write(List<Notice> unknown) {
        if (unknown.isEmpty() || !letters.able()) {
            return;
        }
        var mails = contacts.mails(unknown.stream().map(MatterNotices::matter).collect(Collectors.toSet()));
        letters.write(unknown.stream()
                .filter(notice -> mails.containsKey(matter(notice)))
                .map(notice -> {
                    long matter = matter(notice);
                    String number = Ids.number(matter);
                    String code = codes.of(matter);
                    return Letters.of(
                            notice,
                            Objects.requireNonNull(mails.get(matter)),
                            Words.CHINESE.t("matters.letter.code", number, code) + "\n"
                                    + Words.ENGLISH.t("matters.letter.code", number, code),
                            "/follow?number=" + number,
                            number + "." + code);
                })
                .toList());
    }

    /// The matter that a notice is about, from its first part.
    private static long matter(Notice notice) {
        return Ids.fromNumber(notice.parts().getFirst());
    }

    /// Tells who follows a matter that it was closed, and who follows an area what was raised and closed there.
    private void followers(List<Recorded> fresh, Map<Long, Matter> matters, List<Notice> told) {
        var closed = fresh.stream()
                .filter(entry -> entry.kind().equals("Closed"))
                .map(entry -> entry.subject().id())
                .collect(Collectors.toSet());
        var following = closed.isEmpty() ? List.<Map.Entry<Long, Long>>of() : ties.followers(closed);
        var shown = fresh.stream()
                .filter(entry -> entry.kind().equals("Closed") || entry.kind().equals("Reported"))
                .filter(entry -> matters.get(entry.subject().id()) instanceof Matter matter
                        && kinds.of(matter).rules().publicly())
                .toList();
        var codes = shown.stream()
                .flatMap(entry -> around(
                        Objects.requireNonNull(matters.get(entry.subject().id())))
                        .stream())
                .collect(Collectors.toSet());
        var watching = codes.isEmpty() ? List.<Map.Entry<String, Long>>of() : ties.areaFollowers(codes);
        for (Recorded entry : fresh) {
            Matter matter = matters.get(entry.subject().id());
            if (matter == null || following.isEmpty() && watching.isEmpty()) {
                continue;
            }
            var occasion = new Occasion(entry, matter, kinds.of(matter), told, new ArrayList<>());
            var toldOf = new java.util.HashSet<Long>();
            toldOf.add(Objects.requireNonNullElse(matter.reporter().account(), 0L));
            if (entry.kind().equals("Closed")) {
                following.stream()
                        .filter(each -> each.getKey() == matter.id() && toldOf.add(each.getValue()))
                        .forEach(each -> occasion.account(each.getValue(), "matter-followed-closed"));
            }
            if (shown.contains(entry)) {
                var here = around(matter);
                String template = entry.kind().equals("Closed") ? "area-closed" : "area-raised";
                watching.stream()
                        .filter(each -> here.contains(each.getKey()) && toldOf.add(each.getValue()))
                        .forEach(each -> occasion.account(each.getValue(), template));
            }
        }
    }

    /// The codes of the places around a matter that somebody may follow: a place's code begins with its
    /// parent's.
    private static java.util.Set<String> around(Matter matter) {
        var codes = new java.util.HashSet<String>();
        String code = matter.where().placeCode();
        codes.add(code);
        for (int cut = code.lastIndexOf('-'); cut > 0; cut = code.lastIndexOf('-', cut - 1)) {
            codes.add(code.substring(0, cut));
        }
        return codes;
    }

    /// One entry and where its notices go.
    private record Occasion(Recorded entry, Matter matter, Kind kind, List<Notice> told, List<Notice> unknown) {

        void seat(long seat, String template) {
            tell(Notice.To.seat(seat), template);
        }

        void reporter(String template) {
            Long account = matter.reporter().account();
            Long person = matter.reporter().person();
            if (account != null) {
                tell(Notice.To.account(account), template);
            } else if (person != null) {
                tell(Notice.To.person(person), template);
            } else {
                unknown.add(notice(Notice.To.account(0), template, "/follow?number="));
            }
        }

        /// Somebody who may see the public page only.
        void account(long account, String template) {
            tell(Notice.To.account(account), template, "/near/");
        }

        private void tell(Notice.To to, String template) {
            tell(to, template, "/matters/");
        }

        private void tell(Notice.To to, String template, String page) {
            told.add(notice(to, template, page));
        }

        private Notice notice(Notice.To to, String template, String page) {
            String number = Ids.number(matter.id());
            return new Notice(
                    matter.where().community(),
                    to,
                    template,
                    List.of(number, Notice.both(kind.chinese(), kind.english())),
                    page + number,
                    matter.id() + "/" + entry.position().transaction() + "."
                            + entry.position().sequence());
        }

        @Nullable
        Long seatIn(String name) {
            var value = entry.body().path("event").path(name);
            return value.isNumber() ? value.asLong() : null;
        }

        String yours() {
            return kind.urgency() == Kind.Urgency.ORDINARY ? "matter-yours" : "matter-yours-now";
        }
    }

    private void tell(Occasion occasion) {
        Matter matter = occasion.matter;
        switch (occasion.entry.kind()) {
            case "Reported" -> {
                Long lead = occasion.seatIn("lead");
                if (lead != null) {
                    occasion.seat(lead, occasion.yours());
                }
                occasion.reporter("matter-received");
            }
            case "RecheckDrawn" -> {
                Long inspector = occasion.seatIn("helper");
                if (inspector != null) {
                    occasion.seat(inspector, "matter-recheck");
                }
            }
            case "Relapsed" -> occasion.seat(matter.lead(), "matter-contested");
            case "Corrected" -> occasion.seat(matter.lead(), occasion.yours());
            case "Filed" -> occasion.seat(matter.lead(), occasion.yours());
            case "Dispatched", "SentBack", "HandedOver", "CompetenceDecided" -> given(occasion);
            case "LeadReplaced" -> {
                given(occasion);
                occasion.reporter("matter-new-lead");
            }
            case "PassedUp" -> {
                Long to = occasion.seatIn("to");
                if (to != null) {
                    occasion.seat(to, "matter-passed-up");
                }
                occasion.reporter("matter-new-lead");
            }
            case "Asked" -> occasion.reporter("matter-asked");
            case "Answered" -> occasion.seat(matter.lead(), "matter-answered");
            case "Supplemented" -> occasion.seat(matter.lead(), "matter-supplemented");
            case "PauseRequested", "ExtensionRequested" ->
                able(matter, Right.MATTER_APPROVE, 2).forEach(seat -> occasion.seat(seat, "matter-pause-asked"));
            case "PauseApproved" -> {
                occasion.seat(matter.lead(), "matter-pause-decided");
                occasion.reporter("matter-paused");
            }
            case "PauseRefused", "ExtensionGranted", "ExtensionRefused" ->
                occasion.seat(matter.lead(), "matter-pause-decided");
            case "Rectified" ->
                able(matter, Right.MATTER_CHECK, 2).forEach(seat -> occasion.seat(seat, "matter-check"));
            case "Closed" -> occasion.reporter("matter-closed");
            case "Contested" -> occasion.seat(matter.lead(), "matter-contested");
            case "CheckFailed" -> occasion.seat(matter.lead(), "matter-check-failed");
            case "Objected" ->
                able(matter, Right.COMPETENCE_DECIDE, 2).forEach(seat -> occasion.seat(seat, "matter-objected"));
            case "ObjectionRaised" ->
                able(matter, Right.COMPETENCE_DECIDE, 10).forEach(seat -> occasion.seat(seat, "matter-objected"));
            case "HelperNamed" -> {
                Long helper = occasion.seatIn("helper");
                if (helper != null) {
                    occasion.seat(helper, "matter-helper");
                }
            }
            case "Escalated" -> escalated(occasion);
            default -> {}
        }
    }

    private static void given(Occasion occasion) {
        Long to = occasion.seatIn("to");
        // what was handed on meanwhile is told to whoever has it by then
        if (to != null && !Objects.equals(to, occasion.entry.who().seat())) {
            occasion.seat(to, occasion.yours());
        }
    }

    private static void escalated(Occasion occasion) {
        var event = occasion.entry.body().path("event");
        String template = event.path("act").asString().equals("REMIND") ? "matter-remind" : "matter-warn";
        event.path("told").forEach(seat -> occasion.seat(seat.asLong(), template));
    }

    /// Up to `most` seats around a matter with a right there, the nearest first, never its lead.
    private List<Long> able(Matter matter, Right right, int most) {
        Instant now = clock.instant();
        return duties.seatsAround(places.get(matter.where().place())).stream()
                .filter(seat -> seat.id() != matter.lead() && seat.present(now))
                .filter(seat -> Actor.of(seat).may(right))
                .sorted(Comparator.comparingInt((Seat seat) -> -seat.placeCode().length())
                        .thenComparing(Seat::id))
                .limit(most)
                .map(Seat::id)
                .toList();
    }
}
