package org.gongzhi.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.ballots.Ballots;
import org.gongzhi.ballots.Roll;
import org.gongzhi.ballots.Rolls;
import org.gongzhi.ballots.Vote;
import org.gongzhi.ballots.VoteCount;
import org.gongzhi.ballots.VoteRules;
import org.gongzhi.ballots.Votes;
import org.gongzhi.kernel.Ids;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Votes of the demonstration estate, through the doors: one whose roll is published for objection, a
/// consultation that is open, and one that closed a moment ago. Time stands while they are cast, or a slow
/// machine would find the short one closed and a quick one still open.
@Component
class DemoVotes {

    private static final int OPEN_BALLOTS = 90;
    private static final int CLOSED_BALLOTS = 160;
    private static final int UNSOLD_EVERY = 40;
    private static final Duration SHORT = Duration.ofSeconds(6);

    private final Votes votes;
    private final Rolls rolls;
    private final Ballots ballots;
    private final Accounts accounts;
    private final Ids ids;
    private final Clock clock;

    DemoVotes(Votes votes, Rolls rolls, Ballots ballots, Accounts accounts, Ids ids, Clock clock) {
        this.votes = votes;
        this.rolls = rolls;
        this.ballots = ballots;
        this.accounts = accounts;
        this.ids = ids;
        this.clock = clock;
    }

    private static Votes.Call call(
            Place estate, String title, String text, Vote.Effect effect, Vote.Question... asked) {
        return new Votes.Call(
                estate.code(),
                title,
                text,
                VoteRules.Electorate.OWNERS,
                effect,
                false,
                true,
                VoteCount.NonResponsePolicy.NOT_PARTICIPATING,
                "",
                List.of(asked),
                null,
                null,
                null);
    }

    private static Vote.Question decision(String title, @Nullable Integer matter) {
        return new Vote.Question(0, Vote.Type.DECISION, matter == null ? "POLL" : "", matter, title, "", List.of(), 1);
    }

    /// Calls them, casts, lets so much time pass as the short one takes, and counts it; returns its id.
    long load(Consumer<Duration> pass, Actor owners, Place estate, List<Place> dwellings, long resident) {
        var owning = owning(resident);
        var lines = lines(dwellings, owning);
        publish(owners, estate, lines);
        long closing = parking(owners, estate, lines, owning);
        shed(owners, estate, lines, owning);
        pass.accept(SHORT);
        votes.decide(owners, closing);
        return closing;
    }

    private void publish(Actor owners, Place estate, List<Roll.Line> lines) {
        long roll = votes.call(
                        owners,
                        call(
                                estate,
                                "选聘物业服务企业与筹集维修资金",
                                "现合同年底到期。请就两个事项表决，名册公示期内可提出异议。",
                                Vote.Effect.BINDING_STATUTORY,
                                decision("是否续聘现物业服务企业三年", 4),
                                decision("是否筹集电梯维修资金", 6)))
                .id();
        rolls.roll(owners, roll, lines);
        votes.publishRoll(owners, roll);
    }

    private long parking(Actor owners, Place estate, List<Roll.Line> lines, List<Long> owning) {
        long closing = open(
                owners,
                call(
                        estate,
                        "小区是否实行夜间错峰停车",
                        "共建单位愿意夜间开放 60 个车位。",
                        Vote.Effect.CONSULTATIVE,
                        decision("是否同意夜间错峰停车", null)),
                lines,
                SHORT);
        cast(
                closing,
                owning.subList(1, CLOSED_BALLOTS),
                number -> number % 5 == 0 ? "DISAGREE" : number % 11 == 0 ? "ABSTAIN" : "AGREE");
        return closing;
    }

    private void shed(Actor owners, Place estate, List<Roll.Line> lines, List<Long> owning) {
        var question = new Vote.Question(
                0, Vote.Type.CHOICE, "POLL", null, "充电棚建在哪里", "", List.of("东门车棚旧址", "8 栋北侧空地", "地下车库入口旁"), 1);
        long open = open(
                owners,
                call(estate, "充电棚建在哪里", "三处都能接电，每户最多选一处。", Vote.Effect.CONSULTATIVE, question),
                lines,
                Duration.ofDays(10));
        cast(open, owning.subList(1, OPEN_BALLOTS), number -> Integer.toString(1 + number % 3));
    }

    private long open(Actor owners, Votes.Call call, List<Roll.Line> lines, Duration length) {
        long id = votes.call(owners, call).id();
        rolls.roll(owners, id, lines);
        votes.publishRoll(owners, id);
        Instant now = clock.instant();
        votes.announce(owners, id, now, now.plus(length));
        return id;
    }

    private static List<Roll.Line> lines(List<Place> dwellings, List<Long> owning) {
        var lines = new ArrayList<Roll.Line>();
        for (Place each : dwellings) {
            int number = lines.size();
            lines.add(new Roll.Line(
                    each.code(),
                    each.code().substring(each.code().indexOf('-') + 1),
                    "buyer " + (number % 25 == 7 ? number - 1 : number),
                    "业主" + number,
                    6_000 + number * 37L % 8_000,
                    number % 9 == 0 ? Roll.Basis.CONTRACT : Roll.Basis.REGISTER,
                    false,
                    number % UNSOLD_EVERY == 3,
                    number < owning.size() ? List.of(owning.get(number)) : List.of()));
        }
        return lines;
    }

    /// The resident, and accounts of other owners that nobody signs in to.
    private List<Long> owning(long resident) {
        var invited = new ArrayList<Accounts.Account>();
        for (int i = 1; i < CLOSED_BALLOTS; i++) {
            long id = ids.next();
            invited.add(new Accounts.Account(id, null, "owner-" + id, "业主" + i, false));
        }
        accounts.invite(invited);
        var all = new ArrayList<>(List.of(resident));
        invited.forEach(each -> all.add(each.id()));
        return all;
    }

    private void cast(long vote, List<Long> owning, IntFunction<String> answer) {
        for (int i = 0; i < owning.size(); i++) {
            long account = owning.get(i);
            ballots.cast(new Actor(account, null, "", List.of()), vote, null, List.of(answer.apply(i)), "demo " + i);
        }
    }
}
