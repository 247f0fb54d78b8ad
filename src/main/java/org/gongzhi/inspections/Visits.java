package org.gongzhi.inspections;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.duty.Duties;
import org.gongzhi.files.Photos;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.notices.Notice;
import org.gongzhi.notices.Notices;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door of visits. Before arrival a visit is known to its team and those who manage inspections alone,
/// and each look at it is written down; what is found makes hazards and documents in the same transaction.
@Component
@Transactional
public class Visits {

    /// What a visit brings back. `members` are numbers of the team, `joined` names of bodies that came along
    /// with one person each; `suspend` stops the whole of the premises with these words, or is empty.
    public record Report(
            List<Integer> members,
            List<String> joined,
            List<Visit.Answer> answers,
            String interview,
            String words,
            List<Integer> equipment,
            List<Hazard.Found> found,
            String suspend,
            @Nullable Instant at) {

        public Report {
            members = Objects.requireNonNullElse(members, List.of());
            joined = Objects.requireNonNullElse(joined, List.of());
            answers = Objects.requireNonNullElse(answers, List.of());
            interview = Objects.requireNonNullElse(interview, "");
            words = Objects.requireNonNullElse(words, "");
            equipment = Objects.requireNonNullElse(equipment, List.of());
            found = Objects.requireNonNullElse(found, List.of());
            suspend = Objects.requireNonNullElse(suspend, "");
        }
    }

    /// A visit as somebody sees it. `looks` (who saw the plan before arrival) is there for those who manage.
    public record View(
            Visit visit,
            Premises premises,
            Checklist checklist,
            Campaign.@Nullable Team team,
            @Nullable Campaign campaign,
            List<Premises.Equipment> equipment,
            List<Integer> looked,
            List<Hazard> hazards,
            List<Document> documents,
            List<Look> looks,
            boolean acts,
            boolean manages) {}

    public record Look(String who, Instant at) {}

    private static final Duration LATE = Duration.ofHours(36);
    private static final int MOST = 200;

