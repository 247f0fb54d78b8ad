package org.gongzhi.matters;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Audit;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Entry;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Sealed;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// How visitors for whom somebody typed can be reached: sealed in the row of the matter, opened with a purpose
/// that goes on record first, gone some time after the matter has settled (PIPL art. 19).
@Component
public class MatterContacts {

    /// Whoever was nobody in the register, on the record of looks.
    private static final long NOBODY = 0;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient client;
    private final Sealed sealed;
    private final Audit audit;

    MatterContacts(JdbcClient client, Sealed sealed, Audit audit) {
        this.client = client;
        this.sealed = sealed;
        this.audit = audit;
    }

    /// True when a visitor left a way to reach them.
    public boolean any(Matter matter) {
        return client.sql("select contact is not null from matters.matter where community = ? and id = ?")
                .params(matter.where().community(), matter.id())
                .query(Boolean.class)
                .single();
    }

    /// The contact in the clear.
    @Transactional
    public NewMatter.Contact reveal(Actor actor, Matter matter, Audit.Purpose purpose) {
        var seat = actor.require(Right.PERSON_REVEAL, matter.where().placeCode());
        byte[] contact = client.sql("select contact from matters.matter where community = ? and id = ?")
                .params(matter.where().community(), matter.id())
                .query((row, _) -> row.getBytes(1))
                .optional()
                .orElseThrow(() -> Refusal.unknown("reporter"));
        audit.note(
                actor,
                seat,
                new Entry.Where(matter.where().community(), matter.where().place()),
                NOBODY,
                purpose,
                "matter " + Ids.number(matter.id()));
        return JSON.readValue(sealed.open(contact), NewMatter.Contact.class);
    }

    /// The e-mail addresses left with matters, for the program's own answers, by matter. Nobody looks at
    /// them, so no look is noted.
    Map<Long, String> mails(Collection<Long> matters) {
        var found = new HashMap<Long, String>();
        client.sql("select id, contact from matters.matter where id = any (?) and contact is not null")
                .param(matters.toArray(Long[]::new))
                .query((row, _) -> Map.entry(row.getLong(1), row.getBytes(2)))
                .list()
                .forEach(row -> {
                    String mail = JSON.readValue(sealed.open(row.getValue()), NewMatter.Contact.class)
                            .mail();
                    if (!mail.isEmpty()) {
                        found.put(row.getKey(), mail);
                    }
                });
        return found;
    }

    /// Forgets the contacts of matters that settled before `before`; returns how many.
    int forget(Instant before) {
        return client.sql("""
                        update matters.matter set contact = null
                        where contact is not null and stage in ('SETTLED', 'ARCHIVED') and stage_at < ?""").param(MatterStore.stamp(before)).update();
    }
}
