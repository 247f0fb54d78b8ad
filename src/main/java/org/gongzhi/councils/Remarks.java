package org.gongzhi.councils;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gongzhi.access.Accounts;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.calendar.WorkingCalendar;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Sent;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door of what is said about topics: said online or written down from a meeting, asked and answered in
/// time, taken down with a reason, appealed.
@Component
@Transactional
public class Remarks {

    /// Something said; `question` wants an answer, `offline` was said at a meeting or the door and is written
    /// down by whoever runs councils.
    public record Saying(
            @Nullable String words,
            @Nullable Boolean question,
            @Nullable Boolean offline) {}

    /// A remark as somebody reads it: of what was taken down only its author and moderators see the words. `by`
    /// is the name for moderators alone.
    public record Shown(
            Topic.Remark remark, boolean mine, @Nullable String by, boolean late) {}

    private static final int MOST_WORDS = 2_000;
    private static final int MOST_AT_ONCE = 200;

    private final TopicStore store;
    private final CouncilRules rules;
    private final Convening convening;
    private final Accounts accounts;
    private final WorkingCalendar calendar;
    private final Ids ids;
    private final Clock clock;

    Remarks(
            TopicStore store,
            CouncilRules rules,
            Convening convening,
            Accounts accounts,
            WorkingCalendar calendar,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.rules = rules;
        this.convening = convening;
        this.accounts = accounts;
        this.calendar = calendar;
        this.ids = ids;
        this.clock = clock;
    }

