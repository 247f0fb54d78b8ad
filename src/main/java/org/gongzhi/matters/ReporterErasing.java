package org.gongzhi.matters;

import java.util.ArrayList;
import org.gongzhi.journal.Journal;
import org.gongzhi.people.PersonErasing;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Takes an erased person out of matters: the link from what they raised, and their name and numbers out of the texts
/// and the journal. The matters and their counts stay (PIPL art. 47).
@Component
class ReporterErasing {

    private static final String GONE = "▇▇";
    private static final int TELLING_NAME = 3;

    private final JdbcClient client;
    private final Journal journal;

    ReporterErasing(JdbcClient client, Journal journal) {
        this.client = client;
        this.journal = journal;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void erasing(PersonErasing erasing) {
        var person = erasing.person();
        var everywhere = new ArrayList<String>();
        if (person.phone() != null) {
            everywhere.add(person.phone());
        }
        if (person.idNumber() != null) {
            everywhere.add(person.idNumber().text());
        }
        // a name of two characters may be a common word in what others wrote
        if (person.name().codePointCount(0, person.name().length()) >= TELLING_NAME) {
            everywhere.add(person.name());
        }
        for (String value : everywhere) {
            scrub(
                    "m.community = ? and strpos(concat_ws(' ', text, cause, harm, solution, pause_reason), ?) > 0",
                    person.community(),
                    value);
        }
        if (!everywhere.contains(person.name())) {
            scrub(
                    "m.person = ? and strpos(concat_ws(' ', text, cause, harm, solution, pause_reason), ?) > 0",
                    person.id(),
                    person.name());
        }
        client.sql("update matters.matter set person = null where person = ?")
                .param(person.id())
                .update();
        journal.erase(person.community(), everywhere);
    }

    private void scrub(String condition, long key, String value) {
        client.sql("""
                        update matters.matter m set
                            text = replace(text, ?, ?), cause = replace(cause, ?, ?), harm = replace(harm, ?, ?),
                            solution = replace(solution, ?, ?), pause_reason = replace(pause_reason, ?, ?)
                        where\s""" + condition)
                .params(value, GONE, value, GONE, value, GONE, value, GONE, value, GONE, key, value)
                .update();
    }
}
