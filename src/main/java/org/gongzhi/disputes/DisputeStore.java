package org.gongzhi.disputes;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gongzhi.access.Scope;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of disputes. What they are about, who the parties are and what was said is sealed in the rows.
@Component
class DisputeStore {

    private final JdbcClient client;
    private final Sealed sealed;

    DisputeStore(JdbcClient client, Sealed sealed) {
        this.client = client;
        this.sealed = sealed;
    }

    /// What a list shows to those who assign: nothing of the content.
    record Line(
            long id,
            String placeCode,
            String kind,
            Dispute.State state,
            long mediator,
            Instant openedAt,
            Instant dueAt) {}

    boolean insert(Dispute dispute, @Nullable String key) {
        return client.sql("""
                        insert into disputes.dispute (community, id, place, place_code, matter, kind, subject, state,
                            mediator, account, command_key, opened_at, due_at, version)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1) on conflict do nothing""")
                        .params(Arrays.asList(
                                dispute.community(),
                                dispute.id(),
                                dispute.place(),
                                dispute.placeCode(),
                                dispute.matter(),
                                dispute.kind(),
                                sealed.seal(dispute.subject()),
                                dispute.state().name(),
                                dispute.mediator(),
                                dispute.account(),
                                key,
                                Timestamp.from(dispute.openedAt()),
                                Timestamp.from(dispute.dueAt())))
                        .update()
                == 1;
    }

    Optional<Long> byKey(long community, String key) {
        return client.sql("select id from disputes.dispute where community = ? and command_key = ?")
                .params(community, key)
                .query((row, _) -> row.getLong(1))
                .optional();
    }

