package org.gongzhi.journal;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What residents wrote themselves and stands in the journal alone, taken out when they are erased.
@Component
public class OwnWords {

    private final JdbcClient client;

    OwnWords(JdbcClient client) {
        this.client = client;
    }

    /// Takes the words that an account wrote for itself, without a seat, out of a community's entries.
    @Transactional(propagation = Propagation.MANDATORY)
    public void erase(long community, long account) {
        client.sql("""
                        update journal.entry set salt = ''::bytea, body = jsonb_set(jsonb_set(jsonb_set(jsonb_set(body,
                            '{words}', to_jsonb('▇▇'::text), false), '{answer}', to_jsonb('▇▇'::text), false),
                            '{event,words}', to_jsonb('▇▇'::text), false), '{event,answer}', to_jsonb('▇▇'::text), false)
                        where community = ? and actor = ? and seat is null and coalesce(body ->> 'words',
                            body ->> 'answer', body #>> '{event,words}', body #>> '{event,answer}') is not null""").params(community, account).update();
    }
}
