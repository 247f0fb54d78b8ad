package org.gongzhi.inspections;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.journal.Journal;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Tables;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// The checklists in all versions. What ships is version 1; a change makes the next, and whatever began with
/// an older one keeps it.
@Component
public class Checklists {

    private static final int MOST_ITEMS = 60;

    private final JdbcClient client;
    private final JsonMapper json;
    private final Journal journal;
    private final Clock clock;

    Checklists(JdbcClient client, JsonMapper json, Journal journal, Clock clock) {
        this.client = client;
        this.json = json;
        this.journal = journal;
        this.clock = clock;
        seed();
    }

    private void seed() {
        var lists = new LinkedHashMap<String, List<Tables.Row>>();
        for (var row : Tables.read("inspections/checklists.csv")) {
            lists.computeIfAbsent(row.get("checklist"), _ -> new ArrayList<>()).add(row);
        }
        lists.forEach((code, rows) -> insert(
                new Checklist(
                        code,
                        1,
                        rows.getFirst().get("list_zh"),
                        rows.getFirst().get("list_en"),
                        rows.stream().map(Checklists::item).toList(),
                        true),
                null,
                ""));
    }

    private static Checklist.Item item(Tables.Row row) {
        return new Checklist.Item(
                row.get("item"),
                row.get("zh"),
                row.get("en"),
                Checklist.Type.valueOf(row.get("type")),
                Hazard.Level.valueOf(row.get("level")),
                row.get("least").isEmpty() ? null : Double.valueOf(row.get("least")),
                row.get("most").isEmpty() ? null : Double.valueOf(row.get("most")),
                row.get("source"));
    }

    private boolean insert(Checklist list, @Nullable Long account, String words) {
        return client.sql("""
                                insert into inspections.checklist (code, version, zh, en, items, in_use, account, words,
                                    since)
                                values (?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?) on conflict do nothing""")
                        .params(Arrays.asList(
                                list.code(),
                                list.version(),
                                list.chinese(),
                                list.english(),
                                json.writeValueAsString(list.items()),
                                list.inUse(),
                                account,
                                words,
                                Timestamp.from(clock.instant())))
                        .update()
                == 1;
    }

    /// The newest version of each.
    public List<Checklist> all() {
        return client.sql("""
                        select distinct on (code) * from inspections.checklist order by code, version desc""").query(this::read).list();
    }

    /// One version.
    public Checklist get(String code, int version) {
        return client.sql("select * from inspections.checklist where code = ? and version = ?")
                .params(code, version)
                .query(this::read)
                .optional()
                .orElseThrow(() -> Refusal.unknown("checklist"));
    }

    /// The newest version.
    public Checklist newest(String code) {
        return client.sql("select * from inspections.checklist where code = ? order by version desc limit 1")
                .param(code)
                .query(this::read)
                .optional()
                .orElseThrow(() -> Refusal.unknown("checklist"));
    }

    /// The newest versions by code: what a campaign that begins keeps.
    Map<String, Integer> versions() {
        var found = new LinkedHashMap<String, Integer>();
        all().forEach(list -> found.put(list.code(), list.version()));
        return found;
    }

    private Checklist read(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Checklist(
                row.getString("code"),
                row.getInt("version"),
                row.getString("zh"),
                row.getString("en"),
                List.of(json.readValue(row.getString("items"), Checklist.Item[].class)),
                row.getBoolean("in_use"));
    }

    /// Makes the next version, or the first of a new one; `seen` is the version the editor looked at.
    @Transactional
    public Checklist define(Actor actor, Checklist wanted, int seen, String words) {
        var seat = actor.seats().stream()
                .filter(each -> Actor.of(each).may(Right.INSPECT_MANAGE))
                .findFirst()
                .orElseThrow(() -> actor.signedIn() ? Refusal.forbidden("not-allowed") : Refusal.signIn("sign-in"));
        if (words.isBlank()) {
            throw Refusal.invalid("words");
        }
        long names =
                wanted.items().stream().map(Checklist.Item::item).distinct().count();
        if (!wanted.code().matches("[A-Z][A-Z0-9_]{1,29}")
                || wanted.chinese().isBlank()
                || wanted.items().isEmpty()
                || wanted.items().size() > MOST_ITEMS
                || names != wanted.items().size()
                || wanted.items().stream()
                        .anyMatch(item -> !item.item().matches("[a-z][a-z0-9_]{0,19}")
                                || item.chinese().isBlank()
                                || item.least() != null && item.most() != null && item.least() > item.most())) {
            throw Refusal.invalid("checklist-items", MOST_ITEMS);
        }
        int last = all().stream()
                .filter(list -> list.code().equals(wanted.code()))
                .mapToInt(Checklist::version)
                .findFirst()
                .orElse(0);
        var next = new Checklist(
                wanted.code(), last + 1, wanted.chinese(), wanted.english(), wanted.items(), wanted.inUse());
        if (seen != last || !insert(next, actor.account(), words)) {
            throw Refusal.conflict("changed-meanwhile");
        }
        record Changed(String code, int version, String words) {}
        journal.append(new Entry(
                new Entry.Where(seat.community(), seat.place()),
                actor.in(seat),
                new Entry.Subject("checklist", last + 1),
                "ChecklistChanged",
                new Changed(next.code(), next.version(), words),
                clock.instant()));
        return next;
    }
}
