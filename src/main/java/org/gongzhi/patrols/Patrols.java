package org.gongzhi.patrols;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.matters.Channel;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.Matters;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.places.Outlines;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door of patrols. Each method is one transaction with one row in the journal.
@Component
public class Patrols {

    public enum State {
        PLANNED,
        RUNNING,
        DONE,
        CANCELLED
    }

    /// A way to walk: longitude and latitude in turn; `version` 0 for a new one.
    public record Route(int id, String name, List<Double> points, int metres, int version) {}

    /// Recurring outings: on which weekdays (1 Monday, 2 Tuesday, 4 …), from when, how long, for how many.
    public record Plan(
            int id,
            @Nullable Integer route,
            int weekdays,
            LocalTime begins,
            int minutes,
            int seats,
            LocalDate from,
            LocalDate until) {

        boolean on(LocalDate day) {
            return !day.isBefore(from)
                    && !day.isAfter(until)
                    && (weekdays & 1 << (day.getDayOfWeek().getValue() - 1)) != 0;
        }
    }

    public record Outing(
            long community,
            long id,
            long team,
            @Nullable Integer route,
            @Nullable Integer plan,
            Instant beginsAt,
            Instant endsAt,
            int seats,
            int taken,
            State state,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            List<Double> track,
            int metres,
            String words,
            int version) {}

    public record Walker(long account, @Nullable Boolean came, int minutes) {}

    public record Finding(long matter, String kind, boolean fixed, long account) {}

    public record Proposal(long id, long account, String words) {}

    /// An outing as somebody sees it; names only for those who walk along or manage it.
    public record View(
            Outing outing,
            PatrolTeam team,
            String place,
            @Nullable Route route,
            List<Named> walkers,
            List<Finding> findings,
            List<Proposal> proposals,
            boolean walks,
            boolean leads) {}

    public record Named(Walker walker, String name) {}

    /// Something found on the way: one of the four kinds, where, with photos; `fixed` when it was put right
    /// at once.
    public record Found(
            String kind,
            @Nullable String place,
            Place.@Nullable Point at,
            String words,
            List<String> before,
            List<String> after,
            boolean fixed,
            @Nullable String key) {}

    /// The four kinds of a patrol's findings (seed 003).
    public static final List<String> KINDS = List.of("P01", "P02", "P03", "P04");

    private static final int DAYS_AHEAD = 28;
    private static final int MOST_POINTS = 5000;
    private static final Duration LATE = Duration.ofHours(36);
    private static final Duration EARLY = Duration.ofHours(1);