    void add(Dispute dispute, Dispute.Party party) {
        client.sql("""
                        insert into disputes.party (community, dispute, id, side, name, phone, account, consent)
                        values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        dispute.community(),
                        dispute.id(),
                        party.id(),
                        party.side().name(),
                        sealed.seal(party.name()),
                        party.phone().isEmpty() ? null : sealed.seal(party.phone()),
                        party.account(),
                        party.consent().name()))
                .update();
    }

    Dispute get(long id) {
        return client.sql("select * from disputes.dispute where id = ?")
                .param(id)
                .query((row, _) -> read(row))
                .optional()
                .orElseThrow(() -> Refusal.unknown("dispute"));
    }

    private Dispute read(ResultSet row) throws SQLException {
        long community = row.getLong("community");
        long id = row.getLong("id");
        String form = row.getString("form");
        String step = row.getString("court_step");
        return new Dispute(
                community,
                id,
                row.getLong("place"),
                row.getString("place_code"),
                number(row, "matter"),
                row.getString("kind"),
                open(row.getBytes("subject")),
                Dispute.State.valueOf(row.getString("state")),
                row.getLong("mediator"),
                number(row, "account"),
                row.getTimestamp("opened_at").toInstant(),
                row.getTimestamp("due_at").toInstant(),
                row.getBoolean("extended"),
                form == null ? null : Dispute.Form.valueOf(form),
                open(row.getBytes("terms")),
                Clocks.instant(row, "mediator_signed_at"),
                Clocks.instant(row, "sealed_at"),
                Clocks.instant(row, "effective_at"),
                Clocks.instant(row, "confirm_by"),
                Clocks.instant(row, "court_due_at"),
                step.isEmpty() ? Dispute.CourtStep.NONE : Dispute.CourtStep.valueOf(step),
                Clocks.instant(row, "ended_at"),
                open(row.getBytes("words")),
                row.getInt("version"),
                parties(community, id),
                sittings(community, id),
                promises(community, id));
    }

    private List<Dispute.Party> parties(long community, long id) {
        return client.sql("select * from disputes.party where community = ? and dispute = ? order by id")
                .params(community, id)
                .query((row, _) -> new Dispute.Party(
                        row.getInt("id"),
                        Dispute.Side.valueOf(row.getString("side")),
                        open(row.getBytes("name")),
                        open(row.getBytes("phone")),
                        number(row, "account"),
                        Dispute.Consent.valueOf(row.getString("consent")),
                        Clocks.instant(row, "signed_at"),
                        row.getBoolean("extend"),
                        row.getBoolean("confirm")))
                .list();
    }

    private List<Dispute.Sitting> sittings(long community, long id) {
        return client.sql("select * from disputes.sitting where community = ? and dispute = ? order by id")
                .params(community, id)
                .query((row, _) -> new Dispute.Sitting(
                        row.getInt("id"),
                        row.getTimestamp("planned_at").toInstant(),
                        row.getString("room"),
                        row.getBoolean("open"),
                        Clocks.instant(row, "held_at"),
                        open(row.getBytes("minutes")),
                        row.getString("present")))
                .list();
    }

    private List<Dispute.Promise> promises(long community, long id) {
        return client.sql("select * from disputes.promise where community = ? and dispute = ? order by id")
                .params(community, id)
                .query((row, _) -> new Dispute.Promise(
                        row.getInt("id"),
                        open(row.getBytes("what")),
                        row.getDate("due_on").toLocalDate(),
                        Dispute.Kept.valueOf(row.getString("state")),
                        Clocks.instant(row, "checked_at")))
                .list();
    }

    /// Sets columns of a dispute if nobody was faster. The names come from the caller's code only; text that is
    /// sealed is given as [Secret].
    void update(Dispute dispute, Map<String, @Nullable Object> changes) {
        var parameters = new java.util.ArrayList<@Nullable Object>();
        var sets = new java.util.ArrayList<String>();
        changes.forEach((column, value) -> {
            sets.add(column + " = ?");
            parameters.add(
                    switch (value) {
                        case null -> null;
                        case Secret secret -> sealed.seal(secret.text);
                        case Instant at -> Timestamp.from(at);
                        case Enum<?> word -> word.name();
                        default -> value;
                    });
        });
        sets.add("version = version + 1");
        parameters.add(dispute.community());
        parameters.add(dispute.id());
        parameters.add(dispute.version());
        int changed = client.sql("update disputes.dispute set " + String.join(", ", sets)
                        + " where community = ? and id = ? and version = ?")
                .params(parameters)
                .update();
        if (changed == 0) {
            throw Refusal.conflict("changed-meanwhile");
        }
    }

    /// Text that is sealed before it is written.
    record Secret(String text) {}

    void consent(Dispute dispute, int party, Dispute.Consent consent, Instant at) {
        client.sql("""
                        update disputes.party set consent = ?, consent_at = ?
                        where community = ? and dispute = ? and id = ?""")
                .params(consent.name(), Timestamp.from(at), dispute.community(), dispute.id(), party)
                .update();
    }

    void mark(Dispute dispute, int party, String column, Object value) {
        client.sql("update disputes.party set " + column + " = ? where community = ? and dispute = ? and id = ?")
                .params(
                        value instanceof Instant at ? Timestamp.from(at) : value,
                        dispute.community(),
                        dispute.id(),
                        party)
                .update();
    }

    void plan(Dispute dispute, Dispute.Sitting sitting) {
        client.sql("""
                        insert into disputes.sitting (community, dispute, id, planned_at, room, open)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(
                        dispute.community(),
                        dispute.id(),
                        sitting.id(),
                        Timestamp.from(sitting.plannedAt()),
                        sitting.room(),
                        sitting.open())
                .update();
    }

    void hold(Dispute dispute, int sitting, String present, String minutes, Instant at) {
        int held = client.sql("""
                        update disputes.sitting set held_at = ?, minutes = ?, present = ?
                        where community = ? and dispute = ? and id = ? and held_at is null""")
                .params(Timestamp.from(at), sealed.seal(minutes), present, dispute.community(), dispute.id(), sitting)
                .update();
        if (held == 0) {
            throw Refusal.conflict("dispute-sitting");
        }
    }

    void promise(Dispute dispute, int id, String what, LocalDate due) {
        client.sql("""
                        insert into disputes.promise (community, dispute, id, what, due_on, state)
                        values (?, ?, ?, ?, ?, 'OPEN')""")
                .params(dispute.community(), dispute.id(), id, sealed.seal(what), Date.valueOf(due))
                .update();
    }

    void forgetPromises(Dispute dispute) {
        client.sql("delete from disputes.promise where community = ? and dispute = ?")
                .params(dispute.community(), dispute.id())
                .update();
        client.sql("update disputes.party set signed_at = null where community = ? and dispute = ?")
                .params(dispute.community(), dispute.id())
                .update();
    }

    void check(Dispute dispute, int promise, boolean kept, Instant at) {
        int checked = client.sql("""
                        update disputes.promise set state = ?, checked_at = ?
                        where community = ? and dispute = ? and id = ? and state <> 'DONE'""")
                .params(kept ? "DONE" : "BROKEN", Timestamp.from(at), dispute.community(), dispute.id(), promise)
                .update();
        if (checked == 0) {
            throw Refusal.conflict("dispute-promise");
        }
    }

    /// The lines within a scope, the newest first: without content.
    List<Line> lines(Scope scope, int most) {
        var parameters = new java.util.ArrayList<Object>();
        String within = scope.condition("d", parameters);
        parameters.add(most);
        return client.sql("select * from disputes.dispute d where " + within + " order by d.id desc limit ?")
                .params(parameters)
                .query(DisputeStore::line)
                .list();
    }

    /// Those an account is a party of, or asked for.
    List<Line> ofAccount(long account, int most) {
        return client.sql("""
                        select d.* from disputes.dispute d where d.account = ? or exists (select from disputes.party p
                            where p.community = d.community and p.dispute = d.id and p.account = ?)
                        order by d.id desc limit ?""")
                .params(account, account, most)
                .query(DisputeStore::line)
                .list();
    }

    private static Line line(ResultSet row, int number) throws SQLException {
        return new Line(
                row.getLong("id"),
                row.getString("place_code"),
                row.getString("kind"),
                Dispute.State.valueOf(row.getString("state")),
                row.getLong("mediator"),
                row.getTimestamp("opened_at").toInstant(),
                row.getTimestamp("due_at").toInstant());
    }

    /// Open disputes by their mediators.
    Map<Long, Integer> counts(java.util.Collection<Long> seats) {
        var counts = new java.util.HashMap<Long, Integer>();
        client.sql("""
                        select mediator, count(*) from disputes.dispute where mediator = any (?) and ended_at is null
                        group by mediator""")
                .param(seats.toArray(Long[]::new))
                .query((row, _) -> Map.entry(row.getLong(1), row.getInt(2)))
                .list()
                .forEach(each -> counts.put(each.getKey(), each.getValue()));
        return counts;
    }

    List<Line> ledBy(long seat, int most) {
        return client.sql("""
                        select * from disputes.dispute where mediator = ? and ended_at is null
                        order by due_at limit ?""").params(seat, most).query(DisputeStore::line).list();
    }

    void relead(long from, long id, long to) {
        client.sql("""
                        update disputes.dispute set mediator = ?, version = version + 1
                        where id = ? and mediator = ? and ended_at is null""").params(to, id, from).update();
    }

    private String open(byte @Nullable [] bytes) {
        return bytes == null ? "" : sealed.open(bytes);
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
