package org.gongzhi.ballots;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Sent;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door of ballots: on the telephone, on the spot, at the door, on paper; proxies; and the sweep of those
/// who go round. Everything that comes in goes through [Casting]. Whoever waits for it holds no connection, or
/// a crowd would keep its writers from theirs: so `cast` and `take` have no transaction of their own.
@Component
public class Ballots {

    private static final int ROWS = 200;
    private static final Duration FRESH = Duration.ofSeconds(2);

    private record Kept(Vote vote, Instant until) {}

    private final Map<Long, Kept> recent = new ConcurrentHashMap<>();

    private final VoteStore votes;
    private final RollStore rolls;
    private final BallotStore store;
    private final Casting casting;
    private final VoteDesk desk;
    private final Accounts accounts;
    private final Collecting collecting;
    private final CollectorSeats collectors;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    Ballots(
            VoteStore votes,
            RollStore rolls,
            BallotStore store,
            Casting casting,
            VoteDesk desk,
            Accounts accounts,
            Collecting collecting,
            CollectorSeats collectors,
            Journal journal,
            Ids ids,
            Clock clock) {
        this.votes = votes;
        this.rolls = rolls;
        this.store = store;
        this.casting = casting;
        this.desk = desk;
        this.accounts = accounts;
        this.collecting = collecting;
        this.collectors = collectors;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /// Votes with one's own account, for a voter of one's own or by proxy. The same key gives the same receipt.
    public Ballot.Receipt cast(
            Actor actor, long id, @Nullable Integer voter, List<String> answers, @Nullable String key) {
        Vote vote = announced(actor, id);
        requireHere(vote);
        long account = account(actor);
        var mine = rolls.spokenFor(vote, account);
        var chosen = mine.stream()
                .filter(each -> voter == null ? mine.size() == 1 : each.voter().id() == voter)
                .findFirst()
                .orElseThrow(
                        () -> mine.isEmpty() ? Refusal.forbidden("vote-not-on-roll") : Refusal.invalid("vote-voter"));
        var order = new Casting.Order(
                vote,
                chosen.voter(),
                Ballot.Channel.PHONE,
                actor.in(null),
                null,
                chosen.proxy(),
                answers,
                null,
                key == null ? null : account + ":" + key,
                false);
        return vote.phase(clock.instant()) == Vote.Phase.CLOSED ? collecting.again(order) : casting.cast(order);
    }

    /// What was announced never changes but for its close, and whether it is open is asked of the row itself
    /// when the ballot is written: so a vote is read once for the many who cast in the same moment.
    private Vote announced(Actor actor, long id) {
        Kept kept = recent.get(id);
        if (kept != null && clock.instant().isBefore(kept.until)) {
            return kept.vote;
        }
        Vote vote = desk.readable(actor, id);
        if (vote.state() == Vote.State.ANNOUNCED) {
            recent.values().removeIf(each -> !clock.instant().isBefore(each.until));
            recent.put(id, new Kept(vote, clock.instant().plus(FRESH)));
        }
        return vote;
    }

    private static long account(Actor actor) {
        if (actor.account() == null) {
            throw Refusal.signIn("sign-in");
        }
        return actor.account();
    }

    /// What is cast here counts here: not for a vote whose ballots the authority's system takes.
    static void requireHere(Vote vote) {
        if (vote.effect() == Vote.Effect.RECORDED_FROM_OFFICIAL_SYSTEM) {
            throw Refusal.conflict("vote-official-record");
        }
    }

    private Vote forCollector(Actor actor, long id) {
        Vote vote = votes.get(id);
        VoteDesk.require(actor, Right.VOTE_COLLECT, vote);
        return vote;
    }

    // --- proxies

    /// Lets another account vote for one's own voter, in writing; one at a time, and not more for one holder
    /// than local policy allows. Nobody else can give it: a proxy on paper is taken in with its ballot.
    @Transactional
    public void authorize(Actor actor, long id, int voter, String username, String words) {
        Vote vote = desk.readable(actor, id);
        if (vote.state() != Vote.State.ROLL_PUBLISHED && vote.state() != Vote.State.ANNOUNCED) {
            throw Refusal.conflict("vote-state");
        }
        if (!rolls.own(vote, voter, account(actor))) {
            throw Refusal.forbidden("vote-proxy-own");
        }
        var holder = accounts.find(username.strip()).orElseThrow(() -> Refusal.unknown("account"));
        if (holder.id() == account(actor)) {
            throw Refusal.forbidden("vote-proxy-self");
        }
        if (vote.proxies() > 0 && store.held(vote, holder.id()) >= vote.proxies()) {
            throw Refusal.conflict("vote-proxies-many", vote.proxies());
        }
        var proxy = new Ballot.Proxy(ids.next(), voter, holder.id(), words.strip(), clock.instant(), null);
        if (!store.authorize(vote, proxy)) {
            throw Refusal.conflict("vote-proxy-twice");
        }
        tell(actor, vote, "ProxyGiven", Map.of());
    }

    @Transactional
    public void revoke(Actor actor, long id, int voter) {
        Vote vote = desk.readable(actor, id);
        if (!rolls.own(vote, voter, account(actor))) {
            throw Refusal.forbidden("vote-proxy-own");
        }
        if (!store.revoke(vote, voter, clock.instant())) {
            throw Refusal.conflict("vote-proxy-none");
        }
        tell(actor, vote, "ProxyRevoked", Map.of());
    }

    /// Who holds proxies in a vote, for those who run it: the list is published with the result.
    @Transactional(readOnly = true)
    public List<Ballot.Proxy> proxies(Actor actor, long id) {
        return store.proxies(forCollector(actor, id));
    }

    // --- the sweep

    /// The units in the order of their places, from behind `after`: delivered, voted, refused, vacant.
    @Transactional(readOnly = true)
    public List<Roll.Unit> units(Actor actor, long id, int after, int most) {
        Vote vote = forCollector(actor, id);
        return rolls.units(vote, after, Math.clamp(most, 1, ROWS));
    }

    /// Says how far they have come with a unit. Delivery that has to be proved needs a photo.
    @Transactional
    public void sweep(Actor actor, long id, int position, Roll.Sweep sweep, @Nullable String proof) {
        Vote vote = forCollector(actor, id);
        var unit = rolls.unit(vote, position);
        if (vote.state() != Vote.State.ANNOUNCED) {
            throw Refusal.conflict("vote-state");
        }
        String photo = proof == null || proof.isBlank() ? null : proof;
        if (sweep == Roll.Sweep.DELIVERED
                && photo == null
                && vote.nonResponse() == VoteCount.NonResponsePolicy.COUNT_WITH_MAJORITY) {
            throw Refusal.invalid("ballot-proof");
        }
        String seen = photo == null ? null : collectors.evidence(vote, photo);
        rolls.sweep(vote, unit.id(), sweep, account(actor), seen, clock.instant());
    }

    /// The unit behind a paper ballot's code, or else at a position, for whoever collects.
    @Transactional(readOnly = true)
    public Roll.Unit unit(Actor actor, long id, String code, int position) {
        Vote vote = forCollector(actor, id);
        return code.isBlank() ? rolls.unit(vote, position) : rolls.unitOf(vote, code);
    }

    /// Units with the codes for their paper ballots: for printing alone, by whoever runs the vote, and on record.
    @Transactional
    public List<Roll.Coded> toPrint(Actor actor, long id, int after, int most) {
        Vote vote = votes.get(id);
        VoteDesk.require(actor, Right.VOTE_CALL, vote);
        if (vote.state() != Vote.State.ANNOUNCED) {
            throw Refusal.conflict("vote-state");
        }
        var coded = rolls.coded(vote, after, Math.clamp(most, 1, ROWS));
        tell(actor, vote, "BallotsPrinted", Map.of("from", after + 1, "sheets", coded.size()));
        return coded;
    }

    // --- paper

    /// Opens a pile of paper ballots: `sheets` were counted by hand.
    @Transactional
    public long batch(Actor actor, long id, String name, int sheets) {
        Vote vote = forCollector(actor, id);
        requireHere(vote);
        if (name.isBlank() || name.length() > 60 || sheets < 1 || sheets > 100_000) {
            throw Refusal.invalid("paper-sheets");
        }
        if (vote.state() != Vote.State.ANNOUNCED) {
            throw Refusal.conflict("vote-state");
        }
        long batch = ids.next();
        store.batch(vote, batch, name.strip(), sheets, clock.instant());
        tell(actor, vote, "PaperBatchOpened", Map.of("sheets", sheets));
        return batch;
    }

    /// Types one sheet of a pile. Two people type each pile, neither sees what the other typed.
    @Transactional
    public void sheet(Actor actor, long id, long batch, Ballot.Sheet sheet) {
        Vote vote = forCollector(actor, id);
        Ballot.requireAnswers(vote, sheet.answers());
        int voter = rolls.unitOf(vote, sheet.unit()).voter();
        var typing = new BallotStore.Typing(batch, side(actor, vote, batch), voter);
        String scan = Sent.line(sheet.proof());
        if (!scan.isEmpty() && !store.scanned(vote, typing, scan)) {
            collectors.evidence(vote, scan);
        }
        store.sheet(vote, typing, Ballot.text(sheet.answers()), scan.isEmpty() ? null : scan);
    }

    @Transactional
    public void unsheet(Actor actor, long id, long batch, String code) {
        Vote vote = forCollector(actor, id);
        store.unsheet(
                vote, batch, side(actor, vote, batch), rolls.unitOf(vote, code).voter());
    }

    private int side(Actor actor, Vote vote, long batch) {
        int side = store.side(vote, batch, account(actor));
        if (side == 0) {
            throw Refusal.conflict("paper-others");
        }
        return side;
    }

    /// The piles of a vote, with how many sheets each side typed and which units differ; never what was typed.
    @Transactional(readOnly = true)
    public List<Ballot.Batch> batches(Actor actor, long id) {
        Vote vote = forCollector(actor, id);
        var found = new ArrayList<Ballot.Batch>();
        for (var row : store.batches(vote)) {
            var typed = row.state() == Ballot.Batch.State.OPEN
                    ? store.sheets(vote, row.id())
                    : Map.<Integer, BallotStore.Typed>of();
            found.add(new Ballot.Batch(
                    row.id(),
                    row.name(),
                    row.sheets(),
                    row.state(),
                    row.first(),
                    row.second(),
                    (int) typed.values().stream()
                            .filter(each -> !each.first().isEmpty())
                            .count(),
                    (int) typed.values().stream()
                            .filter(each -> !each.second().isEmpty())
                            .count(),
                    row.second() == null ? List.of() : different(vote, typed),
                    row.openedAt()));
        }
        return found;
    }

    private List<String> different(Vote vote, Map<Integer, BallotStore.Typed> typed) {
        return rolls.labels(
                vote,
                typed.entrySet().stream()
                        .filter(each -> !each.getValue().alike())
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList());
    }

    /// Turns a pile into ballots: both sides typed the same, as many sheets as were counted by hand.
    @Transactional
    public int agree(Actor actor, long id, long batch) {
        Vote vote = forCollector(actor, id);
        var row = store.batches(vote).stream()
                .filter(each -> each.id() == batch)
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("paper-batch"));
        var typed = store.sheets(vote, batch);
        if (row.first() == null || row.second() == null) {
            throw Refusal.conflict("paper-second");
        }
        if (typed.size() != row.sheets()) {
            throw Refusal.conflict("paper-count", typed.size(), row.sheets());
        }
        if (!typed.values().stream().allMatch(BallotStore.Typed::alike)) {
            throw Refusal.conflict("paper-different");
        }
        requireScans(vote, typed);
        Instant now = clock.instant();
        boolean late = vote.phase(now) == Vote.Phase.CLOSED;
        var voted = store.voted(vote, typed.keySet());
        if (!voted.isEmpty()) {
            throw Refusal.conflict("paper-voted", String.join("; ", rolls.labels(vote, voted)));
        }
        if (!store.settle(vote, batch, Ballot.Batch.State.AGREED, now)) {
            throw Refusal.conflict("vote-state");
        }
        collecting.takePile(vote, row, typed, late);
        store.forget(vote, batch);
        tell(actor, vote, "PaperBatchAgreed", Map.of("sheets", row.sheets()));
        return row.sheets();
    }

    /// Every slip was scanned by one of the two.
    private void requireScans(Vote vote, Map<Integer, BallotStore.Typed> typed) {
        var bare = typed.entrySet().stream()
                .filter(each -> each.getValue().proof() == null)
                .map(Map.Entry::getKey)
                .toList();
        if (!bare.isEmpty()) {
            throw Refusal.conflict("paper-scan", String.join("; ", rolls.labels(vote, bare)));
        }
    }

    /// Lays a pile aside, with a reason: it was opened by mistake or has to be typed anew.
    @Transactional
    public void drop(Actor actor, long id, long batch, String words) {
        Vote vote = forCollector(actor, id);
        Sent.words(words, Ballot.MOST_WORDS);
        if (!store.settle(vote, batch, Ballot.Batch.State.DROPPED, clock.instant())) {
            throw Refusal.conflict("vote-state");
        }
        store.forget(vote, batch);
        tell(actor, vote, "PaperBatchDropped", Map.of("why", words.strip()));
    }

    private void tell(Actor actor, Vote vote, String what, Object fact) {
        journal.append(vote.entry(actor, Right.VOTE_COLLECT, what, fact, clock.instant()));
    }
}
