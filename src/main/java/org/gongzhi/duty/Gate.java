package org.gongzhi.duty;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Rows;
import org.gongzhi.people.Seat;
import org.gongzhi.people.Seats;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The gate through which work from above reaches a community: on what legal basis, who asks, who pays, what it
/// replaces. What is not on the community's list must not be pushed to it without its consent (北京市接诉即办工作条例
/// art. 17).
@Component
public class Gate {

    /// One task at the gate. Money in fen.
    public record Task(
            long community,
            long id,
            String placeCode,
            String title,
            String text,
            String legalBasis,
            boolean onList,
            String askedBy,
            long askerSeat,
            long fundFen,
            String payer,
            String replaces,
            LocalDate dueOn,
            State state,
            String words,
            Instant askedAt,
            @Nullable Instant decidedAt,
            int version) {}

    /// Asked; accepted or refused by the community; a refusal may be appealed once, and is then upheld or not
    /// by the level above. Done, or taken back.
    public enum State {
        ASKED,
        ACCEPTED,
        REFUSED,
        APPEALED,
        UPHELD,
        DONE,
        WITHDRAWN
    }

    /// What somebody wants done.
    public record Wanted(
            String place,
            String title,
            String text,
            String legalBasis,
            boolean onList,
            String askedBy,
            long fundFen,
            String payer,
            String replaces,
            LocalDate dueOn) {}

    /// How much each body pushed down, and what became of it.
    public record Count(String askedBy, long asked, long accepted, long refused, long offList, long fundFen) {}

    /// The body of the journal's rows about tasks.
    record TaskFact(String askedBy, String state, boolean onList, long fundFen) {}

    private static final String COLUMNS =
            "community, id, place_code, title, text, legal_basis, on_list, asked_by, asker_seat, fund_fen, payer,"
                    + " replaces, due_on, state, words, asked_at, decided_at, version";

    private final JdbcClient client;
    private final DutyLog duty;
    private final Places places;
    private final Seats seats;
    private final Ids ids;
    private final Clock clock;

    Gate(JdbcClient client, DutyLog duty, Places places, Seats seats, Ids ids, Clock clock) {
        this.client = client;
        this.duty = duty;
        this.places = places;
        this.seats = seats;
        this.ids = ids;
        this.clock = clock;
    }

