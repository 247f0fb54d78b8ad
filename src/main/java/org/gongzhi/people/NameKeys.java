package org.gongzhi.people;

import org.gongzhi.kernel.Names;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Makes what people are searched by anew, once, for names whose key was another before. Goes on where it stopped;
/// two nodes that do the same do no harm.
@Component
class NameKeys implements ApplicationRunner {

    private static final int AT_ONCE = 1000;

    private final JdbcClient client;
    private final People people;
    private final TransactionTemplate transaction;

    NameKeys(JdbcClient client, People people, TransactionTemplate transaction) {
        this.client = client;
        this.people = people;
        this.transaction = transaction;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        client.sql("insert into people.name_key (version, reached) values (?, 0) on conflict do nothing")
                .param(Names.KEY)
                .update();
        boolean more = true;
        while (more) {
            more = Boolean.TRUE.equals(transaction.execute(_ -> some()));
        }
    }

    private boolean some() {
        var reached = client.sql("select reached from people.name_key where version = ? and not done")
                .param(Names.KEY)
                .query(Long.class)
                .optional();
        if (reached.isEmpty()) {
            return false;
        }
        var next = client.sql("select " + People.COLUMNS + " from people.person p where p.id > ? order by p.id limit ?")
                .params(reached.get(), AT_ONCE)
                .query(people::read)
                .list();
        people.index(
                next.stream().filter(person -> Tokens.renamed(person.name())).toList());
        long last = next.isEmpty() ? reached.get() : next.getLast().id();
        client.sql("update people.name_key set reached = ?, done = ? where version = ? and reached = ?")
                .params(last, next.size() < AT_ONCE, Names.KEY, reached.get())
                .update();
        return next.size() == AT_ONCE;
    }
}
