package org.gongzhi.matters;

import org.gongzhi.access.AccountErasing;
import org.gongzhi.journal.Journal;
import org.gongzhi.journal.OwnWords;
import org.gongzhi.people.PersonErasing;
import org.gongzhi.people.Telling;
import org.gongzhi.people.WrittenWords;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Takes an erased person out of matters and of the journal: the link from what they raised, how to reach
/// them, what they added later in their own words, and their name and numbers. The matters and their counts
/// stay (PIPL art. 47).
@Component
class ReporterErasing {

    private final JdbcClient client;
    private final Journal journal;
    private final OwnWords words;
    private final Telling telling;

    ReporterErasing(JdbcClient client, Journal journal, OwnWords words, Telling telling) {
        this.words = words;
        this.client = client;
        this.journal = journal;
        this.telling = telling;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void erasing(PersonErasing erasing) {
        var person = erasing.person();
        // what is too short to look for everywhere is taken out of what they raised themselves
        client.sql("""
                        update matters.matter set
                            text = replace(text, ?, ?), cause = replace(cause, ?, ?), harm = replace(harm, ?, ?),
                            solution = replace(solution, ?, ?), pause_reason = replace(pause_reason, ?, ?),
                            person = null, contact = null
                        where person = ?""")
                .params(
                        person.name(),
                        WrittenWords.GONE,
                        person.name(),
                        WrittenWords.GONE,
                        person.name(),
                        WrittenWords.GONE,
                        person.name(),
                        WrittenWords.GONE,
                        person.name(),
                        WrittenWords.GONE,
                        person.id())
                .update();
        var values = telling.of(person);
        for (long community : WrittenWords.communities(person.community())) {
            journal.erase(community, values);
        }
    }

    /// What they added, answered and said as a resident stands in the journal alone.
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void erasing(AccountErasing erasing) {
        client.sql("update matters.rating set words = '' where account = ?")
                .param(erasing.account())
                .update();
        for (long community : WrittenWords.communities(erasing.community())) {
            words.erase(community, erasing.account());
        }
    }
}
