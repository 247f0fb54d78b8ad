package org.gongzhi.ballots;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.journal.Written;
import org.gongzhi.kernel.Gather;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.people.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Takes ballots in, those that arrive together with one transaction. What decides who voted once is the key of
/// `ballots.ballot`; what is answered is durable.
@Component
class Casting implements DisposableBean {

    private static final int WRITERS = 2;
    private static final int MOST = 512;
    private static final int CODE = 20;

    /// A ballot on its way in. `late` may come in after the close: paper that was
    /// handed in before, and whoever had a ballot struck.
    record Order(
            Vote vote,
            Roll.Voter voter,
            Ballot.Channel channel,
            Entry.Who who,
            @Nullable Long second,
            @Nullable Long proxy,
            List<String> answers,
            @Nullable String proof,
            @Nullable String key,
            boolean late) {

        Order typedLate() {
            return new Order(vote, voter, channel, who, second, proxy, answers, proof, key, true);
        }
    }

    private record Ready(Order order, String code, BallotStore.Cast cast) {}

    private record Answer(
            Ballot.@Nullable Receipt receipt,
            @Nullable Refusal refusal,
            @Nullable Written written) {

        static Answer refused(String code) {
            return new Answer(null, Refusal.conflict(code), null);
        }

        Answer with(Written row) {
            return new Answer(receipt, refusal, row);
        }
    }

    /// A row for the journal and whose command in the batch it tells of.
    private record Told(int command, Entry entry) {}

    /// The journal's words: that somebody voted and how it came in, never what.
    record BallotCast(Ballot.Channel channel, boolean again) {}

    private final BallotStore store;
    private final Journal journal;
    private final Sealed sealed;
    private final Clock clock;
    private final Gather<Ready, Answer> gather;

    Casting(BallotStore store, Journal journal, Sealed sealed, TransactionTemplate transaction, Clock clock) {
        this.store = store;
        this.journal = journal;
        this.sealed = sealed;
        this.clock = clock;
        this.gather = new Gather<>(
                "ballots", WRITERS, MOST, batch -> Objects.requireNonNull(transaction.execute(_ -> write(batch))));
    }

    Ballot.Receipt cast(Order order) {
        Answer answer = gather.submit(ready(order));
        if (answer.refusal != null) {
            throw answer.refusal;
        }
        if (answer.written != null) {
            journal.hand(List.of(answer.written));
        }
        return Objects.requireNonNull(answer.receipt);
    }

    /// Writes some at once, in the transaction around it.
    List<Ballot.Receipt> castAll(List<Order> orders) {
        var receipts = new ArrayList<Ballot.Receipt>();
        for (int from = 0; from < orders.size(); from += MOST) {
            var answers = write(orders.subList(from, Math.min(orders.size(), from + MOST)).stream()
                    .map(this::ready)
                    .toList());
            for (Answer answer : answers) {
                if (answer.refusal != null) {
                    throw answer.refusal;
                }
                receipts.add(Objects.requireNonNull(answer.receipt));
            }
        }
        return receipts;
    }

    /// Whether this command has cast the ballot of a voter before.
    boolean commanded(Vote vote, Roll.Voter voter, String key) {
        return store.commanded(vote, voter.id(), key);
    }

    boolean voted(Vote vote, Roll.Voter voter) {
        return store.trace(vote, voter.id()).isPresent();
    }

    private Ready ready(Order order) {
        Ballot.requireAnswers(order.vote, order.answers);
        String key =
                order.key == null || order.key.isBlank() ? UUID.randomUUID().toString() : order.key;
        String code = code(order, key);
        return new Ready(
                order,
                code,
                new BallotStore.Cast(
                        order.voter.id(),
                        order.voter.area(),
                        order.voter.counts(),
                        order.channel,
                        order.who.account(),
                        order.second,
                        order.proxy,
                        Ballot.text(order.answers),
                        HexFormat.of().parseHex(hash(code)),
                        order.proof,
                        key));
    }

    /// What stands in the box for a code.
    static String hash(String code) {
        return Secrets.sha256(code.replaceAll("[^A-Z0-9]", "").getBytes(StandardCharsets.UTF_8));
    }

    /// In open votes the same command has the same code, so that a repetition answers the same. In secret ones
    /// the code is random: nobody, not even the program, can work out whose it is.
    private String code(Order order, String key) {
        byte[] bytes = order.vote.secret()
                ? Secrets.random(CODE)
                : sealed.hash("receipt " + order.vote.id() + " " + order.voter.id() + " " + key);
        return Secrets.readable(Arrays.copyOf(bytes, CODE)).replaceAll(".{5}(?=.)", "$0-");
    }

    private List<Answer> write(List<Ready> batch) {
        Instant now = clock.instant();
        var answers = new ArrayList<@Nullable Answer>(java.util.Collections.nCopies(batch.size(), null));
        Map<Long, List<Integer>> byVote = new LinkedHashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            byVote.computeIfAbsent(batch.get(i).order.vote.id(), _ -> new ArrayList<>())
                    .add(i);
        }
        var told = new ArrayList<Told>();
        for (List<Integer> group : byVote.values()) {
            Vote vote = batch.get(group.getFirst()).order.vote;
            boolean late = group.stream().allMatch(i -> batch.get(i).order.late);
            if (!store.hold(vote, late, now)) {
                group.forEach(i -> answers.set(i, Answer.refused("vote-not-open")));
                continue;
            }
            while (!group.isEmpty()) {
                group = wave(batch, vote, group, answers, told, now);
            }
        }
        var rows = journal.append(told.stream().map(Told::entry).toList());
        for (int i = 0; i < rows.size(); i++) {
            int command = told.get(i).command;
            answers.set(command, Objects.requireNonNull(answers.get(command)).with(rows.get(i)));
        }
        return answers.stream().map(Objects::requireNonNull).toList();
    }

    /// Writes the first ballot of each voter in `group`; what is left of the same voters comes back.
    private List<Integer> wave(
            List<Ready> batch,
            Vote vote,
            List<Integer> group,
            List<@Nullable Answer> answers,
            List<Told> told,
            Instant now) {
        Map<Integer, Integer> first = new HashMap<>();
        var left = new ArrayList<Integer>();
        for (int i : group) {
            if (first.putIfAbsent(batch.get(i).order.voter.id(), i) != null) {
                left.add(i);
            }
        }
        var order = first.values().stream()
                .sorted(java.util.Comparator.comparing(
                        i -> batch.get(i).order.voter.id()))
                .toList();
        var written =
                store.write(vote, order.stream().map(i -> batch.get(i).cast).toList(), now);
        for (int i : order) {
            Ready each = batch.get(i);
            var done = written.get(each.order.voter.id());
            if (done == null) {
                answers.set(i, Answer.refused("vote-cast-already"));
                continue;
            }
            boolean lost = vote.secret() && done.again();
            answers.set(
                    i,
                    new Answer(
                            new Ballot.Receipt(
                                    Ids.number(vote.id()),
                                    lost ? "" : each.code,
                                    vote.secret() ? "" : each.order.voter.pseudonym(),
                                    now,
                                    done.n()),
                            null,
                            null));
            told.add(new Told(
                    i,
                    new Entry(
                            new Entry.Where(vote.community(), vote.place()),
                            vote.secret() ? Entry.Who.NOBODY : each.order.who,
                            new Entry.Subject("ballot", vote.id()),
                            "BallotCast",
                            new BallotCast(each.order.channel, done.again()),
                            now)));
        }
        return left;
    }

    @Override
    public void destroy() {
        gather.close();
    }
}
