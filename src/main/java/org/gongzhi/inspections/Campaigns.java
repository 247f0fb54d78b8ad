package org.gongzhi.inspections;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.access.Scope;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.kernel.Sent;
import org.gongzhi.notices.Notice;
import org.gongzhi.notices.Notices;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door of campaigns: ordered, staffed, begun, drawn, ended. Each method is one transaction.
@Component
@Transactional
public class Campaigns {

    /// What orders a campaign.
    public record Order(
            String code,
            String name,
            String place,
            Campaign.Level level,
            String ordered,
            List<String> principles,
            List<String> sectors,
            List<String> kinds,
            int quota,
            boolean covering,
            boolean unannounced,
            int recheck,
            List<Campaign.Named> leadGroup,
            LocalDate startsOn,
            LocalDate endsOn) {

        public Order {
            code = Objects.requireNonNullElse(code, "");
            name = Objects.requireNonNullElse(name, "");
            place = Objects.requireNonNullElse(place, "");
            level = Objects.requireNonNullElse(level, Campaign.Level.STREET);
            ordered = Objects.requireNonNullElse(ordered, "");
            principles = Objects.requireNonNullElse(principles, List.of());
            sectors = Objects.requireNonNullElse(sectors, List.of());
            kinds = Objects.requireNonNullElse(kinds, List.of());
            leadGroup = Objects.requireNonNullElse(leadGroup, List.of());
            startsOn = Sent.needed(startsOn, "campaign-dates");
            endsOn = Sent.needed(endsOn, "campaign-dates");
        }
    }

    /// A team as it is entered; numbers are given here.
    public record NewTeam(
            String name, Campaign.Level level, String place, String sector, List<Campaign.Member> members) {

        public NewTeam {
            name = Objects.requireNonNullElse(name, "");
            level = Objects.requireNonNullElse(level, Campaign.Level.STREET);
            place = Objects.requireNonNullElse(place, "");
            sector = Objects.requireNonNullElse(sector, "");
            members = Objects.requireNonNullElse(members, List.of());
        }
    }

    /// How a draw came out, for checking: the hash that orders each of the drawn; `members` of the team go.
    public record Drawn(long premises, String hash, int team, List<Integer> members) {}

    private static final int MOST = 200;
    private static final int MOST_TEAMS = 5_000;
    private static final int MOST_MEMBERS = 50;
    private static final int DAYS = 400;