    /// Asks a community to do something.
    @Transactional
    public Task ask(Actor actor, Wanted wanted) {
        Place place = places.find(wanted.place).orElseThrow(() -> Refusal.invalid("place"));
        Seat mine = actor.require(Right.TASK_ASK, place.code());
        if (place.kind() != PlaceKind.COMMUNITY) {
            throw Refusal.invalid("task-place");
        }
        require(wanted.title, 100, "task-title");
        require(wanted.legalBasis, 300, "task-basis");
        require(wanted.askedBy, 100, "task-asker");
        require(wanted.payer, 100, "task-payer");
        if (wanted.text.length() > 2000 || wanted.replaces.length() > 300) {
            throw Refusal.invalid("words");
        }
        if (wanted.fundFen < 0) {
            throw Refusal.invalid("task-fund");
        }
        if (wanted.dueOn.isBefore(Clocks.today(clock))) {
            throw Refusal.invalid("day-order");
        }
        var task = new Task(
                place.community(),
                ids.next(),
                place.code(),
                wanted.title.strip(),
                wanted.text.strip(),
                wanted.legalBasis.strip(),
                wanted.onList,
                wanted.askedBy.strip(),
                mine.id(),
                wanted.fundFen,
                wanted.payer.strip(),
                wanted.replaces.strip(),
                wanted.dueOn,
                State.ASKED,
                "",
                clock.instant(),
                null,
                1);
        client.sql("insert into duty.task (" + COLUMNS
                        + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(Arrays.asList(
                        task.community,
                        task.id,
                        task.placeCode,
                        task.title,
                        task.text,
                        task.legalBasis,
                        task.onList,
                        task.askedBy,
                        task.askerSeat,
                        task.fundFen,
                        task.payer,
                        task.replaces,
                        task.dueOn,
                        task.state.name(),
                        "",
                        Timestamp.from(task.askedAt),
                        null,
                        1))
                .update();
        told(task, actor.in(mine), "TaskAsked");
        return task;
    }

    private static void require(String text, int most, String code) {
        if (text.isBlank() || text.length() > most) {
            throw Refusal.invalid(code);
        }
    }

    /// The community accepts or refuses, with reasons.
    @Transactional
    public Task decide(Actor actor, long id, boolean accept, String words) {
        Task task = get(actor, id);
        Seat mine = actor.require(Right.TASK_DECIDE, task.placeCode);
        if (actor.holds(task.askerSeat)) {
            throw Refusal.forbidden("same-person");
        }
        if (!accept) {
            require(words, 500, "words");
        }
        Task decided = move(task, List.of(State.ASKED), accept ? State.ACCEPTED : State.REFUSED, words);
        told(decided, actor.in(mine), accept ? "TaskAccepted" : "TaskRefused");
        return decided;
    }

    /// Whoever asked does not agree with a refusal: the level above decides.
    @Transactional
    public Task appeal(Actor actor, long id, String words) {
        Task task = get(actor, id);
        Seat mine = actor.require(Right.TASK_ASK, task.placeCode);
        require(words, 500, "words");
        Task appealed = move(task, List.of(State.REFUSED), State.APPEALED, words);
        told(appealed, actor.in(mine), "TaskAppealed");
        return appealed;
    }

    /// The level above upholds a refusal or overrules it; never whoever asked.
    @Transactional
    public Task judge(Actor actor, long id, boolean uphold, String words) {
        Task task = get(actor, id);
        Seat mine = actor.require(Right.TASK_JUDGE, task.placeCode);
        if (actor.holds(task.askerSeat)) {
            throw Refusal.forbidden("same-person");
        }
        require(words, 500, "words");
        Task judged = move(task, List.of(State.APPEALED), uphold ? State.UPHELD : State.ACCEPTED, words);
        told(judged, actor.in(mine), uphold ? "TaskUpheld" : "TaskOverruled");
        return judged;
    }

    /// Takes a task back, or says that it is done.
    @Transactional
    public Task end(Actor actor, long id, boolean done, String words) {
        Task task = get(actor, id);
        Seat mine = actor.require(done ? Right.TASK_DECIDE : Right.TASK_ASK, task.placeCode);
        Task ended = done
                ? move(task, List.of(State.ACCEPTED), State.DONE, words)
                : move(task, List.of(State.ASKED, State.ACCEPTED, State.APPEALED), State.WITHDRAWN, words);
        told(ended, actor.in(mine), done ? "TaskDone" : "TaskWithdrawn");
        return ended;
    }

    /// The tasks within a place, the newest first.
    public Rows<Task> within(Actor actor, String placeCode, @Nullable String after, int limit) {
        actor.require(Right.DUTY_READ, placeCode);
        int most = Math.clamp(limit, 1, 100);
        long before = after == null || after.isBlank() ? Long.MAX_VALUE : mark(after);
        var found = client.sql("select " + COLUMNS + " " + """
                         from duty.task where place_code >= ? and place_code < ? and id < ? order by id desc limit ?""")
                .params(placeCode, Place.end(placeCode), before, most + 1)
                .query(Gate::read)
                .list();
        return Rows.cut(found, most, task -> Long.toString(task.id));
    }

    private static long mark(String after) {
        try {
            return Long.parseLong(after);
        } catch (NumberFormatException wrong) {
            throw Refusal.invalid("unreadable");
        }
    }

    /// What was pushed down by whom within a place since a day: the relief of the grassroots, counted.
    public List<Count> counts(Actor actor, String placeCode, LocalDate since) {
        actor.require(Right.DUTY_READ, placeCode);
        return client.sql("""
                        select asked_by, count(*), count(*) filter (where state in ('ACCEPTED', 'DONE')),
                            count(*) filter (where state in ('REFUSED', 'APPEALED', 'UPHELD')),
                            count(*) filter (where not on_list), coalesce(sum(fund_fen), 0)
                        from duty.task where place_code >= ? and place_code < ? and asked_at >= ?
                        group by asked_by order by 2 desc, 1 limit 100""")
                .params(
                        placeCode,
                        Place.end(placeCode),
                        Timestamp.from(since.atStartOfDay(Clocks.ZONE).toInstant()))
                .query((row, _) -> new Count(
                        row.getString(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6)))
                .list();
    }

    /// What the actor can do with a task now, as words of the URL.
    public List<String> acts(Actor actor, Task task) {
        var acts = new ArrayList<String>();
        boolean asker = actor.may(Right.TASK_ASK, task.placeCode);
        boolean own = actor.holds(task.askerSeat);
        if (actor.may(Right.TASK_DECIDE, task.placeCode) && !own) {
            switch (task.state) {
                case ASKED -> acts.addAll(List.of("accept", "refuse"));
                case ACCEPTED -> acts.add("done");
                default -> {}
            }
        }
        if (asker && task.state == State.REFUSED) {
            acts.add("appeal");
        }
        if (actor.may(Right.TASK_JUDGE, task.placeCode) && !own && task.state == State.APPEALED) {
            acts.addAll(List.of("uphold", "overrule"));
        }
        if (asker && List.of(State.ASKED, State.ACCEPTED, State.APPEALED).contains(task.state)) {
            acts.add("withdraw");
        }
        return acts;
    }

    public Task get(Actor actor, long id) {
        Task task = client.sql("select " + COLUMNS + " from duty.task where id = ?")
                .param(id)
                .query(Gate::read)
                .optional()
                .orElseThrow(() -> Refusal.unknown("task"));
        if (!actor.may(Right.DUTY_READ, task.placeCode)) {
            throw Refusal.unknown("task");
        }
        return task;
    }

    private Task move(Task task, List<State> before, State state, String words) {
        if (words.length() > 500) {
            throw Refusal.invalid("words");
        }
        return client.sql("""
                        update duty.task set state = ?, words = ?, decided_at = ?, version = version + 1
                        where community = ? and id = ? and state = any (?) returning\s""" + COLUMNS)
                .params(
                        state.name(),
                        words.strip(),
                        Timestamp.from(clock.instant()),
                        task.community,
                        task.id,
                        before.stream().map(Enum::name).toArray(String[]::new))
                .query(Gate::read)
                .optional()
                .orElseThrow(() -> Refusal.conflict("task-state"));
    }

    private void told(Task task, Entry.Who by, String kind) {
        Seat asker = seats.get(task.askerSeat);
        duty.told(
                new DutyLog.Where(
                        task.community,
                        places.find(task.placeCode).map(Place::id).orElse(asker.place()),
                        task.placeCode),
                by,
                new Entry.Subject("task", task.id),
                kind,
                new TaskFact(task.askedBy, task.state.name(), task.onList, task.fundFen));
    }

    private static Task read(ResultSet row, int number) throws SQLException {
        return new Task(
                row.getLong("community"),
                row.getLong("id"),
                row.getString("place_code"),
                row.getString("title"),
                row.getString("text"),
                row.getString("legal_basis"),
                row.getBoolean("on_list"),
                row.getString("asked_by"),
                row.getLong("asker_seat"),
                row.getLong("fund_fen"),
                row.getString("payer"),
                row.getString("replaces"),
                row.getObject("due_on", LocalDate.class),
                State.valueOf(row.getString("state")),
                row.getString("words"),
                row.getTimestamp("asked_at").toInstant(),
                Clocks.instant(row, "decided_at"),
                row.getInt("version"));
    }
}
