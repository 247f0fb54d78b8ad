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
import org.gongzhi.journal.Tail;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Tables;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Inherited;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/// The checklists in all versions. What ships is version 1 and in force everywhere; a change makes the next,
/// in force in the place of whoever made it and below, and whatever began with an older one keeps it.
@Component
public class Checklists {

    private static final int MOST_ITEMS = 60;

    /// A version and the place in which it is in force, everywhere when that is empty; one that `inherits`
    /// gives the place back to the list above.
    public record Version(Checklist list, String place, boolean inherits) {}

    private record Known(Map<String, Checklist> versions, Inherited<Version> rules) {}

    private final JdbcClient client;
    private final JsonMapper json;
    private final Journal journal;
    private final Clock clock;
    private volatile Known known;

    Checklists(JdbcClient client, JsonMapper json, Journal journal, Tail tail, Clock clock) {
        this.client = client;
        this.json = json;
        this.journal = journal;
        this.clock = clock;
        seed();
        this.known = load();
        tail.listen(entries -> {
            if (entries.stream().anyMatch(entry -> entry.kind().equals("ChecklistChanged"))) {
                this.known = load();
            }
        });
    }

    private Known load() {
        var all = rows();
        var versions = new LinkedHashMap<String, Checklist>();
        all.forEach(each -> versions.put(key(each.list().code(), each.list().version()), each.list()));
        return new Known(
                versions,
                Inherited.of(
                        all, each -> new Inherited.Row<>(each.list().code(), each.place(), each.inherits(), each)));
    }

    private static String key(String code, int version) {
        return code + " " + version;
    }

    /// What is in force at a place; everywhere without one.
    public List<Version> at(String placeCode) {
        return List.copyOf(known.rules.at(placeCode).values());
    }

    /// The places that have lists of their own.
    public java.util.Set<String> places() {
        return known.rules.own().keySet();
    }

    /// One version.
    public Checklist get(String code, int version) {
        Checklist list = known.versions.get(key(code, version));
        if (list == null) {
            throw Refusal.unknown("checklist");
        }
        return list;
    }

    /// The list that is in force at a place.
    public Checklist newest(String code, String placeCode) {
        Version version = known.rules.at(placeCode).get(code);
        if (version == null) {
            throw Refusal.unknown("checklist");
        }
        return version.list();
    }

    /// The versions in force at a place by code: what a campaign that begins keeps.
    Map<String, Integer> versions(String placeCode) {
        var found = new LinkedHashMap<String, Integer>();
        at(placeCode).forEach(each -> found.put(each.list().code(), each.list().version()));
        return found;
    }

    /// Makes the next version, or the first of a new one, for a place and everything below; `seen` is the
    /// version in force there that the editor looked at.
    @Transactional
    public Checklist define(Actor actor, String placeCode, Checklist wanted, int seen, String words) {
        Seat seat = actor.require(Right.INSPECT_MANAGE, placeCode);
        requireSound(wanted);
        return write(actor, seat, new Version(wanted, placeCode, false), seen, words);
    }

    /// From now on the list that is in force above is in force at this place too.
    @Transactional
    public void inherit(Actor actor, String placeCode, String code, int seen, String words) {
        Seat seat = actor.require(Right.INSPECT_MANAGE, placeCode);
        Version now = known.rules.at(placeCode).get(code);
        if (now == null || !now.place().equals(placeCode)) {
            throw Refusal.conflict("rule-inherited");
        }
        Version above = known.rules.above(placeCode, code);
        write(actor, seat, new Version(above == null ? now.list() : above.list(), placeCode, true), seen, words);
    }

    private static void requireSound(Checklist wanted) {
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
    }

    private Checklist write(Actor actor, Seat seat, Version wanted, int seen, String words) {
        if (words.isBlank()) {
            throw Refusal.invalid("words");
        }
        Checklist list = wanted.list();
        int fresh = next(list.code(), wanted.place(), seen);
        if (fresh == 0) {
            throw Refusal.conflict("changed-meanwhile");
        }
        var after = new Checklist(list.code(), fresh, list.chinese(), list.english(), list.items(), list.inUse());
        insert(new Version(after, wanted.place(), wanted.inherits()), actor.account(), words);
        record Changed(String code, int version, String place, String words) {}
        journal.append(new Entry(
                new Entry.Where(seat.community(), seat.place()),
                actor.in(seat),
                new Entry.Subject("checklist", fresh),
                "ChecklistChanged",
                new Changed(after.code(), fresh, wanted.place(), words),
                clock.instant()));
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                known = load();
            }
        });
        return after;
    }

    /// Brings in what the files say.
    private void seed() {
        var lists = new LinkedHashMap<String, List<Tables.Row>>();
        for (var row : Tables.read("inspections/checklists.csv")) {
            lists.computeIfAbsent(row.get("checklist"), _ -> new ArrayList<>()).add(row);
        }
        lists.forEach((code, rows) -> insert(
                new Version(
                        new Checklist(
                                code,
                                1,
                                rows.getFirst().get("list_zh"),
                                rows.getFirst().get("list_en"),
                                rows.stream().map(Checklists::item).toList(),
                                true),
                        "",
                        false),
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

    private void insert(Version version, @Nullable Long account, String words) {
        Checklist list = version.list();
        client.sql("""
                        insert into inspections.checklist (code, version, zh, en, items, in_use, place_code, inherits,
                            account, words, since)
                        values (?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
                .params(Arrays.asList(
                        list.code(),
                        list.version(),
                        list.chinese(),
                        list.english(),
                        json.writeValueAsString(list.items()),
                        list.inUse(),
                        version.place(),
                        version.inherits(),
                        account,
                        words,
                        Timestamp.from(clock.instant())))
                .update();
    }

    /// All versions of all lists, the oldest first.
    private List<Version> rows() {
        return client.sql("select * from inspections.checklist order by code, version")
                .query((row, _) -> new Version(
                        new Checklist(
                                row.getString("code"),
                                row.getInt("version"),
                                row.getString("zh"),
                                row.getString("en"),
                                List.of(json.readValue(row.getString("items"), Checklist.Item[].class)),
                                row.getBoolean("in_use")),
                        row.getString("place_code"),
                        row.getBoolean("inherits")))
                .list();
    }

    /// The number of the next version, when the one in force at a place is still the one that was seen, else
    /// 0. Nobody else changes this list until the transaction is over.
    private int next(String code, String placeCode, int seen) {
        client.sql("select pg_advisory_xact_lock(9, hashtext(?))")
                .param(code)
                .query((_, _) -> true)
                .single();
        var codes = new ArrayList<>(Place.outward(placeCode));
        codes.add("");
        return client.sql("""
                        select case when ? = coalesce((select version from (
                                select distinct on (place_code) version, place_code, inherits from inspections.checklist
                                where code = ? and place_code = any (?) order by place_code, version desc) newest
                            where not inherits order by length(place_code) desc limit 1), 0)
                        then (select coalesce(max(version), 0) + 1 from inspections.checklist where code = ?)
                        else 0 end""")
                .params(seen, code, codes.toArray(String[]::new), code)
                .query(Integer.class)
                .single();
    }
}