    private final VisitStore store;
    private final PremisesStore premises;
    private final HazardStore hazards;
    private final DocumentStore papers;
    private final CampaignStore campaigns;
    private final Documents documents;
    private final Checklists checklists;
    private final InspectionTerms terms;
    private final Places places;
    private final Duties duties;
    private final Photos photos;
    private final Notices notices;
    private final Accounts accounts;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    Visits(
            VisitStore store,
            PremisesStore premises,
            HazardStore hazards,
            DocumentStore papers,
            CampaignStore campaigns,
            Documents documents,
            Checklists checklists,
            InspectionTerms terms,
            Places places,
            Duties duties,
            Photos photos,
            Notices notices,
            Accounts accounts,
            Journal journal,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.premises = premises;
        this.hazards = hazards;
        this.papers = papers;
        this.campaigns = campaigns;
        this.documents = documents;
        this.checklists = checklists;
        this.terms = terms;
        this.places = places;
        this.duties = duties;
        this.photos = photos;
        this.notices = notices;
        this.accounts = accounts;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /// Plans a visit outside campaigns for the asker's own seat.
    public Visit plan(Actor actor, long premisesId, LocalDate day) {
        Premises where = premises.get(premisesId);
        Seat seat = actor.require(Right.INSPECT, where.placeCode(), Right.INSPECT, "premises");
        PremisesRegister.requireNotOwn(actor, where);
        if (day.isBefore(Clocks.today(clock)) || where.endedAt() != null) {
            throw Refusal.invalid("visit-day");
        }
        Visit visit = planned(where, Visit.Kind.PLANNED, null, seat.id(), day);
        store.insert(visit, null, null);
        return visit;
    }

    /// A visit that the program plans: by risk, as a second look, or because of what was found elsewhere.
    Visit planned(Premises where, Visit.Kind kind, @Nullable Long because, long seat, LocalDate day) {
        Checklist list = checklists.newest(terms.kind(where.kind()).checklist(), where.placeCode());
        return new Visit(
                where.community(),
                ids.next(),
                where.placeCode(),
                where.id(),
                null,
                null,
                List.of(),
                0,
                seat,
                kind,
                because,
                list.code(),
                list.version(),
                day,
                Visit.State.PLANNED,
                null,
                null,
                null,
                null,
                List.of(),
                "",
                "",
                1);
    }

    /// Plans what the program found to be done and tells whom it is for, not where: that stands on the desk
    /// alone. False when the same command came before.
    boolean arrange(Visit visit, @Nullable String key) {
        if (!store.insert(visit, null, key)) {
            return false;
        }
        notices.tell(List.of(new Notice(
                visit.community(),
                Notice.To.seat(Objects.requireNonNull(visit.seat())),
                "visit-planned",
                List.of(visit.plannedOn().toString()),
                "/inspections",
                "visit/" + visit.id())));
        return true;
    }

    /// What waits for somebody: for their seats and their teams.
    @Transactional(readOnly = true)
    public List<View> mine(Actor actor) {
        if (!actor.may(Right.INSPECT) || actor.account() == null) {
            return List.of();
        }
        var waiting =
                store.planned(actor.seats().stream().map(Seat::id).toList(), campaigns.teamsOf(actor.account()), MOST);
        var known = premises.byId(waiting.stream().map(Visit::premises).toList());
        return waiting.stream()
                .filter(visit -> !PremisesRegister.own(actor, Objects.requireNonNull(known.get(visit.premises()))))
                .map(visit -> new View(
                        visit,
                        Objects.requireNonNull(known.get(visit.premises())),
                        new Checklist(visit.checklist(), visit.checklistVersion(), "", "", List.of(), true),
                        null,
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        true,
                        false))
                .toList();
    }

    /// A way through the places of visits: from the first always on to the nearest. Longitude and latitude in
    /// turn.
    public static List<Double> route(List<View> planned) {
        var left = new ArrayList<>(planned.stream()
                .map(View::premises)
                .filter(where -> where.latitude() != null && where.longitude() != null)
                .map(where -> new Place.Point(
                        Objects.requireNonNull(where.latitude()), Objects.requireNonNull(where.longitude())))
                .distinct()
                .toList());
        var way = new ArrayList<Double>();
        while (!left.isEmpty()) {
            Place.Point next = left.getFirst();
            if (!way.isEmpty()) {
                var here = new Place.Point(way.getLast(), way.get(way.size() - 2));
                next = left.stream()
                        .min(Comparator.comparingDouble(here::metresTo))
                        .orElseThrow();
            }
            left.remove(next);
            way.add(next.longitude());
            way.add(next.latitude());
        }
        return way;
    }

    /// One visit. Who sees it before arrival is written down; the inspected and strangers do not.
    public View view(Actor actor, long id) {
        Visit visit = store.get(id);
        Premises where = premises.get(visit.premises());
        boolean acts = acts(actor, visit, where);
        boolean manages = actor.may(Right.INSPECT_MANAGE, where.placeCode()) && !PremisesRegister.own(actor, where);
        boolean begun = visit.arrivedAt() != null;
        boolean own = actor.account() != null && actor.account().equals(where.account());
        if (!acts && !manages && !(begun && (own || actor.may(Right.INSPECT, where.placeCode())))) {
            throw actor.signedIn() ? Refusal.unknown("visit") : Refusal.signIn("sign-in");
        }
        if (!begun && visit.kind() != Visit.Kind.SELF && actor.account() instanceof Long account) {
            store.look(
                    visit,
                    ids.next(),
                    account,
                    actor.seatFor(Right.INSPECT, where.placeCode())
                            .map(Seat::id)
                            .orElse(null),
                    clock.instant());
        }
        Campaign campaign = visit.campaign() == null ? null : campaigns.get(visit.campaign());
        return new View(
                visit,
                where,
                checklists.get(visit.checklist(), visit.checklistVersion()),
                campaign == null || visit.team() == null
                        ? null
                        : campaigns.team(campaign, visit.team()).orElse(null),
                campaign,
                premises.equipment(where),
                store.equipment(visit),
                hazards.of(visit),
                papers.of(visit),
                manages ? looks(visit) : List.of(),
                acts,
                manages);
    }

    private List<Look> looks(Visit visit) {
        var looks = store.looks(visit);
        var names = accounts.names(looks.stream().map(VisitStore.Look::account).collect(Collectors.toSet()));
        return looks.stream()
                .map(look -> new Look(names.getOrDefault(look.account(), ""), look.at()))
                .toList();
    }

    /// Which visits to list; null for all.
    public record Asked(
            @Nullable String campaign,
            @Nullable String place,
            @Nullable LocalDate from,
            @Nullable LocalDate until) {}

    /// A visit in a list.
    public record Line(
            String number, String premises, Visit.Kind kind, Instant finishedAt, int persons, String placeCode) {}

    /// Those that took place, the newest first, from behind the id `before`.
    @Transactional(readOnly = true)
    public List<Line> list(Actor actor, Asked asked, @Nullable Long before, int most) {
        var rows = store.list(span(actor, asked), before == null ? Long.MAX_VALUE : before, Math.clamp(most, 1, 500));
        var known = premises.byId(rows.stream().map(Visit::premises).toList());
        return rows.stream()
                .map(visit -> new Line(
                        Ids.number(visit.id()),
                        Objects.requireNonNull(known.get(visit.premises())).name(),
                        visit.kind(),
                        Objects.requireNonNull(visit.finishedAt()),
                        visit.persons(),
                        visit.placeCode()))
                .toList();
    }

    /// The same as figures are asked for, no wider than the asker may see.
    public InspectionFigures.Span span(Actor actor, Asked asked) {
        return new InspectionFigures.Span(
                campaigns.idOf(asked.campaign),
                actor.requireScope(Right.INSPECT).within(asked.place),
                asked.from,
                asked.until);
    }

    /// What a visit found.
    @Transactional(readOnly = true)
    public List<Hazard> hazardsOf(Visit visit) {
        return hazards.of(visit);
    }

    /// True for the team, the seat it was planned for, and, for self-inspections, whoever answers for the
    /// premises.
    private boolean acts(Actor actor, Visit visit, Premises where) {
        if (visit.kind() == Visit.Kind.SELF) {
            return actor.account() != null && actor.account().equals(where.account());
        }
        if (PremisesRegister.own(actor, where)) {
            return false;
        }
        if (visit.seat() != null && actor.holds(visit.seat())) {
            return true;
        }
        return visit.campaign() != null
                && visit.team() != null
                && actor.account() instanceof Long account
                && campaigns.teamsOf(account).stream()
                        .anyMatch(each -> each[0] == visit.campaign() && each[1] == visit.team());
    }

    /// They are there: shown by the sign at the door, or by their position.
    public Visit arrive(Actor actor, long id, @Nullable String code, Place.@Nullable Point at, @Nullable Instant when) {
        Visit visit = store.get(id);
        Premises where = premises.get(visit.premises());
        requireActs(actor, visit, where);
        if (visit.state() != Visit.State.PLANNED) {
            throw Refusal.conflict("visit-state");
        }
        Instant now = moment(when, actor, where);
        Visit.Arrival arrival;
        Integer metres = null;
        if (code != null && !code.isBlank()) {
            if (!code.replaceAll("[\\s-]", "").equalsIgnoreCase(where.code().replace("-", ""))) {
                throw Refusal.invalid("visit-code");
            }
            arrival = Visit.Arrival.SCAN;
        } else if (at != null && where.latitude() != null && where.longitude() != null) {
            metres = (int) Math.round(new Place.Point(where.latitude(), where.longitude()).metresTo(at));
            if (metres > terms.number("arrival-metres")) {
                throw Refusal.conflict("visit-far", metres, terms.number("arrival-metres"));
            }
            arrival = Visit.Arrival.POSITION;
        } else {
            throw Refusal.invalid("visit-arrival");
        }
        Visit arrived = visit.arrived(now, arrival, metres);
        if (!store.update(arrived, visit.version())) {
            throw Refusal.conflict("changed-meanwhile");
        }
        tell(actor, where, visit.id(), "VisitArrived", new Arrived(arrival, metres));
        return store.get(id);
    }

    private record Arrived(Visit.Arrival arrival, @Nullable Integer metres) {}

    /// A time that a telephone without network kept: not in the future; old ones are entered by who manages.
    private Instant moment(@Nullable Instant when, Actor actor, Premises where) {
        Instant now = clock.instant();
        if (when == null || when.isAfter(now)) {
            return now;
        }
        if (when.isBefore(now.minus(LATE)) && !actor.may(Right.INSPECT_MANAGE, where.placeCode())) {
            throw Refusal.invalid("visit-late");
        }
        return when;
    }

    private void requireActs(Actor actor, Visit visit, Premises where) {
        if (!acts(actor, visit, where)) {
            throw actor.signedIn() ? Refusal.unknown("visit") : Refusal.signIn("sign-in");
        }
    }

    /// Does not take place; the reason stays.
    public void cancel(Actor actor, long id, String why) {
        Visit visit = store.get(id);
        Premises where = premises.get(visit.premises());
        if (!actor.may(Right.INSPECT_MANAGE, where.placeCode())) {
            requireActs(actor, visit, where);
        }
        Hazard.requireWords(why);
        if (visit.state() != Visit.State.PLANNED) {
            throw Refusal.conflict("visit-state");
        }
        Visit next = visit.cancelled(why.strip());
        if (!store.update(next, visit.version())) {
            throw Refusal.conflict("changed-meanwhile");
        }
        tell(actor, where, visit.id(), "VisitCancelled", Map.of());
    }

    /// Ends a visit that has begun, with everything it brought back.
    public Visit finish(Actor actor, long id, Report report) {
        Visit visit = store.get(id);
        Premises where = premises.get(visit.premises());
        requireActs(actor, visit, where);
        if (visit.state() != Visit.State.ARRIVED) {
            throw Refusal.conflict("visit-state");
        }
        return write(actor, visit, where, report, null);
    }

    /// A whole visit at once, as a team brings it back from a sweep or a day without network. The same key
    /// gives the same visit.
    public Visit report(
            Actor actor,
            long premisesId,
            @Nullable String campaign,
            @Nullable Integer team,
            Report report,
            @Nullable String key) {
        Premises where = premises.get(premisesId);
        Campaign of = campaign == null || campaign.isBlank() ? null : Campaign.shown(campaigns.find(campaign), actor);
        return report(actor, where, of, team, report, key);
    }

    Visit report(
            Actor actor,
            Premises where,
            @Nullable Campaign campaign,
            @Nullable Integer team,
            Report report,
            @Nullable String key) {
        Seat seat = actor.require(Right.INSPECT, where.placeCode(), Right.INSPECT, "premises");
        PremisesRegister.requireNotOwn(actor, where);
        if (campaign != null) {
            if (campaign.state() != Campaign.State.RUNNING) {
                throw Refusal.conflict("campaign-state");
            }
            if (!Place.covers(campaign.placeCode(), where.placeCode()) || team == null) {
                throw Refusal.invalid("campaign-place");
            }
        }
        if (key != null) {
            var before = store.byKey(where.community(), key);
            if (before.isPresent()) {
                return before.get();
            }
        }
        Instant now = moment(report.at, actor, where);
        String code = terms.kind(where.kind()).checklist();
        int version = campaign == null
                ? checklists.newest(code, where.placeCode()).version()
                : campaign.checklists().getOrDefault(code, 1);
        var visit = new Visit(
                where.community(),
                ids.next(),
                where.placeCode(),
                where.id(),
                campaign == null ? null : campaign.id(),
                team,
                report.members,
                0,
                seat.id(),
                campaign == null ? Visit.Kind.PLANNED : Visit.Kind.CAMPAIGN,
                null,
                code,
                version,
                LocalDate.ofInstant(now, Clocks.ZONE),
                Visit.State.ARRIVED,
                now,
                Visit.Arrival.RECORDED,
                null,
                null,
                List.of(),
                "",
                "",
                0);
        return write(actor, visit, where, report, key);
    }

    /// The premises look at themselves: what they find is theirs to put right and is followed like any other.
    public Visit self(Actor actor, long premisesId, Report report, @Nullable String key) {
        Premises where = premises.get(premisesId);
        if (actor.account() == null || !actor.account().equals(where.account())) {
            throw actor.signedIn() ? Refusal.unknown("premises") : Refusal.signIn("sign-in");
        }
        if (key != null) {
            var before = store.byKey(where.community(), key);
            if (before.isPresent()) {
                return before.get();
            }
        }
        Seat owner = inspector(where, 0).orElseThrow(() -> Refusal.unavailable("nobody-responsible"));
        Visit begun = planned(where, Visit.Kind.SELF, null, owner.id(), Clocks.today(clock))
                .arrived(moment(report.at, actor, where), Visit.Arrival.RECORDED, null)
                .unwritten();
        return write(actor, begun, where, report, key);
    }

    /// Somebody who may inspect there and is present, the nearest first, never `not`.
    Optional<Seat> inspector(Premises where, long not) {
        Instant now = clock.instant();
        return duties.seatsAround(places.get(where.place())).stream()
                .filter(seat -> seat.id() != not && seat.present(now))
                .filter(seat -> Actor.of(seat).may(Right.INSPECT, where.placeCode()))
                .filter(seat -> !where.owners().contains(seat.person()))
                .min(Comparator.comparingInt((Seat seat) -> -seat.placeCode().length())
                        .thenComparing(seat -> Math.floorMod(seat.id() * 31 + where.id(), 97L)));
    }

    private Visit write(Actor actor, Visit begun, Premises where, Report report, @Nullable String key) {
        Checklist list = checklists.get(begun.checklist(), begun.checklistVersion());
        requireAnswers(list, report);
        Instant now = moment(report.at, actor, where);
        boolean self = begun.kind() == Visit.Kind.SELF;
        Long seat = self
                ? begun.seat()
                : Long.valueOf(actor.require(Right.INSPECT, where.placeCode()).id());
        int persons = self ? 0 : Math.max(1, report.members.size()) + report.joined.size();
        String joined = report.joined.isEmpty() ? "" : "\n" + String.join(", ", report.joined);
        Visit visit =
                begun.finished(now, report, Objects.requireNonNull(seat), persons, (report.words + joined).strip());
        Campaign campaign = begun.campaign() == null ? null : campaigns.get(begun.campaign());
        boolean written = begun.version() == 0
                ? store.insert(visit, campaign == null ? null : campaign.community(), key)
                : store.update(visit, begun.version());
        if (!written) {
            return key == null
                    ? refuseChanged()
                    : store.byKey(where.community(), key).orElseGet(Visits::refuseChanged);
        }
        if (!report.equipment.isEmpty()) {
            store.equip(visit, report.equipment);
        }
        List<Hazard> found = hazards(actor, visit, where, list, report, Objects.requireNonNull(seat), now);
        settle(where, found, now);
        if (!self) {
            issue(actor, visit, where, found, report, Objects.requireNonNull(seat));
        }
        record Finished(int general, int major, int equipment, Visit.Kind kind) {}
        var entries = new ArrayList<Entry>();
        entries.add(entry(
                actor,
                where,
                "visit",
                visit.id(),
                "VisitFinished",
                new Finished(
                        (int) found.stream()
                                .filter(each -> each.level() == Hazard.Level.GENERAL)
                                .count(),
                        (int) found.stream()
                                .filter(each -> each.level() == Hazard.Level.MAJOR)
                                .count(),
                        report.equipment.size(),
                        visit.kind())));
        for (Hazard hazard : found) {
            entries.add(entry(
                    actor,
                    where,
                    "hazard",
                    hazard.id(),
                    "HazardOrdered",
                    new Ordered(hazard.level(), hazard.owner(), hazard.five().dueAt(), visit.id())));
        }
        journal.append(entries);
        notify(where, found, seat);
        for (Hazard hazard : found) {
            if (hazard.typical() || hazard.level() == Hazard.Level.MAJOR) {
                lessons(hazard, where, seat);
            }
        }
        return store.get(visit.id());
    }

    private record Ordered(
            Hazard.Level level,
            long owner,
            Instant due,
            @Nullable Long visit) {}

    private static Visit refuseChanged() {
        throw Refusal.conflict("changed-meanwhile");
    }

    /// Every check is answered, and what is not in order has become a hazard.
    private static void requireAnswers(Checklist list, Report report) {
        var answered = new HashMap<String, Visit.Answer>();
        report.answers.forEach(answer -> answered.put(answer.item(), answer));
        long missing = list.items().stream()
                .filter(item -> item.type() == Checklist.Type.CHECK && !answered.containsKey(item.item()))
                .count();
        if (missing > 0) {
            throw Refusal.invalid("visit-answers", missing);
        }
        var found = report.found.stream().map(Hazard.Found::item).collect(Collectors.toSet());
        for (Checklist.Item item : list.items()) {
            Visit.Answer answer = answered.get(item.item());
            if (answer != null && item.bad(answer) && !found.contains(item.item())) {
                throw Refusal.invalid("visit-found-missing", item.chinese());
            }
        }
    }

    private List<Hazard> hazards(
            Actor actor, Visit visit, Premises where, Checklist list, Report report, long owner, Instant now) {
        if (report.found.isEmpty()) {
            return List.of();
        }
        Instant since = now.atZone(Clocks.ZONE)
                .minusMonths(terms.number("relapse-months"))
                .toInstant();
        var earlier = hazards.earlier(
                where, report.found.stream().map(Hazard.Found::item).toList(), since);
        var found = new ArrayList<Hazard>();
        var shots = new ArrayList<HazardStore.Shot>();
        for (Hazard.Found each : report.found) {
            Hazard hazard = ordered(new Ground(visit, where, list, owner, null), each, earlier.get(each.item()), now);
            if (!each.after().isEmpty()) {
                hazard = hazard.rectify(
                        each.measures(), each.after().size(), Objects.requireNonNull(actor.account()), now);
            }
            found.add(hazard);
            for (String name : each.before()) {
                shots.add(new HazardStore.Shot(hazard, new Hazard.Picture(shots.size(), name, "BEFORE")));
            }
            for (String name : each.after()) {
                shots.add(new HazardStore.Shot(hazard, new Hazard.Picture(shots.size(), name, "AFTER")));
            }
        }
        photos.claim(shots.stream().map(shot -> shot.picture().name()).toList());
        hazards.insert(found);
        hazards.photos(shots);
        return found;
    }

    /// What a hazard stands on: the visit it was found in, or the matter that told of it.
    record Ground(
            @Nullable Visit visit,
            Premises where,
            @Nullable Checklist list,
            long owner,
            @Nullable Long matter) {}

    /// A hazard with all it must say, or a refusal that names what is missing.
    Hazard ordered(Ground ground, Hazard.Found found, @Nullable Long relapse, Instant now) {
        Checklist.Item item = ground.list == null ? null : ground.list.item(found.item());
        if (ground.list != null && item == null && !found.item().isEmpty()) {
            throw Refusal.invalid("hazard-item");
        }
        Hazard.Level level = found.level() == null ? item == null ? Hazard.Level.GENERAL : item.level() : found.level();
        Hazard.requireWords(found.what());
        for (String each : terms.five()) {
            requireSaid(found, each);
        }
        Instant due = Objects.requireNonNull(found.dueAt());
        if (found.after().isEmpty() && !due.isAfter(now)) {
            throw Refusal.invalid("hazard-term-past");
        }
        int days = terms.number(level == Hazard.Level.MAJOR ? "most-term-days-major" : "most-term-days-general");
        if (due.isAfter(
                now.plus(Duration.ofDays(relapse == null ? days : days / 2)).plusSeconds(1))) {
            throw Refusal.invalid("hazard-term-long", relapse == null ? days : days / 2);
        }
        if (level == Hazard.Level.MAJOR
                && (found.criterion().isBlank() || found.goals().isBlank())) {
            throw Refusal.invalid("hazard-major");
        }
        if (found.before().isEmpty()) {
            throw Refusal.invalid("hazard-before");
        }
        return new Hazard(
                ground.where.community(),
                ids.next(),
                ground.where.placeCode(),
                ground.where.id(),
                ground.visit == null ? null : ground.visit.id(),
                ground.visit == null ? null : ground.visit.campaign(),
                ground.matter,
                found.equipment(),
                ground.where.sector(),
                found.item(),
                level,
                found.criterion().isBlank() && item != null
                        ? item.source()
                        : found.criterion().strip(),
                found.what().strip(),
                found.spot().strip(),
                ground.owner,
                new Hazard.Five(
                        found.duty().strip(),
                        found.measures().strip(),
                        found.fundsFen(),
                        due,
                        found.plan().strip(),
                        found.goals().strip()),
                now,
                Hazard.State.ORDERED,
                level == Hazard.Level.MAJOR
                        ? new Hazard.Stop(true, found.listed(), null, null)
                        : new Hazard.Stop(false, found.listed(), null, null),
                Hazard.Fix.NONE,
                Hazard.Strike.NONE,
                relapse,
                found.typical(),
                Hazard.Wanted.NONE,
                1);
    }

    private static void requireSaid(Hazard.Found found, String what) {
        if (what.equals("duty") && found.duty().isBlank()) {
            throw Refusal.invalid("hazard-five-duty");
        }
        if (what.equals("measures") && found.measures().isBlank()) {
            throw Refusal.invalid("hazard-five-measures");
        }
        if (what.equals("funds") && found.fundsFen() < 0) {
            throw Refusal.invalid("hazard-five-funds");
        }
        if (found.dueAt() == null) {
            throw Refusal.invalid("hazard-five-due");
        }
        if (what.equals("plan") && found.plan().isBlank()) {
            throw Refusal.invalid("hazard-five-plan");
        }
    }

    /// What a visit does to its premises: a relapse raises the risk by one, a major hazard to the highest.
    private void settle(Premises where, List<Hazard> found, Instant now) {
        int relapsed =
                (int) found.stream().filter(each -> each.relapseOf() != null).count();
        boolean major = found.stream().anyMatch(each -> each.level() == Hazard.Level.MAJOR);
        int risk = major ? 1 : Math.max(1, where.risk() - (relapsed > 0 ? 1 : 0));
        LocalDate due = LocalDate.ofInstant(now, Clocks.ZONE)
                .plusMonths(terms.kind(where.kind()).months().get(risk - 1));
        premises.visited(where, now, found.size(), relapsed, risk, due);
    }

    private void issue(Actor actor, Visit visit, Premises where, List<Hazard> found, Report report, long seat) {
        Long campaign = visit.campaign();
        documents.issue(Document.Kind.RECORD, where, visit, null, campaign, "", actor, seat);
        if (!found.isEmpty()) {
            documents.issue(Document.Kind.NOTICE, where, visit, null, campaign, "", actor, seat);
        }
        for (Hazard hazard : found) {
            if (hazard.level() == Hazard.Level.MAJOR) {
                documents.issue(Document.Kind.STOP, where, visit, hazard, campaign, hazard.criterion(), actor, seat);
            }
        }
        if (!report.suspend.isBlank()) {
            documents.issue(
                    Document.Kind.SUSPENSION, where, visit, null, campaign, report.suspend.strip(), actor, seat);
        }
        if (!report.suspend.isBlank()
                || found.stream().anyMatch(each -> each.stop().stopped())) {
            premises.suspend(where.community(), where.id(), true);
        }
    }

    private void notify(Premises where, List<Hazard> found, @Nullable Long by) {
        if (found.isEmpty()) {
            return;
        }
        var told = new ArrayList<Notice>();
        for (Hazard hazard : found) {
            if (where.account() instanceof Long account) {
                told.add(notice(hazard, Notice.To.account(account), "hazard-ordered", "o"));
            }
            if (by == null || hazard.owner() != by) {
                told.add(notice(hazard, Notice.To.seat(hazard.owner()), "hazard-yours", "o"));
            }
        }
        notices.tell(told);
    }

    static Notice notice(Hazard hazard, Notice.To to, String template, String mark) {
        String number = Ids.number(hazard.id());
        return new Notice(
                hazard.community(),
                to,
                template,
                List.of(number),
                "/hazards/" + number,
                "hazard/" + hazard.id() + "/" + mark);
    }

    /// 举一反三: a typical or major finding makes visits at similar premises of the street, one for each
    /// finding and place.
    int lessons(Hazard hazard, Premises where, long seat) {
        int made = 0;
        LocalDate day = Clocks.today(clock).plusDays(7);
        for (Premises each : premises.alike(where, terms.number("lesson-visits"))) {
            String key = "lesson " + hazard.id() + " " + each.id();
            if (arrange(planned(each, Visit.Kind.LESSON, hazard.id(), seat, day), key)) {
                made++;
            }
        }
        return made;
    }

    private Entry entry(Actor actor, Premises where, String subject, long id, String what, Object fact) {
        return new Entry(
                new Entry.Where(where.community(), where.place()),
                actor.in(actor.seatFor(Right.INSPECT, where.placeCode()).orElse(null)),
                new Entry.Subject(subject, id),
                what,
                fact,
                clock.instant());
    }

    private void tell(Actor actor, Premises where, long visit, String what, Object fact) {
        journal.append(entry(actor, where, "visit", visit, what, fact));
    }
}
