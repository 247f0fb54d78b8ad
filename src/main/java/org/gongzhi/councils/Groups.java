package org.gongzhi.councils;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.calendar.WorkingCalendar;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Sent;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door of discussion groups on other platforms (WeChat, QQ …): which there are, who moderates them, and the
/// questions asked there, each answered within the term. Nothing is read from the platforms: a moderator writes
/// down what needs an answer.
@Component
@Transactional
public class Groups {

    public enum Platform {
        WECHAT,
        QQ,
        DINGTALK,
        OTHER
    }

    /// A group; `moderators` are accounts, `open` and `late` count its questions without an answer,
    /// `answered` and `inTime` those with one.
    public record Group(
            long community,
            long id,
            long place,
            String placeCode,
            Platform platform,
            String name,
            String purpose,
            int members,
            Instant countedAt,
            @Nullable Instant endedAt,
            List<Long> moderators,
            int open,
            int late,
            int answered,
            int inTime) {}

    /// A question asked in a group; `topic` is what it became.
    public record Question(
            long id,
            String words,
            Instant askedAt,
            Instant dueAt,
            String answer,
            @Nullable Instant answeredAt,
            @Nullable Long topic,
            boolean late) {}

    /// A group as it is entered; `moderators` are names of accounts.
    public record Registering(
            @Nullable String place,
            @Nullable Platform platform,
            @Nullable String name,
            @Nullable String purpose,
            @Nullable Integer members,
            @Nullable List<String> moderators) {}

    private static final int MOST_MEMBERS = 100_000;
    private static final int MOST_MODERATORS = 10;

    private final GroupStore store;
    private final Topics topics;
    private final CouncilRules rules;
    private final Convening convening;
    private final Accounts accounts;
    private final WorkingCalendar calendar;
    private final Ids ids;
    private final Clock clock;

    Groups(
            GroupStore store,
            Topics topics,
            CouncilRules rules,
            Convening convening,
            Accounts accounts,
            WorkingCalendar calendar,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.topics = topics;
        this.rules = rules;
        this.convening = convening;
        this.accounts = accounts;
        this.calendar = calendar;
        this.ids = ids;
        this.clock = clock;
    }

    /// Enters a group; it has at least one moderator.
    public long register(Actor actor, Registering registering) {
        Place place = convening.deliberating(registering.place);
        actor.require(Right.COUNCIL_RUN, place.code());
        String name = Sent.line(registering.name);
        int members = requireMembers(registering.members);
        if (name.isEmpty()
                || name.length() > 100
                || Sent.line(registering.purpose).length() > 300
                || registering.platform == null) {
            throw Refusal.invalid("group-name");
        }
        var moderators = moderators(registering.moderators);
        long id = ids.next();
        var group = new Group(
                place.community(),
                id,
                place.id(),
                place.code(),
                registering.platform,
                name,
                Sent.line(registering.purpose),
                members,
                clock.instant(),
                null,
                List.of(),
                0,
                0,
                0,
                0);
        try {
            store.insert(group);
        } catch (DuplicateKeyException twice) {
            throw Refusal.conflict("group-known");
        }
        store.moderators(group, moderators, clock.instant());
        write(actor, group, "GroupRegistered", Map.of("platform", registering.platform));
        return id;
    }

    private List<Long> moderators(@Nullable List<String> names) {
        var found = Objects.requireNonNullElse(names, List.<String>of()).stream()
                .filter(name -> !name.isBlank())
                .map(name -> accounts.find(name)
                        .orElseThrow(() -> Refusal.invalid("council-username"))
                        .id())
                .distinct()
                .toList();
        if (found.isEmpty() || found.size() > MOST_MODERATORS) {
            throw Refusal.invalid("group-moderators", MOST_MODERATORS);
        }
        return found;
    }

    private static int requireMembers(@Nullable Integer members) {
        if (members == null || members < 0 || members > MOST_MEMBERS) {
            throw Refusal.invalid("group-members", MOST_MEMBERS);
        }
        return members;
    }

    /// Counts its members anew, and hands it to other moderators when any are named.
    public void keep(Actor actor, long id, @Nullable Integer members, @Nullable List<String> moderators) {
        Group group = forModerator(actor, id);
        int counted = requireMembers(members);
        boolean others = moderators != null && moderators.stream().anyMatch(name -> !name.isBlank());
        store.count(group, counted, clock.instant());
        if (others) {
            actor.require(Right.COUNCIL_RUN, group.placeCode());
            store.moderators(group, moderators(moderators), clock.instant());
        }
        write(actor, group, "GroupKept", Map.of("members", counted));
    }

