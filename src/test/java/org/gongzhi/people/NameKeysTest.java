package org.gongzhi.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gongzhi.RunningProgram;
import org.gongzhi.kernel.Ids;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.jdbc.core.simple.JdbcClient;

/// People who were entered before names had one key are found by any spelling after the next start.
@Tag("sql")
class NameKeysTest extends RunningProgram {

    @Autowired
    private NameKeys keys;

    @Autowired
    private People people;

    @Autowired
    private Directory directory;

    @Autowired
    private Ids ids;

    @Autowired
    private JdbcClient client;

    @Test
    void whoWasEnteredBeforeIsFoundByAnySpelling() {
        var person = Person.of(
                town.community.community(), ids.next(), town.community.code(), "阿依努尔•旧写法", "10012349091", null);
        people.add(List.of(person), null);
        client.sql("delete from people.token where community = ? and person = ?")
                .params(person.community(), person.id())
                .update();
        assertThat(found("阿依努尔·旧写法")).isEmpty();
        client.sql("update people.name_key set reached = ?, done = false")
                .param(person.id() - 1)
                .update();
        keys.run(new DefaultApplicationArguments());
        for (String spelling : List.of("阿依努尔·旧写法", "阿依努尔・旧写法", "阿依努尔旧写法")) {
            assertThat(found(spelling)).as(spelling).hasSize(1);
        }
        assertThat(client.sql("select done from people.name_key")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    private List<Person> found(String words) {
        return directory.search(List.of(town.community.code()), words, null, 5).rows();
    }
}