    private final PatrolStore store;
    private final Matters matters;
    private final Places places;
    private final Outlines outlines;
    private final PatrolPeople people;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    Patrols(
            PatrolStore store,
            Matters matters,
            Places places,
            Outlines outlines,
            PatrolPeople people,
            Journal journal,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.matters = matters;
        this.places = places;
        this.outlines = outlines;
        this.people = people;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    private static String text(String given, int most) {
        String text = NewMatter.clean(given);
        if (text.codePointCount(0, text.length()) > most) {
            throw Refusal.invalid("text-long", most, text.length());
        }
        return text;
    }

    /// Founds a team; whoever founds it leads it first.
    @Transactional
    public PatrolTeam found(Actor actor, String placeCode, String name) {
        Place place = places.find(placeCode).orElseThrow(() -> Refusal.invalid("place"));
        var seat = actor.require(Right.PATROL_MANAGE, place.code());
        if (place.kind().compareTo(PlaceKind.COMMUNITY) < 0) {
            throw Refusal.invalid("place-wide");
        }
        String called = text(name, 60);
        if (called.isEmpty()) {
            throw Refusal.invalid("patrol-name");
        }
        var team = new PatrolTeam(
                place.community(), ids.next(), place.id(), place.code(), called, PatrolPeople.account(actor), true);
        store.insert(team, clock.instant());
        tell(team, actor.in(seat), "PatrolTeamFounded", new Said(called));
        return team;
    }

    /// Renames a team, hands it to another account (a user name), or ends it.
    @Transactional
    public void change(Actor actor, long id, String name, @Nullable String leader, boolean end) {
        PatrolTeam team = managed(actor, store.team(id), "patrol-team");
        long next = people.leader(leader, team.leader());
        String called = name.isBlank() ? team.name() : text(name, 60);
        store.update(
                new PatrolTeam(team.community(), team.id(), team.place(), team.placeCode(), called, next, !end),
                end ? clock.instant() : null);
        if (end) {
            store.plans(team).forEach(plan -> store.end(team, plan.id, Clocks.today(clock)));
        }
        tell(team, actor.in(null), end ? "PatrolTeamEnded" : "PatrolTeamChanged", new Said(called));
    }

    private PatrolTeam managed(Actor actor, PatrolTeam team, String what) {
        if (!manages(actor, team)) {
            people.visible(actor, team, what);
            throw actor.signedIn() ? Refusal.forbidden("not-allowed") : Refusal.signIn("sign-in");
        }
        if (!team.active()) {
            throw Refusal.conflict("patrol-team-ended");
        }
        return team;
    }

    /// Draws a way on the plan; `version` is the one that was seen.
    @Transactional
    public void draw(Actor actor, long teamId, Route route) {
        PatrolTeam team = managed(actor, store.team(teamId), "patrol-team");
        if (route.points.size() < 4 || route.points.size() % 2 != 0 || route.points.size() > 400) {
            throw Refusal.invalid("patrol-route");
        }
        for (int i = 0; i < route.points.size(); i += 2) {
            if (Math.abs(route.points.get(i)) > 180 || Math.abs(route.points.get(i + 1)) > 90) {
                throw Refusal.invalid("patrol-route");
            }
        }
        int id = route.id > 0
                ? route.id
                : store.routes(team).stream().mapToInt(Route::id).max().orElse(0) + 1;
        String name = text(route.name, 60);
        if (!store.save(
                team,
                new Route(id, name.isEmpty() ? "#" + id : name, route.points, metres(route.points), route.version))) {
            throw Refusal.conflict("changed-meanwhile");
        }
        tell(team, actor.in(null), "PatrolRouteDrawn", new Said(name));
    }

    private static int metres(List<Double> points) {
        double all = 0;
        for (int i = 2; i + 1 < points.size(); i += 2) {
            all += new Place.Point(points.get(i - 1), points.get(i - 2))
                    .metresTo(new Place.Point(points.get(i + 1), points.get(i)));
        }
        return (int) Math.round(all);
    }

    /// Plans recurring outings; the coming weeks are made at once.
    @Transactional
    public void plan(Actor actor, long teamId, Plan plan) {
        PatrolTeam team = managed(actor, store.team(teamId), "patrol-team");
        if (plan.weekdays < 1
                || plan.weekdays > 127
                || plan.minutes < 15
                || plan.minutes > 480
                || plan.seats < 1
                || plan.seats > 200
                || plan.until.isBefore(plan.from)
                || plan.until.isAfter(plan.from.plusYears(1))) {
            throw Refusal.invalid("patrol-plan");
        }
        if (plan.route != null && store.routes(team).stream().noneMatch(route -> route.id == plan.route)) {
            throw Refusal.invalid("patrol-route");
        }
        int id = store.plans(team).stream().mapToInt(Plan::id).max().orElse(0) + 1;
        var made =
                new Plan(id, plan.route, plan.weekdays, plan.begins, plan.minutes, plan.seats, plan.from, plan.until);
        store.insert(team, made);
        make(team, made, Clocks.today(clock).plusDays(DAYS_AHEAD));
        tell(team, actor.in(null), "PatrolPlanned", new Said(team.name()));
    }

    /// Ends a plan: outings after today are cancelled.
    @Transactional
    public void endPlan(Actor actor, long teamId, int plan) {
        PatrolTeam team = managed(actor, store.team(teamId), "patrol-team");
        store.end(team, plan, Clocks.today(clock));
        tell(team, actor.in(null), "PatrolPlanEnded", new Said(team.name()));
    }

    /// Makes the outings of the coming weeks. Safe on several nodes: plans are claimed, outings made once.
    @Scheduled(fixedDelayString = "${gongzhi.patrols.plans:PT1H}", initialDelayString = "PT40S")
    @Transactional
    public void makeOutings() {
        LocalDate today = Clocks.today(clock);
        LocalDate until = today.plusDays(DAYS_AHEAD);
        store.due(today, until).forEach(each -> make(each.getKey(), each.getValue(), until));
    }

    private void make(PatrolTeam team, Plan plan, LocalDate until) {
        LocalDate today = Clocks.today(clock);
        Instant now = clock.instant();
        for (LocalDate day = today; !day.isAfter(until); day = day.plusDays(1)) {
            Instant begins = day.atTime(plan.begins).atZone(Clocks.ZONE).toInstant();
            if (plan.on(day) && begins.isAfter(now)) {
                store.insert(new Outing(
                        team.community(),
                        ids.next(),
                        team.id(),
                        plan.route,
                        plan.id,
                        begins,
                        begins.plus(Duration.ofMinutes(plan.minutes)),
                        plan.seats,
                        0,
                        State.PLANNED,
                        null,
                        null,
                        List.of(),
                        0,
                        "",
                        1));
            }
        }
        store.made(team, plan.id, until);
    }

    /// The teams around a place.
    @Transactional(readOnly = true)
    public List<PatrolTeam> teams(Actor actor, String code) {
        people.requireNear(actor, code);
        return store.teams(code);
    }

    /// A team for those of its street, and for whoever leads it.
    @Transactional(readOnly = true)
    public PatrolTeam team(Actor actor, long id) {
        return people.visible(actor, store.team(id), "patrol-team");
    }

    public boolean manages(Actor actor, PatrolTeam team) {
        return people.manages(actor, team);
    }

    @Transactional(readOnly = true)
    public List<Route> routes(PatrolTeam team) {
        return store.routes(team);
    }

    @Transactional(readOnly = true)
    public List<Plan> plans(PatrolTeam team) {
        return store.plans(team);
    }

    /// Outings of a community from yesterday on.
    @Transactional(readOnly = true)
    public List<Outing> outings(Actor actor, long community) {
        people.requireNear(actor, Long.toString(community));
        Instant now = clock.instant();
        return store.outings(community, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(DAYS_AHEAD)));
    }