    private final CampaignStore store;
    private final PremisesStore premises;
    private final VisitStore visits;
    private final Checklists checklists;
    private final InspectionTerms terms;
    private final Places places;
    private final Notices notices;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    Campaigns(
            CampaignStore store,
            PremisesStore premises,
            VisitStore visits,
            Checklists checklists,
            InspectionTerms terms,
            Places places,
            Notices notices,
            Journal journal,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.premises = premises;
        this.visits = visits;
        this.checklists = checklists;
        this.terms = terms;
        this.places = places;
        this.notices = notices;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /// Orders a campaign; it begins with [#begin]. The seed of its draws is made here, its hash shown from
    /// now on.
    public Campaign order(Actor actor, Order order) {
        Place place = places.find(order.place).orElseThrow(() -> Refusal.unknown("place"));
        Seat seat = actor.require(Right.INSPECT_MANAGE, place.code());
        if (!order.code.matches("[a-z][a-z0-9-]{1,39}")) {
            throw Refusal.invalid("campaign-code");
        }
        if (order.name.isBlank() || order.name.length() > 100) {
            throw Refusal.invalid("campaign-name");
        }
        if (order.startsOn.isAfter(order.endsOn)
                || order.endsOn.isBefore(Clocks.today(clock))
                || order.startsOn.plusDays(DAYS).isBefore(order.endsOn)) {
            throw Refusal.invalid("campaign-dates");
        }
        order.sectors.forEach(terms::sector);
        var kinds = order.kinds.isEmpty()
                ? terms.kinds().stream()
                        .filter(kind -> order.sectors.isEmpty() || order.sectors.contains(kind.sector()))
                        .map(InspectionTerms.Kind::code)
                        .toList()
                : order.kinds;
        kinds.forEach(terms::kind);
        String seed = HexFormat.of().formatHex(Secrets.random(16));
        var campaign = new Campaign(
                place.community(),
                ids.next(),
                place.id(),
                place.code(),
                order.code,
                order.name.strip(),
                order.level,
                order.ordered.strip(),
                order.principles,
                order.sectors,
                kinds,
                Math.max(0, order.quota),
                order.covering,
                order.unannounced,
                Math.clamp(order.recheck, 0, 1000),
                seed,
                Secrets.sha256(seed.getBytes(StandardCharsets.UTF_8)),
                checklists.versions(place.code()),
                seat.id(),
                order.leadGroup,
                order.startsOn,
                order.endsOn,
                Campaign.State.PLANNED,
                1);
        if (store.find(order.code).isPresent() || !store.insert(campaign)) {
            throw Refusal.conflict("campaign-twice");
        }
        tell(actor, seat, campaign, "CampaignOrdered");
        return campaign;
    }

    private void tell(Actor actor, Seat seat, Campaign campaign, String what) {
        record Fact(String code, String seedHash) {}
        journal.append(new Entry(
                new Entry.Where(campaign.community(), campaign.place()),
                actor.in(seat),
                new Entry.Subject("campaign", campaign.id()),
                what,
                new Fact(campaign.code(), campaign.seedHash()),
                clock.instant()));
    }

    /// Adds teams drawn from several bodies; returns them with their numbers.
    public List<Campaign.Team> staff(Actor actor, String code, List<NewTeam> wanted) {
        Campaign campaign = readable(actor, code);
        Seat seat = actor.require(Right.INSPECT_MANAGE, campaign.placeCode());
        requireOpen(campaign);
        int next = store.nextTeam(campaign);
        if (wanted.isEmpty() || next + wanted.size() > MOST_TEAMS) {
            throw Refusal.invalid("campaign-teams", MOST_TEAMS);
        }
        var teams = new ArrayList<Campaign.Team>();
        for (NewTeam each : wanted) {
            Place place = places.find(each.place).orElseThrow(() -> Refusal.unknown("place"));
            if (!Place.covers(campaign.placeCode(), place.code())) {
                throw Refusal.invalid("campaign-place");
            }
            if (!each.sector.isEmpty()) {
                terms.sector(each.sector);
            }
            if (each.name.isBlank() || each.members.isEmpty() || each.members.size() > MOST_MEMBERS) {
                throw Refusal.invalid("campaign-team", MOST_MEMBERS);
            }
            var members = new ArrayList<Campaign.Member>();
            for (Campaign.Member member : each.members) {
                members.add(new Campaign.Member(
                        members.size() + 1,
                        member.name(),
                        member.body(),
                        member.part(),
                        member.seconded(),
                        member.account(),
                        member.person()));
            }
            teams.add(new Campaign.Team(
                    next + teams.size(), each.name.strip(), each.level, place.code(), each.sector, members));
        }
        store.add(campaign, teams);
        tell(actor, seat, campaign, "TeamsFormed");
        return teams;
    }

    /// Begins: from now on it keeps the versions its checklists have.
    public Campaign begin(Actor actor, String code) {
        Campaign campaign = readable(actor, code).managedBy(actor);
        if (campaign.state() != Campaign.State.PLANNED) {
            throw Refusal.conflict("campaign-state");
        }
        if (store.teams(campaign, 0, 1).isEmpty()) {
            throw Refusal.conflict("campaign-no-team");
        }
        return change(
                actor,
                campaign,
                "CampaignBegun",
                now -> with(now, now.endsOn(), Campaign.State.RUNNING, checklists.versions(now.placeCode())));
    }

    /// Ends; the seed is shown from now on, so that the draws can be checked. What is open goes on.
    public Campaign end(Actor actor, String code) {
        Campaign campaign = readable(actor, code).managedBy(actor);
        if (campaign.state() != Campaign.State.RUNNING) {
            throw Refusal.conflict("campaign-state");
        }
        return change(
                actor,
                campaign,
                "CampaignEnded",
                before -> with(before, before.endsOn(), Campaign.State.ENDED, before.checklists()));
    }

    /// Goes on until a later day.
    public Campaign prolong(Actor actor, String code, LocalDate until) {
        Campaign campaign = readable(actor, code).managedBy(actor);
        requireOpen(campaign);
        if (!until.isAfter(campaign.endsOn())
                || campaign.startsOn().plusDays(DAYS).isBefore(until)) {
            throw Refusal.invalid("campaign-dates");
        }
        return change(
                actor,
                campaign,
                "CampaignProlonged",
                before -> with(before, until, before.state(), before.checklists()));
    }

    private Campaign change(Actor actor, Campaign campaign, String what, UnaryOperator<Campaign> next) {
        Seat seat = actor.require(Right.INSPECT_MANAGE, campaign.placeCode());
        if (!store.update(next.apply(campaign), campaign.version())) {
            throw Refusal.conflict("changed-meanwhile");
        }
        tell(actor, seat, campaign, what);
        return store.get(campaign.id());
    }

    private static Campaign with(
            Campaign before, LocalDate endsOn, Campaign.State state, java.util.Map<String, Integer> checklists) {
        return new Campaign(
                before.community(),
                before.id(),
                before.place(),
                before.placeCode(),
                before.code(),
                before.name(),
                before.level(),
                before.ordered(),
                before.principles(),
                before.sectors(),
                before.kinds(),
                before.quota(),
                before.covering(),
                before.unannounced(),
                before.recheck(),
                before.seed(),
                before.seedHash(),
                checklists,
                before.leadSeat(),
                before.leadGroup(),
                before.startsOn(),
                endsOn,
                state,
                before.version());
    }

    private static void requireOpen(Campaign campaign) {
        if (campaign.state() == Campaign.State.ENDED) {
            throw Refusal.conflict("campaign-state");
        }
    }

    /// Draws `most` premises for each team of a campaign that runs: what was not visited yet comes in the
    /// order of SHA-256 of seed and id, and goes to the teams whose place covers it in turn. Who owns it or
    /// works there is passed over.
    public List<Drawn> draw(Actor actor, String code, int most, LocalDate day) {
        Campaign campaign = readable(actor, code);
        Seat seat = actor.require(Right.INSPECT_MANAGE, campaign.placeCode());
        if (campaign.state() != Campaign.State.RUNNING) {
            throw Refusal.conflict("campaign-state");
        }
        if (most < 1 || most > MOST || day.isBefore(Clocks.today(clock)) || day.isAfter(campaign.endsOn())) {
            throw Refusal.invalid("campaign-draw", MOST);
        }
        var found = drawn(campaign, most);
        var known = premises.byId(found.stream().map(Drawn::premises).toList());
        for (Drawn each : found) {
            Premises where = Objects.requireNonNull(known.get(each.premises));
            visits.insert(planned(campaign, where, each, day), campaign.community(), null);
        }
        tellTeams(campaign, found, day);
        tell(actor, seat, campaign, "VisitsDrawn");
        return found;
    }

    private Visit planned(Campaign campaign, Premises where, Drawn drawn, LocalDate day) {
        String list = terms.kind(where.kind()).checklist();
        return new Visit(
                where.community(),
                ids.next(),
                where.placeCode(),
                where.id(),
                campaign.id(),
                drawn.team,
                drawn.members,
                0,
                null,
                Visit.Kind.CAMPAIGN,
                null,
                list,
                campaign.checklists().getOrDefault(list, 1),
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

    private List<Drawn> drawn(Campaign campaign, int most) {
        Set<Long> had = visits.premisesOf(campaign.id());
        record Ticket(long premises, String hash) {}
        var tickets = premises.within(new Scope(List.of(campaign.placeCode())), campaign.kinds()).stream()
                .map(each -> each[1])
                .filter(id -> !had.contains(id))
                .map(id -> new Ticket(id, hash(campaign.seed(), id)))
                .sorted(Comparator.comparing(Ticket::hash))
                .toList();
        var known = premises.byId(tickets.stream().map(Ticket::premises).toList());
        var teams = store.staffed(campaign);
        var taken = new java.util.HashMap<Integer, Integer>();
        var found = new ArrayList<Drawn>();
        for (Ticket ticket : tickets) {
            Premises where = Objects.requireNonNull(known.get(ticket.premises));
            teams.stream()
                    .filter(team -> Place.covers(team.placeCode(), where.placeCode()))
                    .filter(team -> team.sector().isEmpty() || team.sector().equals(where.sector()))
                    .filter(team -> taken.getOrDefault(team.id(), 0) < most)
                    .filter(team -> free(team, where).count() >= going(team))
                    .min(Comparator.comparingInt((Campaign.Team team) -> taken.getOrDefault(team.id(), 0))
                            .thenComparing(team -> hash(campaign.seed(), ticket.premises * 31 + team.id())))
                    .ifPresent(team -> {
                        taken.merge(team.id(), 1, Integer::sum);
                        found.add(
                                new Drawn(ticket.premises, ticket.hash, team.id(), inspectors(campaign, team, where)));
                    });
        }
        return found;
    }

    /// Who of a team goes: as many as the law wants, in the order of SHA-256 of seed and premises and their
    /// number in the team.
    private List<Integer> inspectors(Campaign campaign, Campaign.Team team, Premises where) {
        return free(team, where)
                .map(Campaign.Member::id)
                .sorted(Comparator.comparing(
                        (Integer id) -> hash(campaign.seed(), where.id() * 31 + team.id() * 1009L + id)))
                .limit(going(team))
                .sorted()
                .toList();
    }

    private int going(Campaign.Team team) {
        return Math.min(terms.number("inspectors-per-visit"), team.members().size());
    }

    /// Those of a team who neither own the premises nor work there.
    private static Stream<Campaign.Member> free(Campaign.Team team, Premises where) {
        return team.members().stream().filter(member -> !conflicted(member, where));
    }

    /// One notice for each member of a team, however many visits were drawn for it.
    private void tellTeams(Campaign campaign, List<Drawn> found, LocalDate day) {
        var drawn = found.stream().map(Drawn::team).collect(Collectors.toSet());
        var told = new ArrayList<Notice>();
        for (Campaign.Team team : store.staffed(campaign)) {
            for (Campaign.Member member : team.members()) {
                if (drawn.contains(team.id()) && member.account() instanceof Long account) {
                    told.add(new Notice(
                            campaign.community(),
                            Notice.To.account(account),
                            "visits-drawn",
                            List.of(campaign.name(), day.toString()),
                            "/inspections",
                            "draw/" + campaign.id() + "/" + team.id() + "/" + day));
                }
            }
        }
        notices.tell(told);
    }

    /// What orders a draw.
    public static String hash(String seed, long premises) {
        return Secrets.sha256((seed + ":" + premises).getBytes(StandardCharsets.UTF_8));
    }

    /// True for whoever owns the premises, works there or answers for them.
    static boolean conflicted(Campaign.Member member, Premises where) {
        return member.person() != null && where.owners().contains(member.person())
                || member.account() != null && member.account().equals(where.account());
    }

    @Transactional(readOnly = true)
    public Campaign get(String code) {
        return store.find(code).orElseThrow(() -> Refusal.unknown("campaign"));
    }

    /// A campaign for staff who inspect in its place, or within it.
    @Transactional(readOnly = true)
    public Campaign readable(Actor actor, String code) {
        if (!actor.signedIn()) {
            throw Refusal.signIn("sign-in");
        }
        return Campaign.shown(store.find(code), actor);
    }

    @Transactional(readOnly = true)
    public List<Campaign> list(Actor actor) {
        return store.list(actor.requireScope(Right.INSPECT), MOST);
    }

    @Transactional(readOnly = true)
    public List<Campaign.Team> teams(Campaign campaign, int after, int most) {
        return store.teams(campaign, after, Math.clamp(most, 1, MOST));
    }

    @Transactional(readOnly = true)
    public Campaign.Team team(Campaign campaign, int id) {
        return store.team(campaign, id).orElseThrow(() -> Refusal.unknown("team"));
    }

    /// Premises that a campaign should cover and nobody has visited or planned yet.
    @Transactional(readOnly = true)
    public List<Premises> gaps(Campaign campaign, int most) {
        Set<Long> had = visits.premisesOf(campaign.id());
        Collection<Long> missing = premises.within(new Scope(List.of(campaign.placeCode())), campaign.kinds()).stream()
                .map(each -> each[1])
                .filter(id -> !had.contains(id))
                .limit(most)
                .toList();
        return missing.isEmpty() ? List.of() : premises.all(missing);
    }

    /// The seed, once it may be known.
    public @Nullable String seed(Campaign campaign) {
        return campaign.state() == Campaign.State.ENDED ? campaign.seed() : null;
    }
}
