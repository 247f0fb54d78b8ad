package org.gongzhi.demo;

import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.ballots.Ballots;
import org.gongzhi.ballots.Publishing;
import org.gongzhi.ballots.RecountTest;
import org.gongzhi.ballots.Roll;
import org.gongzhi.ballots.Rolls;
import org.gongzhi.ballots.Vote;
import org.gongzhi.ballots.VoteCount;
import org.gongzhi.ballots.VoteRules;
import org.gongzhi.ballots.Votes;
import org.gongzhi.people.Seats;

/// Measures the vote of an estate federation: a million voters cast through the door, then the box is opened
/// and counted. For `bench/run votes`.
class VoteMeasure {

    private static final int HANDS = 256;
    private static final int TRIAL = 60_000;
    private static final long FIRST_ACCOUNT = 5_000_000_000_000_000L;

    private final Votes votes;
    private final Rolls rolls;
    private final Publishing publishing;
    private final Ballots ballots;
    private final Seats seats;
    private final Accounts accounts;
    private final Clock clock;

    VoteMeasure(
            Votes votes,
            Rolls rolls,
            Publishing publishing,
            Ballots ballots,
            Seats seats,
            Accounts accounts,
            Clock clock) {
        this.votes = votes;
        this.rolls = rolls;
        this.publishing = publishing;
        this.ballots = ballots;
        this.seats = seats;
        this.accounts = accounts;
        this.clock = clock;
    }

    void run(int voters) throws Exception {
        var found = accounts.find("officer").orElseThrow();
        var officer =
                new Actor(found.id(), found.person(), found.name(), seats.of(Objects.requireNonNull(found.person())));
        long trial = prepared(officer, TRIAL, Duration.ofHours(1));
        double rate = cast(trial, TRIAL, "first (the JVM learns)");
        var length = Duration.ofSeconds((long) (voters / rate * 1.2) + 15);
        long vote = prepared(officer, voters, length);
        Instant closes = clock.instant().plus(length);
        cast(vote, voters, "measured");
        long left = Duration.between(clock.instant(), closes).toMillis();
        if (left > 0) {
            Thread.sleep(left + 500);
        }
        long begun = System.nanoTime();
        Vote decided = votes.decide(officer, vote);
        System.out.printf(
                "box of %,d ballots opened, counted, hashed and published in %.2f s%n",
                voters, (System.nanoTime() - begun) / 1e9);
        begun = System.nanoTime();
        byte[] box = publishing.published(decided).bytes();
        System.out.printf("box of %,d bytes published in %.2f s%n", box.length, (System.nanoTime() - begun) / 1e9);
        begun = System.nanoTime();
        boolean same = RecountTest.recounted(Files.write(Files.createTempFile("box", ".json"), box), System.out);
        System.out.printf(
                "recount from the published box: %.2f s, %s%n",
                (System.nanoTime() - begun) / 1e9, same ? "same result" : "DIFFERENT RESULT");
    }

    private long prepared(Actor officer, int voters, Duration length) {
        var vote = votes.call(
                officer,
                new Votes.Call(
                        "441900106002",
                        "测量 " + voters,
                        "",
                        VoteRules.Electorate.OWNERS,
                        Vote.Effect.CONSULTATIVE,
                        false,
                        true,
                        VoteCount.NonResponsePolicy.NOT_PARTICIPATING,
                        "",
                        List.of(new Vote.Question(1, Vote.Type.DECISION, "POLL", null, "是否同意", "", List.of(), 1)),
                        null,
                        null,
                        null));
        var lines = new ArrayList<Roll.Line>(voters);
        for (int i = 0; i < voters; i++) {
            lines.add(new Roll.Line(
                    "F-" + i,
                    "",
                    "O" + i,
                    "业主",
                    5_000 + i % 10_000,
                    Roll.Basis.REGISTER,
                    false,
                    false,
                    List.of(FIRST_ACCOUNT + i)));
        }
        long begun = System.nanoTime();
        rolls.roll(officer, vote.id(), lines);
        System.out.printf("roll of %,d voters written in %.1f s%n", voters, (System.nanoTime() - begun) / 1e9);
        votes.publishRoll(officer, vote.id());
        votes.announce(officer, vote.id(), clock.instant(), clock.instant().plus(length));
        return vote.id();
    }

    private double cast(long vote, int voters, String what) throws Exception {
        var work = new ArrayList<Callable<long[]>>();
        for (int hand = 0; hand < HANDS; hand++) {
            int mine = hand;
            work.add(() -> {
                var took = new long[(voters - mine + HANDS - 1) / HANDS];
                int at = 0;
                for (int i = mine; i < voters; i += HANDS) {
                    long account = FIRST_ACCOUNT + i;
                    long begun = System.nanoTime();
                    ballots.cast(
                            new Actor(account, account, "", List.of()),
                            vote,
                            null,
                            List.of(i % 3 == 0 ? "DISAGREE" : "AGREE"),
                            "k");
                    took[at++] = System.nanoTime() - begun;
                }
                return took;
            });
        }
        long begun = System.nanoTime();
        long[] took;
        try (var pool = Executors.newFixedThreadPool(HANDS)) {
            took = pool.invokeAll(work).stream()
                    .flatMapToLong(each -> Arrays.stream(each.resultNow()))
                    .sorted()
                    .toArray();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "%,d ballots accepted in %.1f s: %,.0f a second, p50 %.1f ms, p99 %.1f ms, %d at once, %s%n",
                voters,
                seconds,
                voters / seconds,
                took[took.length / 2] / 1e6,
                took[took.length * 99 / 100] / 1e6,
                HANDS,
                what);
        return voters / seconds;
    }
}
