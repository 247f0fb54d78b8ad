package org.gongzhi.inspections;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of documents.
@Component
class DocumentStore {

    private final JdbcClient client;
    private final Sealed sealed;

    DocumentStore(JdbcClient client, Sealed sealed) {
        this.client = client;
        this.sealed = sealed;
    }

    void insert(Document document, @Nullable Long account) {
        client.sql("""
                        insert into inspections.paper (community, id, place_code, kind, year, number, code, premises, visit,
                            hazard, campaign, words, issued_at, seat, account)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        document.community(),
                        document.id(),
                        document.placeCode(),
                        document.kind().name(),
                        document.year(),
                        document.number(),
                        document.code(),
                        document.premises(),
                        document.visit(),
                        document.hazard(),
                        document.campaign(),
                        document.words(),
                        Timestamp.from(document.issuedAt()),
                        document.seat(),
                        account))
                .update();
    }

    Document get(long id) {
        return client.sql("select * from inspections.paper where id = ?")
                .param(id)
                .query((row, _) -> read(row))
                .optional()
                .orElseThrow(() -> Refusal.unknown("document"));
    }

    Optional<Document> byCode(String code) {
        return client.sql("select * from inspections.paper where code = ? limit 1")
                .param(code)
                .query((row, _) -> read(row))
                .optional();
    }

    List<Document> of(Premises premises, int most) {
        return client.sql("""
                        select * from inspections.paper where community = ? and premises = ? order by id desc limit ?""")
                .params(premises.community(), premises.id(), most)
                .query((row, _) -> read(row))
                .list();
    }

    List<Document> of(Visit visit) {
        return client.sql("select * from inspections.paper where community = ? and visit = ? order by id")
                .params(visit.community(), visit.id())
                .query((row, _) -> read(row))
                .list();
    }

    /// Those of some kinds that stand, the newest first, from behind `before`.
    List<Document> list(InspectionFigures.Span span, Collection<Document.Kind> kinds, long before, int most) {
        var parameters = new ArrayList<Object>();
        String where = span.papers(parameters) + " and d.kind = any (?)";
        parameters.add(kinds.stream().map(Enum::name).toArray(String[]::new));
        parameters.add(before);
        parameters.add(most);
        return client.sql(
                        "select * from inspections.paper d where " + where + " and d.id < ? order by d.id desc limit ?")
                .params(parameters)
                .query((row, _) -> read(row))
                .list();
    }

    boolean deliver(Document document, Document.Delivery how, String receiver, Instant at) {
        return client.sql("""
                                update inspections.paper set delivered_at = ?, delivery = ?, receiver = ?
                                where community = ? and id = ? and delivered_at is null and withdrawn is null""")
                        .params(
                                Timestamp.from(at),
                                how.name(),
                                sealed.seal(receiver),
                                document.community(),
                                document.id())
                        .update()
                == 1;
    }

    boolean withdraw(Document document, String why) {
        return client.sql("""
                                update inspections.paper set withdrawn = ?
                                where community = ? and id = ? and withdrawn is null""").params(why, document.community(), document.id()).update() == 1;
    }

    private Document read(ResultSet row) throws SQLException {
        String delivery = row.getString("delivery");
        byte[] receiver = row.getBytes("receiver");
        return new Document(
                row.getLong("community"),
                row.getLong("id"),
                row.getString("place_code"),
                Document.Kind.valueOf(row.getString("kind")),
                row.getInt("year"),
                row.getInt("number"),
                row.getString("code"),
                row.getLong("premises"),
                CampaignStore.number(row, "visit"),
                CampaignStore.number(row, "hazard"),
                CampaignStore.number(row, "campaign"),
                row.getString("words"),
                row.getTimestamp("issued_at").toInstant(),
                CampaignStore.number(row, "seat"),
                Clocks.instant(row, "delivered_at"),
                delivery == null ? null : Document.Delivery.valueOf(delivery),
                receiver == null ? "" : sealed.open(receiver),
                row.getString("withdrawn"));
    }
}
