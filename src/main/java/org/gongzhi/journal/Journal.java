package org.gongzhi.journal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.gongzhi.kernel.Secrets;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// Where every change is written down, in the same transaction as the change itself. Rows are never updated;
/// only personal values in a body may be erased later, and the `commitment` (HMAC-SHA-256 under a salt of 32
/// bytes over the row's canonical JSON) stays, so that what was said before the erasure can still be proved
/// by whoever kept it.
@Component
public class Journal {

    private static final String APPEND = """
            insert into journal.entry
                (community, place, actor, seat, subject_kind, subject_id, kind, body, at, salt, commitment, brought_at)
            select r.*, b.at from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[],
                                 ?::text[], ?::jsonb[], ?::timestamptz[], ?::bytea[], ?::bytea[]) r,
                (select ?::timestamptz as at) b""";

    /// Bytes of a salt: nobody finds out by trying what a commitment was made of.
    private static final int SALT = 32;

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final Signal signal;
    private final List<Consumer<List<Written>>> listeners = new CopyOnWriteArrayList<>();
    private final JsonMapper json = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .enable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
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

    /// Writes all entries with one statement. Only inside the transaction of what they tell. What was written
    /// comes back in the same order, for [#hand].
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Written> append(List<Entry> entries) {
        return append(entries, null);
    }

    /// Brings in, at `now`, acts that were done before or elsewhere: nobody was promised anything for them when they
    /// were done.
    @Transactional(propagation = Propagation.MANDATORY)
    public void bring(List<Entry> entries, Instant now) {
        append(entries, now);
    }

    private List<Written> append(List<Entry> entries, @Nullable Instant brought) {
        if (entries.isEmpty()) {
            return List.of();
        }
        int size = entries.size();
        var bodies = new String[size];
        var salts = new byte[size][];
        var commitments = new byte[size][];
        var written = new ArrayList<Written>();
        for (int i = 0; i < size; i++) {
            Entry entry = entries.get(i);
            JsonNode body = json.readTree(json.writeValueAsString(entry.body()));
            bodies[i] = json.writeValueAsString(body);
            salts[i] = Secrets.random(SALT);
            commitments[i] = commitment(salts[i], entry, body);
            written.add(new Written(entry, body, HexFormat.of().formatHex(commitments[i])));
        }
        jdbc.update(APPEND, statement -> {
            JournalRows.bind(statement, entries, brought);
            var connection = statement.getConnection();
            statement.setArray(8, connection.createArrayOf("text", bodies));
            statement.setArray(10, connection.createArrayOf("bytea", salts));
            statement.setArray(11, connection.createArrayOf("bytea", commitments));
        });
        tell(written);
        return written;
    }

    private void tell(List<Written> written) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    signal.rise();
                    hand(written);
                }
            });
        }
    }

    /// Hears, on the thread that acted and right after the commit, of what was written. It must be quick and
    /// must not throw.
    public void listen(Consumer<List<Written>> listener) {
        listeners.add(listener);
    }

    /// Tells those who listen of acts that another thread committed for this one.
    public void hand(List<Written> written) {
        listeners.forEach(listener -> listener.accept(written));
    }

    /// Everything that was done to one subject, oldest first.
    public List<Recorded> history(long community, Entry.Subject subject) {
        return client.sql(JournalRows.SELECT + """
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
        return client.sql(JournalRows.SELECT + """
                        where community = any (?) and subject_id = any (?) and subject_kind = ?
                        order by seq limit 20000""")
                .params(communities.toArray(Long[]::new), subjects.toArray(Long[]::new), kind)
                .query((row, _) -> JournalRows.read(row, json))
                .list();
    }

    /// Rows by their sequence, those that are there.
    public Map<Long, Recorded> rows(Long[] communities, Long[] sequences) {
        var rows = new HashMap<Long, Recorded>();
        client.sql(JournalRows.SELECT + """
                        where (community, seq) in (select * from unnest(?::bigint[], ?::bigint[]))""")
                .param(communities)
                .param(sequences)
                .query((row, _) -> JournalRows.read(row, json))
                .list()
                .forEach(row -> rows.put(row.position().sequence(), row));
        return rows;
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

    /// The first rows that a follower has not taken yet, settled or not.
    public List<Recorded> unread(String follower, int most) {
        var position = client.sql("select txid::text::bigint as txid, seq from journal.cursor where follower = ?")
                .param(follower)
                .query((row, _) -> new Recorded.Position(row.getLong("txid"), row.getLong("seq")))
                .optional()
                .orElse(Recorded.Position.START);
        return client.sql(JournalRows.SELECT + """
                        where (txid, seq) > (?::text::xid8, ?) order by txid, seq limit ?""")
                .params(Long.toString(position.transaction()), position.sequence(), most)
                .query((row, _) -> JournalRows.read(row, json))
                .list();
    }

    /// True when the row is what was committed to, or can no longer be compared: its salt was destroyed with
    /// what it kept secret, or it is older than salts of this length.
    public boolean fits(Recorded row) {
        byte[] salt = row.seal().salt();
        return salt.length != SALT
                || MessageDigest.isEqual(
                        commitment(salt, row.entry(), row.body()), row.seal().commitment());
    }

    /// What the commitment is made of, for whoever acted: the salt as hexadecimal digits and the canonical
    /// JSON; empty when it was erased.
    public Optional<Opening> opening(long community, long sequence) {
        return client.sql(JournalRows.SELECT + """
                        where community = ? and seq = ?""")
                .params(community, sequence)
                .query((row, _) -> JournalRows.read(row, json))
                .optional()
                .filter(row -> row.seal().salt().length == SALT)
                .map(row -> new Opening(
                        row.who(),
                        HexFormat.of().formatHex(row.seal().salt()),
                        canonical(row.entry(), row.body()),
                        HexFormat.of().formatHex(row.seal().commitment())));
    }

    /// A salt, what it was laid over, and the commitment that comes out: HMAC-SHA-256(salt, text).
    public record Opening(Entry.Who who, String salt, String text, String commitment) {}

    /// HMAC-SHA-256 under the salt over the entry's canonical JSON.
    byte[] commitment(byte[] salt, Entry entry, JsonNode body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            return mac.doFinal(canonical(entry, body).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Sorted keys, no blanks, instants in UTC, numbers without exponent or trailing zeros: what comes back
    /// from the database has the same canonical form as what went in.
    private String canonical(Entry entry, JsonNode body) {
        var all = new TreeMap<String, Object>(Map.of(
                "at", entry.at().toString(),
                "body", body,
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
        return json.writeValueAsString(all);
    }
}
