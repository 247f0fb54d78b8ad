package org.gongzhi.journal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.kernel.Secrets;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/// Where every change is written down, in the same transaction as the change itself. Rows are never updated;
/// only personal values in a body may be erased later, and the `commitment` (SHA-256 over a salt and the
/// row's canonical JSON) stays, so that what was said before the erasure can still be proved by whoever kept
/// it.
@Component
public class Journal {

    private static final String APPEND = """
            insert into journal.entry
                (community, place, actor, seat, subject_kind, subject_id, kind, body, at, salt, commitment)
            select * from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::text[],
                                 ?::jsonb[], ?::timestamptz[], ?::bytea[], ?::bytea[])""";

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final Signal signal;
    private final JsonMapper json = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(tools.jackson.databind.MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .changeDefaultPropertyInclusion(
                    value -> value.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
            .build();

    Journal(JdbcTemplate jdbc, JdbcClient client, Signal signal) {
        this.jdbc = jdbc;
        this.client = client;
        this.signal = signal;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void append(Entry entry) {
        append(List.of(entry));
    }

    /// Writes all entries with one statement. Only inside the transaction of what they tell.
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        int size = entries.size();
        var bodies = new String[size];
        var salts = new byte[size][];
        var commitments = new byte[size][];
        for (int i = 0; i < size; i++) {
            Entry entry = entries.get(i);
            bodies[i] = json.writeValueAsString(entry.body());
            salts[i] = Secrets.random(16);
            commitments[i] = commitment(salts[i], entry);
        }
        jdbc.update(APPEND, statement -> {
            var connection = statement.getConnection();
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "bigint", column(entries, e -> e.where().community())));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", column(entries, e -> e.where().place())));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint", column(entries, e -> e.who().account())));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "bigint", column(entries, e -> e.who().seat())));
            statement.setArray(
                    5,
                    connection.createArrayOf(
                            "text", column(entries, e -> e.subject().kind())));
            statement.setArray(
                    6,
                    connection.createArrayOf(
                            "bigint", column(entries, e -> e.subject().id())));
            statement.setArray(7, connection.createArrayOf("text", column(entries, Entry::kind)));
            statement.setArray(8, connection.createArrayOf("text", bodies));
            statement.setArray(
                    9, connection.createArrayOf("timestamptz", column(entries, e -> Timestamp.from(e.at()))));
            statement.setArray(10, connection.createArrayOf("bytea", salts));
            statement.setArray(11, connection.createArrayOf("bytea", commitments));
        });
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    signal.rise();
                }
            });
        }
    }

    private static @Nullable Object[] column(
            List<Entry> entries, java.util.function.Function<Entry, @Nullable Object> value) {
        @Nullable Object[] all = new @Nullable Object[entries.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = value.apply(entries.get(i));
        }
        return all;
    }

    /// Everything that was done to one subject, oldest first.
    public List<Recorded> history(long community, Entry.Subject subject) {
        return client.sql("""
                        select txid::text::bigint as txid, seq, community, place, actor, seat, subject_kind, subject_id,
                               kind, body, at
                        from journal.entry
                        where community = ? and subject_id = ? and subject_kind = ?
                        order by seq limit 1000""")
                .params(community, subject.id(), subject.kind())
                .query((row, _) -> JournalRows.read(row, json))
                .list();
    }

    /// The same without who did it and what they said: for everybody who may read the subject.
    public List<Happened> happened(long community, Entry.Subject subject) {
        return history(community, subject).stream()
                .map(entry -> new Happened(entry.kind(), entry.at()))
                .toList();
    }

    /// What happened to many subjects of one kind in these communities, each in order.
    public List<Recorded> histories(Collection<Long> communities, String kind, Collection<Long> subjects) {
        return client.sql("""
                        select txid::text::bigint as txid, seq, community, place, actor, seat, subject_kind, subject_id,
                               kind, body, at
                        from journal.entry
                        where community = any (?) and subject_id = any (?) and subject_kind = ?
                        order by seq limit 20000""")
                .params(communities.toArray(Long[]::new), subjects.toArray(Long[]::new), kind)
                .query((row, _) -> JournalRows.read(row, json))
                .list();
    }

    /// Takes values out of the bodies of a community's entries, and the salt of those entries with them, so
    /// that nobody can guess them back from the commitment, which stays.
    @Transactional(propagation = Propagation.MANDATORY)
    public void erase(long community, Collection<String> values) {
        for (String value : values) {
            client.sql("""
                            update journal.entry set body = replace(body::text, ?, '▇▇')::jsonb, salt = ''::bytea
                            where community = ? and strpos(body::text, ?) > 0""").params(value, community, value).update();
        }
    }

    JsonMapper json() {
        return json;
    }

    /// SHA-256 over the salt and the entry's canonical JSON: sorted keys, no blanks, instants in UTC.
    byte[] commitment(byte[] salt, Entry entry) {
        var all = new LinkedHashMap<String, Object>(Map.of(
                "at", entry.at().toString(),
                "body", entry.body(),
                "community", entry.where().community(),
                "kind", entry.kind(),
                "subject", entry.subject().kind() + ":" + entry.subject().id()));
        if (entry.where().place() instanceof Long place) {
            all.put("place", place);
        }
        if (entry.who().account() instanceof Long account) {
            all.put("actor", account);
        }
        if (entry.who().seat() instanceof Long seat) {
            all.put("seat", seat);
        }
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return digest.digest(json.writeValueAsBytes(all));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
