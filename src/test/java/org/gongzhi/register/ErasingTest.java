package org.gongzhi.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gongzhi.ApiTest;
import org.gongzhi.Town;
import org.gongzhi.access.Actor;
import org.gongzhi.kernel.Ids;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.Matters;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.people.Person;
import org.gongzhi.people.Relation;
import org.gongzhi.people.Role;
import org.gongzhi.people.WrittenWords;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Whoever is erased is in no column of no table, and in no file of the search: not by name, not by a number
/// of today or of before, not by their own words.
@Tag("sql")
class ErasingTest extends ApiTest {

    private static final String NAME = "淳于慎独";
    private static final String BEFORE = "10077770001";
    private static final String NOW = "10077770002";
    private static final List<String> WORDS = List.of("补充的蓝伞暗语", "议题里的蓝伞暗语", "异议里的蓝伞暗语", "发言里的蓝伞暗语", "评价里的蓝伞暗语");

    @Autowired
    private Register register;

    @Autowired
    private Matters matters;

    @Autowired
    private WrittenWords words;

    @Autowired
    private JdbcClient client;

    private Town.Elsewhere there;
    private Actor committee;

    @BeforeEach
    void aStreetOfItsOwn() {
        there = town.elsewhere();
        committee = town.actor(town.seat(there.community(), Role.COMMITTEE_STAFF));
    }

    private Person entered() {
        Person person = register.enter(
                committee,
                there.dwelling().code(),
                new Register.Typed(NAME, BEFORE, null, null, null, null),
                Relation.TENANT,
                LocalDate.ofInstant(clock.instant(), org.gongzhi.kernel.Clocks.ZONE));
        return register.change(
                committee, person.id(), new Register.Typed(null, NOW, null, null, null, null), person.version());
    }

    @Test
    void nothingOfAnErasedPersonIsLeftInAnyModule() throws Exception {
        Person person = entered();
        long account = town.accountOf(person);
        assertThat(dump("access.account")).as("names are encrypted").doesNotContain(NAME);
        Matter matter = matters.report(new NewMatter(
                "E0501",
                there.stairwell().id(),
                null,
                "请打旧号码 " + BEFORE + " 找" + NAME,
                List.of(),
                new Matter.Reporter(account, person.id(), "WEB"),
                null));
        matters.supplement(
                new Matters.Order(matter.id(), null, sessions.load(account), null), WORDS.get(0) + NOW, List.of());
        raised(account);
        objected(account);
        spread(person.community());
        await().untilAsserted(() -> assertThat(searchFilesWith(BEFORE)).isTrue());

        register.erase(committee, person.id());

        noTableHasATrace();
        for (String trace : List.of(NAME, BEFORE, NOW)) {
            await().untilAsserted(() -> assertThat(searchFilesWith(trace)).isFalse());
        }
        assertThat(text(matter)).startsWith("请打旧号码 ▇▇");
    }

    private String text(Matter matter) {
        return client.sql("select text from matters.matter where id = ?")
                .param(matter.id())
                .query(String.class)
                .single();
    }

    private void noTableHasATrace() {
        var tables = new HashMap<String, String>();
        tables().forEach(table -> tables.put(table, dump(table)));
        var traces = new ArrayList<>(List.of(NAME, BEFORE, NOW));
        traces.addAll(WORDS);
        for (String trace : traces) {
            tables.forEach((table, text) ->
                    assertThat(text.contains(trace)).as(trace + " in " + table).isFalse());
        }
    }

    private void raised(long account) throws Exception {
        String number = post(
                        201,
                        token(town.resident),
                        "/topics",
                        Map.of("place", town.estate.code(), "title", named("晾衣场"), "text", WORDS.get(1)))
                .path("number")
                .asString();
        client.sql("update councils.topic set account = ? where id = ?")
                .params(account, Ids.fromNumber(number))
                .update();
        client.sql("""
                        insert into councils.remark (community, topic, id, account, words, at)
                        select community, id, 1, account, ?, now() from councils.topic where id = ?""").params(WORDS.get(3), Ids.fromNumber(number)).update();
    }