    @Transactional(readOnly = true)
    public View view(Actor actor, long id) {
        Outing outing = store.outing(id);
        PatrolTeam team = people.visible(actor, store.team(outing.team), "patrol");
        var walkers = store.walkers(outing);
        boolean walks =
                walkers.stream().anyMatch(walker -> Long.valueOf(walker.account).equals(actor.account()));
        boolean leads = manages(actor, team);
        return new View(
                outing,
                team,
                places.address(places.get(team.place())),
                outing.route == null
                        ? null
                        : store.routes(team).stream()
                                .filter(route -> route.id == outing.route)
                                .findFirst()
                                .orElse(null),
                walks || leads
                        ? walkers.stream()
                                .map(walker -> new Named(walker, people.name(walker.account)))
                                .toList()
                        : List.of(),
                store.findings(outing),
                walks || leads ? store.proposals(outing) : List.of(),
                walks,
                leads);
    }

    @Transactional
    public void signUp(Actor actor, long id) {
        Outing outing = store.outing(id);
        PatrolTeam team = people.visible(actor, store.team(outing.team), "patrol");
        if (!store.signUp(outing, PatrolPeople.account(actor), clock.instant())) {
            throw Refusal.conflict("patrol-full");
        }
        tell(team, actor.in(null), "PatrolSignedUp", new Said(""));
    }

    @Transactional
    public void signOff(Actor actor, long id) {
        Outing outing = store.outing(id);
        PatrolTeam team = people.visible(actor, store.team(outing.team), "patrol");
        if (outing.state != State.PLANNED || !store.signOff(outing, PatrolPeople.account(actor))) {
            throw Refusal.conflict("patrol-state");
        }
        tell(team, actor.in(null), "PatrolSignedOff", new Said(""));
    }

    /// Begins an outing; `at` is when it began where there was no network.
    @Transactional
    public void start(Actor actor, long id, @Nullable Instant at) {
        Outing outing = walking(actor, id);
        if (outing.state == State.RUNNING) {
            return; // somebody else of the team has said so, or the same message came twice
        }
        if (!store.start(outing, moment(outing, at))) {
            throw Refusal.conflict("patrol-state");
        }
        tell(store.team(outing.team), actor.in(null), "PatrolStarted", new Said(""));
    }

    private Instant moment(Outing outing, @Nullable Instant at) {
        Instant now = clock.instant();
        if (at == null) {
            return now;
        }
        if (at.isAfter(now.plusSeconds(120))
                || at.isBefore(now.minus(LATE))
                || at.isBefore(outing.beginsAt.minus(EARLY))) {
            throw Refusal.invalid("patrol-moment");
        }
        return at;
    }

    private Outing walking(Actor actor, long id) {
        Outing outing = store.outing(id);
        long account = PatrolPeople.account(actor);
        boolean walks = store.walkers(outing).stream().anyMatch(walker -> walker.account == account);
        if (!walks && !manages(actor, store.team(outing.team))) {
            people.visible(actor, store.team(outing.team), "patrol");
            throw Refusal.forbidden("patrol-not-along");
        }
        return outing;
    }