    /// It does not exist any more. Its questions have to be answered first.
    public void end(Actor actor, long id) {
        Group group = forModerator(actor, id);
        actor.require(Right.COUNCIL_RUN, group.placeCode());
        if (group.open() > 0) {
            throw Refusal.conflict("group-questions-open");
        }
        store.end(group, clock.instant());
        write(actor, group, "GroupEnded", Map.of());
    }

    /// Writes a question down, without names; from `askedAt` (now when empty) the term for its answer runs.
    public long ask(Actor actor, long id, @Nullable String words, @Nullable Instant askedAt) {
        Group group = forModerator(actor, id);
        Instant now = clock.instant();
        Instant asked = askedAt == null ? now : askedAt;
        if (asked.isAfter(now) || asked.isBefore(now.minus(java.time.Duration.ofDays(31)))) {
            throw Refusal.invalid("group-asked");
        }
        long question = ids.next();
        Instant due = calendar.end(asked, rules.term("answer"));
        store.ask(group, new Question(question, Sent.words(words, 2_000), asked, due, "", null, null, false));
        write(actor, group, "GroupQuestion", Map.of("question", Ids.number(question)));
        return question;
    }

    /// Answers a question: the words that were written into the group.
    public void answer(Actor actor, long id, long question, @Nullable String words) {
        Group group = forModerator(actor, id);
        if (!store.answer(group, question, Sent.words(words, 2_000), Convening.account(actor), clock.instant())) {
            throw Refusal.conflict("question-answered");
        }
        write(actor, group, "GroupAnswered", Map.of("question", Ids.number(question)));
    }

    /// What was asked becomes a topic, without being typed again.
    public Topic raise(Actor actor, long id, long question, @Nullable String title) {
        Group group = forModerator(actor, id);
        var asked = store.question(group, question).orElseThrow(() -> Refusal.unknown("group-question"));
        if (asked.topic() != null) {
            throw Refusal.conflict("topic-source-taken");
        }
        Topic topic = topics.raise(
                actor,
                new Topics.Raising(
                        group.placeCode(), title, asked.words(), Topic.Source.RESIDENT, null, null, false, false));
        if (!store.became(group, question, topic.id())) {
            throw Refusal.conflict("topic-source-taken");
        }
        return topic;
    }

    /// Groups at a place, or where somebody has a seat or moderates; the newest first.
    @Transactional(readOnly = true)
    public List<Group> list(Actor actor, @Nullable String place, @Nullable Long before, int most) {
        return store.list(
                convening.reading(actor, place),
                place == null || place.isBlank() ? actor.account() : null,
                before == null ? Long.MAX_VALUE : before,
                clock.instant(),
                Math.clamp(most, 1, 200));
    }

    /// A group and its questions, the newest first: for its moderators and those who run councils there.
    public record View(Group group, List<Question> questions, boolean runs) {}

    @Transactional(readOnly = true)
    public View view(Actor actor, long id) {
        Group group = forModerator(actor, id);
        return new View(
                group, store.questions(group, clock.instant(), 200), actor.may(Right.COUNCIL_RUN, group.placeCode()));
    }

    /// Tells moderators of groups whose questions are late, once a day; returns how many groups.
    public int chase() {
        var late = store.late(clock.instant(), 200);
        var day = Clocks.today(clock);
        for (var each : late) {
            convening.tell(
                    each.community(),
                    each.moderators(),
                    "group-late",
                    List.of(each.name(), Integer.toString(each.questions())),
                    "/groups/" + Ids.number(each.group()),
                    "group/" + each.group() + "/late" + day);
        }
        return late.size();
    }

    private Group forModerator(Actor actor, long id) {
        Group group = store.get(id, clock.instant());
        if (!store.moderates(group, Convening.account(actor))) {
            convening.requireRunner(actor, group.placeCode(), "group");
        }
        if (group.endedAt() != null) {
            throw Refusal.conflict("group-over");
        }
        return group;
    }

    private void write(Actor actor, Group group, String what, Object fact) {
        convening.write(
                actor,
                group.community(),
                group.place(),
                group.placeCode(),
                new Entry.Subject("discussion-group", group.id()),
                what,
                fact);
    }
}