    private void objected(long account) throws Exception {
        String number = post(
                        201,
                        as(Role.OWNERS_COMMITTEE),
                        "/votes",
                        Map.ofEntries(
                                Map.entry("place", town.estate.code()),
                                Map.entry("title", named("业主大会")),
                                Map.entry("text", "请各位业主表决。"),
                                Map.entry("electorate", "OWNERS"),
                                Map.entry("effect", "BINDING_STATUTORY"),
                                Map.entry("secret", false),
                                Map.entry("replaceable", true),
                                Map.entry(
                                        "questions",
                                        List.of(Map.of("type", "DECISION", "matter", 4, "title", "是否同意", "seats", 1)))))
                .path("number")
                .asString();
        client.sql("""
                        insert into ballots.objection (community, vote, id, part, account, words, at)
                        select community, id, 1, 'ROLL', ?, ?, now() from ballots.vote where id = ?""").params(account, WORDS.get(2), Ids.fromNumber(number)).update();
    }

    /// Writes name and numbers into a row of every column with words, as far as there is one in the community.
    private void spread(long community) {
        String all = " " + NAME + " " + BEFORE + " " + NOW;
        int written = 0;
        for (var each : words.all()) {
            for (String column : each.names()) {
                String plain = column.replace("::jsonb", "");
                String value = column.endsWith("::jsonb") ? "jsonb_build_array(?::text)" : plain + " || ?";
                if (column.equals("fields::jsonb") || column.equals("answers::jsonb") || column.equals("open::jsonb")) {
                    continue;
                }
                written += client.sql("update " + each.table() + " set " + plain + " = " + value
                                + " where ctid = (select ctid from " + each.table() + " where community = ? and "
                                + plain + " is not null limit 1)")
                        .params(all, community)
                        .update();
            }
        }
        assertThat(written).isGreaterThan(3);
    }

    private List<String> tables() {
        return client.sql("""
                        select table_schema || '.' || table_name from information_schema.tables
                        where table_schema not in ('information_schema', 'pg_catalog', 'ledger')
                        and table_type = 'BASE TABLE'""").query(String.class).list();
    }

    private String dump(String table) {
        return String.join(
                "\n",
                client.sql("select t::text from " + table + " t")
                        .query(String.class)
                        .list());
    }

    private static boolean searchFilesWith(String trace) throws Exception {
        String wanted = new String(trace.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        try (var files = Files.walk(DATA)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(each -> !each.toString().contains("/database"))
                    .toList()) {
                if (Files.exists(file)
                        && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(wanted)) {
                    return true;
                }
            }
        } catch (java.io.UncheckedIOException | java.nio.file.NoSuchFileException gone) {
            return searchFilesWith(trace); // a file went while the folder was being walked: look again
        }
        return false;
    }

    /// A module that gets a column for words names it, or says here that nobody's words stand in it.
    @Test
    void everyColumnForWordsIsNamedByItsModule() {
        var named = words.all().stream()
                .flatMap(each -> each.names().stream().map(name -> each.table() + "." + name.replace("::jsonb", "")))
                .toList();
        var all = client.sql("""
                        select c.table_schema || '.' || c.table_name || '.' || c.column_name
                        from information_schema.columns c
                        where c.data_type = 'text' and c.column_name = any (?)
                        and exists (select 1 from information_schema.columns k where k.table_schema = c.table_schema
                            and k.table_name = c.table_name and k.column_name = 'community')""")
                .param(new String[] {
                    "words", "text", "answer", "why", "cause", "harm", "solution", "minutes", "ended_words", "interview"
                })
                .query(String.class)
                .list();
        assertThat(all)
                .isNotEmpty()
                .allSatisfy(column -> assertThat(NOBODYS.contains(column) || named.contains(column))
                        .as(column)
                        .isTrue());
        assertThat(client.sql("""
                        select table_schema || '.' || table_name || '.' || column_name from information_schema.columns""").query(String.class).list())
                .as("and every column that is named exists")
                .containsAll(named);
    }

    /// The law of a place, as it was published and hashed; the text of a ballot.
    private static final List<String> NOBODYS =
            List.of("conventions.clause.text", "ballots.question.text", "ballots.reach.words");
}