    /// Ends an outing with its track (longitude and latitude in turn); hours are credited to all who came:
    /// from the beginning to the end, at most what was planned and an hour more.
    @Transactional
    public void finish(
            Actor actor, long id, @Nullable Instant at, List<Double> track, @Nullable Set<Long> came, String words) {
        Outing outing = walking(actor, id);
        if (outing.state == State.DONE) {
            return;
        }
        if (track.size() > MOST_POINTS || track.size() % 2 != 0) {
            throw Refusal.invalid("patrol-track", MOST_POINTS / 2);
        }
        Instant end = moment(outing, at);
        Instant start = outing.startedAt;
        if (start == null || end.isBefore(start)) {
            throw Refusal.conflict("patrol-state");
        }
        if (!store.finish(outing, end, track, metres(track), text(words, 1000))) {
            throw Refusal.conflict("patrol-state");
        }
        long planned = Duration.between(outing.beginsAt, outing.endsAt).toMinutes();
        int minutes = (int) Math.min(Duration.between(start, end).toMinutes(), planned + 60);
        for (Walker walker : store.walkers(outing)) {
            boolean there = came == null || came.contains(walker.account);
            store.credit(outing, walker.account, there, there ? minutes : 0);
        }
        tell(store.team(outing.team), actor.in(null), "PatrolFinished", new Said(minutes + " min"));
    }

    @Transactional
    public void cancel(Actor actor, long id, String words) {
        Outing outing = store.outing(id);
        PatrolTeam team = managed(actor, store.team(outing.team), "patrol");
        String why = text(words, 500);
        if (why.isEmpty()) {
            throw Refusal.invalid("words");
        }
        if (!store.cancel(outing, why)) {
            throw Refusal.conflict("patrol-state");
        }
        tell(team, actor.in(null), "PatrolCancelled", new Said(why));
    }

    /// The minutes of volunteering credited to somebody.
    @Transactional(readOnly = true)
    public long minutes(Actor actor) {
        return store.minutes(PatrolPeople.account(actor));
    }

    /// A finding becomes a matter at once, found by the position or the team's place; what was put right on the
    /// spot is already fixed and waits for somebody else's check.
    public Matter report(Actor actor, long id, Found found) {
        if (!KINDS.contains(found.kind)) {
            throw Refusal.invalid("patrol-kind");
        }
        Outing outing = walking(actor, id);
        if (outing.state != State.RUNNING && outing.state != State.DONE) {
            throw Refusal.conflict("patrol-state");
        }
        Place place = place(store.team(outing.team), found);
        var told = new NewMatter(
                found.kind,
                place.id(),
                found.at,
                found.words,
                found.before,
                new Matter.Reporter(actor.account(), actor.person(), Channel.PATROL.name()),
                found.key == null || found.key.isBlank() ? null : PatrolPeople.account(actor) + ":" + found.key);
        Matter matter = found.fixed
                ? matters.reportFixed(told, found.after, PatrolPeople.account(actor))
                : matters.report(told);
        store.found(
                outing,
                new Finding(matter.id(), found.kind, found.fixed, PatrolPeople.account(actor)),
                clock.instant());
        return matter;
    }

    private Place place(PatrolTeam team, Found found) {
        if (found.place != null && !found.place.isBlank()) {
            return places.find(found.place).orElseThrow(() -> Refusal.invalid("place"));
        }
        if (found.at != null) {
            return outlines.gridAt(found.at)
                    .filter(grid -> Place.covers(team.placeCode(), grid.code()))
                    .orElseGet(() -> places.get(team.place()));
        }
        return places.get(team.place());
    }

    /// A proposal for better: it goes to the topics of the council.
    @Transactional
    public void propose(Actor actor, long id, String words, @Nullable String key) {
        Outing outing = walking(actor, id);
        String text = text(words, 2000);
        if (text.isEmpty()) {
            throw Refusal.invalid("words");
        }
        var proposal = new Proposal(ids.next(), PatrolPeople.account(actor), text);
        var fresh = store.propose(
                outing,
                proposal,
                key == null || key.isBlank() ? null : PatrolPeople.account(actor) + ":" + key,
                clock.instant());
        if (fresh.isPresent()) {
            record Raised(long proposal, long outing, String words) {}
            PatrolTeam team = store.team(outing.team);
            tell(team, actor.in(null), "ProposalRaised", new Raised(proposal.id, outing.id, text));
        }
    }

    @Transactional
    public void withdrawProposal(Actor actor, long id, long proposal) {
        Outing outing = store.outing(id);
        if (!store.withdraw(outing.community, proposal, PatrolPeople.account(actor))) {
            people.visible(actor, store.team(outing.team), "patrol");
            throw Refusal.unknown("patrol-proposal");
        }
        tell(store.team(outing.team), actor.in(null), "ProposalWithdrawn", new Said(Long.toString(proposal)));
    }

    private record Said(String words) {}

    private void tell(PatrolTeam team, Entry.Who who, String event, Object fact) {
        journal.append(new Entry(
                new Entry.Where(team.community(), team.place()),
                who,
                new Entry.Subject("patrol-team", team.id()),
                event,
                fact,
                clock.instant()));
    }
}