    public long say(Actor actor, long id, Saying saying) {
        Topic topic = convening.readable(actor, store.get(id));
        long account = Convening.account(actor);
        if (!topic.open()) {
            throw Refusal.conflict("topic-stage");
        }
        boolean offline = Boolean.TRUE.equals(saying.offline);
        if (offline) {
            actor.require(Right.COUNCIL_RUN, topic.placeCode());
        }
        boolean question = Boolean.TRUE.equals(saying.question);
        Instant now = clock.instant();
        long remark = ids.next();
        store.say(
                topic,
                new Topic.Remark(
                        remark,
                        account,
                        Sent.words(saying.words, MOST_WORDS),
                        now,
                        offline,
                        question ? calendar.end(now, rules.term("answer")) : null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
        write(actor, topic, question ? "QuestionAsked" : "RemarkMade", remark);
        if (question) {
            convening.tellRunners(
                    topic.community(),
                    topic.placeCode(),
                    "topic-question",
                    List.of(topic.title()),
                    Topics.path(topic),
                    "topic/" + id + "/q" + remark);
        }
        return remark;
    }

    /// Answers a question; whoever asked is told.
    public void answer(Actor actor, long id, long remark, @Nullable String words) {
        Topic topic = forModerator(actor, id);
        if (!store.answer(topic, remark, Sent.words(words, MOST_WORDS), Convening.account(actor), clock.instant())) {
            throw Refusal.conflict("question-answered");
        }
        write(actor, topic, "QuestionAnswered", remark);
        author(topic, remark)
                .ifPresent(
                        account -> tellAuthor(topic, account, "topic-answered", List.of(topic.title()), "a" + remark));
    }

    private java.util.Optional<Long> author(Topic topic, long remark) {
        return store.remarks(topic, remark - 1, 1).stream()
                .filter(each -> each.id() == remark)
                .map(Topic.Remark::account)
                .findFirst();
    }

    /// Takes remarks down with a reason, several at once; their authors are told and may appeal. Returns how
    /// many.
    public int hide(Actor actor, long id, List<Long> remarks, @Nullable String reason) {
        Topic topic = forModerator(actor, id);
        String why = Sent.words(reason, 500);
        if (remarks.isEmpty() || remarks.size() > MOST_AT_ONCE) {
            throw Refusal.invalid("remarks-chosen", MOST_AT_ONCE);
        }
        var authors = store.hide(topic, remarks, why, Convening.account(actor));
        convening.write(
                actor,
                topic.community(),
                topic.place(),
                topic.placeCode(),
                new Entry.Subject("topic", id),
                "RemarksHidden",
                Map.of("remarks", remarks.stream().map(Ids::number).toList()));
        long mark = ids.next();
        authors.stream()
                .distinct()
                .forEach(account ->
                        tellAuthor(topic, account, "remark-hidden", List.of(topic.title(), why), "h" + mark));
        return authors.size();
    }

    /// Whoever's remark was taken down says why it should come back.
    public void appeal(Actor actor, long id, long remark, @Nullable String words) {
        Topic topic = convening.readable(actor, store.get(id));
        if (!store.appeal(topic, remark, Convening.account(actor), Sent.words(words, 1_000))) {
            throw Refusal.conflict("remark-appeal");
        }
        write(actor, topic, "ModerationAppealed", remark);
        convening.tellRunners(
                topic.community(),
                topic.placeCode(),
                "remark-appealed",
                List.of(topic.title()),
                Topics.path(topic),
                "topic/" + id + "/ap" + remark);
    }

    /// Decides an appeal with a reason: `back` puts the remark up again. Somebody else than who took it down.
    public void judge(Actor actor, long id, long remark, boolean back, @Nullable String words) {
        Topic topic = forModerator(actor, id);
        String why = Sent.words(words, 500);
        long author = store.judge(topic, remark, back, why, Convening.account(actor))
                .orElseThrow(() -> Refusal.conflict("remark-judge"));
        write(actor, topic, back ? "RemarkRestored" : "ModerationUpheld", remark);
        tellAuthor(
                topic, author, back ? "remark-restored" : "remark-upheld", List.of(topic.title(), why), "j" + remark);
    }

    /// What was said, in its order, from behind `after`.
    @Transactional(readOnly = true)
    public List<Shown> list(Actor actor, long id, long after, int most) {
        long account = Convening.account(actor);
        Topic topic = convening.readable(actor, store.get(id));
        boolean moderates = actor.may(Right.COUNCIL_RUN, topic.placeCode());
        var rows = store.remarks(topic, after, Math.clamp(most, 1, 500));
        Map<Long, String> names = moderates
                ? accounts.names(rows.stream().map(Topic.Remark::account).collect(Collectors.toSet()))
                : Map.of();
        Instant now = clock.instant();
        var shown = new ArrayList<Shown>();
        for (Topic.Remark row : rows) {
            boolean mine = row.account() == account;
            boolean late = row.dueAt() != null
                    && row.answeredAt() == null
                    && row.dueAt().isBefore(now);
            shown.add(new Shown(
                    mine || moderates ? row : row.hidden() == null ? row.unnamed() : without(row),
                    mine,
                    names.get(row.account()),
                    late));
        }
        return shown;
    }

    /// The same without its words: only the reason is left. Nobody learns from the answer what was asked.
    private static Topic.Remark without(Topic.Remark row) {
        return new Topic.Remark(
                row.id(), 0, "", row.at(), row.offline(), null, null, null, row.hidden(), null, null, null);
    }

    /// Tells those who run councils of questions that nobody answered in time, once a day; returns how many
    /// topics that were.
    public int chase() {
        var late = store.unanswered(clock.instant(), 200);
        var day = org.gongzhi.kernel.Clocks.today(clock);
        store.all(Set.copyOf(late.keySet()))
                .values()
                .forEach(topic -> convening.tellRunners(
                        topic.community(),
                        topic.placeCode(),
                        "topic-unanswered",
                        List.of(topic.title(), String.valueOf(late.get(topic.id()))),
                        Topics.path(topic),
                        "topic/" + topic.id() + "/un" + day));
        return late.size();
    }

    private Topic forModerator(Actor actor, long id) {
        Topic topic = convening.readable(actor, store.get(id));
        actor.require(Right.COUNCIL_RUN, topic.placeCode());
        return topic;
    }

    private void tellAuthor(Topic topic, long account, String template, List<String> parts, String mark) {
        convening.tell(
                topic.community(),
                List.of(account),
                template,
                parts,
                Topics.path(topic),
                "topic/" + topic.id() + "/" + mark);
    }

    private void write(Actor actor, Topic topic, String what, long remark) {
        convening.write(
                actor,
                topic.community(),
                topic.place(),
                topic.placeCode(),
                new Entry.Subject("remark", remark),
                what,
                Map.of("topic", Ids.number(topic.id())));
    }
}
