package org.gongzhi.ballots;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.files.Photos;
import org.gongzhi.journal.Entry;
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

    /// A ballot that somebody of the vote's people takes in. `unit` is the code on the paper ballot; at the door
    /// two go, `second` is the username of the other; `proof` is a photo of the signature.
    public record Taken(
            @Nullable String unit,
            Ballot.@Nullable Channel channel,
            List<String> answers,
            @Nullable String second,
            @Nullable String proof) {

        public Taken {
            answers = Objects.requireNonNullElse(answers, List.of());
        }
    }

    private static final int ROWS = 200;
    private static final Duration FRESH = Duration.ofSeconds(2);

    private record Kept(Vote vote, Instant until) {}

    private final Map<Long, Kept> recent = new ConcurrentHashMap<>();

    private final VoteStore votes;
    private final RollStore rolls;
    private final BallotStore store;
    private final Casting casting;
    private final Votes door;
    private final VoteDesk desk;
    private final Accounts accounts;
    private final Photos photos;
    private final Journal journal;
    private final Ids ids;
    private final Clock clock;

    Ballots(
            VoteStore votes,
            RollStore rolls,
            BallotStore store,
            Casting casting,
            Votes door,
            VoteDesk desk,
            Accounts accounts,
            Photos photos,
            Journal journal,
            Ids ids,
            Clock clock) {
        this.votes = votes;
        this.rolls = rolls;
        this.store = store;
        this.casting = casting;
        this.door = door;
        this.desk = desk;
        this.accounts = accounts;
        this.photos = photos;
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
        return casting.cast(new Casting.Order(
                vote,
                chosen.voter(),
                Ballot.Channel.PHONE,
                actor.in(null),
                null,
                chosen.proxy(),
                answers,
                null,
                key == null ? null : account + ":" + key,
                false));
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
    private static void requireHere(Vote vote) {
        if (vote.effect() == Vote.Effect.RECORDED_FROM_OFFICIAL_SYSTEM) {
            throw Refusal.conflict("vote-official-record");
        }
    }

    /// Takes in a ballot on the spot, at the door, by mail or video. At the door two go; there, and wherever the
    /// vote is binding, a photo shows the signature or the letter. The voter is told.
    public Ballot.Receipt take(Actor actor, long id, Taken taken, @Nullable String key) {
        Vote vote = forCollector(actor, id);
        requireHere(vote);
        var unit = unit(vote, taken.unit);
        var channel = Objects.requireNonNullElse(taken.channel, Ballot.Channel.TABLET);
        if (channel == Ballot.Channel.PHONE || channel == Ballot.Channel.PAPER) {
            throw Refusal.invalid("ballot-channel");
        }
        Long second = null;
        if (taken.second != null && !taken.second.isBlank()) {
            second = accounts.find(taken.second.strip())
                    .orElseThrow(() -> Refusal.unknown("account"))
                    .id();
        }
        if (channel == Ballot.Channel.DOOR && (second == null || Objects.equals(second, actor.account()))) {
            throw Refusal.invalid("ballot-second");
        }
        String proof = taken.proof == null || taken.proof.isBlank() ? null : taken.proof;
        if (proof == null && (channel == Ballot.Channel.DOOR || vote.effect() == Vote.Effect.BINDING_STATUTORY)) {
            throw Refusal.invalid("ballot-proof");
        }
        if (proof != null) {
            photos.claim(List.of(proof));
        }
        var receipt = casting.cast(new Casting.Order(
                vote,
                rolls.voter(vote, unit.voter()),
                channel,
                actor.in(actor.seatFor(Right.VOTE_COLLECT, vote.placeCode()).orElse(null)),
                second,
                null,
                taken.answers,
                proof,
                key == null ? null : account(actor) + ":" + key,
                false));
        door.taken(vote, List.of(unit.voter()), "taken" + unit.voter() + "/" + receipt.n());
        return receipt;
    }

    private Vote forCollector(Actor actor, long id) {
        Vote vote = votes.get(id);
        actor.require(Right.VOTE_COLLECT, vote.placeCode());
        return vote;
    }

    private Roll.Unit unit(Vote vote, @Nullable String code) {
        String wanted = code == null ? "" : code.replaceAll("[^A-Za-z0-9]", "").toUpperCase(java.util.Locale.ROOT);
        return rolls.unit(vote, wanted).orElseThrow(() -> Refusal.unknown("vote-unit"));
    }

    // --- proxies

    /// Lets another account vote for one's own voter, in writing; one at a time, and not more for one holder
    /// than local policy allows.
    @Transactional
    public void authorize(Actor actor, long id, int voter, String username, String words, @Nullable String proof) {
        Vote vote = desk.readable(actor, id);
        if (vote.state() != Vote.State.ROLL_PUBLISHED && vote.state() != Vote.State.ANNOUNCED) {
            throw Refusal.conflict("vote-state");
        }
        boolean own = rolls.own(vote, voter, account(actor));
        if (!own && !(actor.may(Right.VOTE_COLLECT, vote.placeCode()) && proof != null && !proof.isBlank())) {
            throw Refusal.forbidden("vote-proxy-own");
        }
        var holder = accounts.find(username.strip()).orElseThrow(() -> Refusal.unknown("account"));
        if (holder.id() == account(actor)) {
            throw Refusal.forbidden("vote-proxy-self");
        }
        if (vote.proxies() > 0 && store.held(vote, holder.id()) >= vote.proxies()) {
            throw Refusal.conflict("vote-proxies-many", vote.proxies());
        }
        if (proof != null && !proof.isBlank()) {
            photos.claim(List.of(proof));
        }
        var proxy = new Ballot.Proxy(ids.next(), voter, holder.id(), words.strip(), clock.instant(), null);
        if (!store.authorize(vote, proxy, proof == null || proof.isBlank() ? null : proof)) {
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
    public void sweep(Actor actor, long id, String code, Roll.Sweep sweep, @Nullable String proof) {
        Vote vote = forCollector(actor, id);
        var unit = unit(vote, code);
        if (vote.state() != Vote.State.ANNOUNCED) {
            throw Refusal.conflict("vote-state");
        }
        String photo = proof == null || proof.isBlank() ? null : proof;
        if (sweep == Roll.Sweep.DELIVERED
                && photo == null
                && vote.nonResponse() == VoteCount.NonResponsePolicy.COUNT_WITH_MAJORITY) {
            throw Refusal.invalid("ballot-proof");
        }
        if (photo != null) {
            photos.claim(List.of(photo));
        }
        rolls.sweep(vote, unit.id(), sweep, account(actor), photo, clock.instant());
    }

    /// The unit behind a paper ballot's code, for whoever collects.
    @Transactional(readOnly = true)
    public Roll.Unit unit(Actor actor, long id, String code) {
        return unit(forCollector(actor, id), code);
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
    public void sheet(Actor actor, long id, long batch, String code, List<String> answers) {
        Vote vote = forCollector(actor, id);
        Ballot.requireAnswers(vote, answers);
        int voter = unit(vote, code).voter();
        store.sheet(vote, batch, side(actor, vote, batch), voter, Ballot.text(answers));
    }

    @Transactional
    public void unsheet(Actor actor, long id, long batch, String code) {
        Vote vote = forCollector(actor, id);
        store.unsheet(vote, batch, side(actor, vote, batch), unit(vote, code).voter());
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
            var typed =
                    row.state() == Ballot.Batch.State.OPEN ? store.sheets(vote, row.id()) : Map.<Integer, String[]>of();
            found.add(new Ballot.Batch(
                    row.id(),
                    row.name(),
                    row.sheets(),
                    row.state(),
                    row.first(),
                    row.second(),
                    (int) typed.values().stream()
                            .filter(each -> !each[0].isEmpty())
                            .count(),
                    (int) typed.values().stream()
                            .filter(each -> !each[1].isEmpty())
                            .count(),
                    row.second() == null ? List.of() : different(vote, typed),
                    row.openedAt()));
        }
        return found;
    }

    private List<String> different(Vote vote, Map<Integer, String[]> typed) {
        return rolls.labels(
                vote,
                typed.entrySet().stream()
                        .filter(each -> !each.getValue()[0].equals(each.getValue()[1]))
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
        if (typed.values().stream().anyMatch(each -> !each[0].equals(each[1]))) {
            throw Refusal.conflict("paper-different");
        }
        Instant now = clock.instant();
        boolean late = vote.phase(now) == Vote.Phase.CLOSED;
        // paper typed after the close cannot be newer than what came in before it
        if (late || !vote.replaceable()) {
            var voted = store.voted(vote, typed.keySet());
            if (!voted.isEmpty()) {
                throw Refusal.conflict("paper-voted", String.join("; ", rolls.labels(vote, voted)));
            }
        }
        if (!store.settle(vote, batch, Ballot.Batch.State.AGREED, now)) {
            throw Refusal.conflict("vote-state");
        }
        var voters = rolls.voters(
                vote, typed.keySet().stream().mapToInt(Integer::intValue).toArray());
        casting.castAll(voters.stream()
                .map(voter -> new Casting.Order(
                        vote,
                        voter,
                        Ballot.Channel.PAPER,
                        new Entry.Who(row.first(), null),
                        row.second(),
                        null,
                        Ballot.answers(Objects.requireNonNull(typed.get(voter.id()))[0]),
                        null,
                        "paper " + batch + " " + voter.id(),
                        late))
                .toList());
        door.taken(vote, typed.keySet(), "paper" + batch);
        tell(actor, vote, "PaperBatchAgreed", Map.of("sheets", row.sheets()));
        return row.sheets();
    }

    /// Lays a pile aside, with a reason: it was opened by mistake or has to be typed anew.
    @Transactional
    public void drop(Actor actor, long id, long batch, String words) {
        Vote vote = forCollector(actor, id);
        Sent.words(words, Ballot.MOST_WORDS);
        if (!store.settle(vote, batch, Ballot.Batch.State.DROPPED, clock.instant())) {
            throw Refusal.conflict("vote-state");
        }
        tell(actor, vote, "PaperBatchDropped", Map.of("why", words.strip()));
    }

    private void tell(Actor actor, Vote vote, String what, Object fact) {
        journal.append(vote.entry(actor, Right.VOTE_COLLECT, what, fact, clock.instant()));
    }
}
