package org.gongzhi.ballots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gongzhi.access.AccountErasing;
import org.gongzhi.kernel.Ids;
import org.gongzhi.people.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionTemplate;

/// Erasing: no words by or about somebody stay with their account.
@Tag("sql")
class BallotErasingTest extends VoteStory {

    private static final Set<String> ACCOUNTS =
            Set.of("account", "holder", "contested_by", "decided_by", "swept_by", "first", "second");

    private static final Set<String> OTHERS = Set.of(
            "community",
            "vote",
            "id",
            "street",
            "place",
            "seat",
            "second_seat",
            "area",
            "total_area",
            "batch",
            "proxy",
            "run_off_of",
            "topic",
            "adopts");

    /// Text beside an account, and what becomes of it.
    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("objection.words", "erased"),
            Map.entry("collected.contest", "erased"),
            Map.entry("collected.decision", "erased"),
            Map.entry("proxy.words", "erased"),
            Map.entry("objection.answer", "an office's public answer about the roll or the result"),
            Map.entry("objection.part", "one of a list"),
            Map.entry("ballot.channel", "one of a list"),
            Map.entry("ballot.proof", "the name of a photo"),
            Map.entry("ballot.command_key", "a key of a program"),
            Map.entry("batch.name", "the name of a pile"),
            Map.entry("batch.state", "one of a list"),
            Map.entry("collected.channel", "one of a list"),
            Map.entry("collected.proof", "the name of a photo"),
            Map.entry("collected.state", "one of a list"),
            Map.entry("proxy.proof", "the name of a photo"),
            Map.entry("unit.place_code", "a place"),
            Map.entry("unit.label", "a place"),
            Map.entry("unit.basis", "one of a list"),
            Map.entry("unit.code", "the random code of a ballot"),
            Map.entry("unit.sweep", "one of a list"),
            Map.entry("unit.proof", "the name of a photo"));

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private TransactionTemplate transaction;

    private record Column(String table, String name, String type) {}

    @Test
    void everyTextBesideAnAccountIsErasedOrStaysForAReason() {
        var columns = client.sql("""
                        select table_name, column_name, data_type from information_schema.columns
                        where table_schema = 'ballots'""")
                .query((row, _) -> new Column(row.getString(1), row.getString(2), row.getString(3)))
                .list();
        var known = new HashSet<>(ACCOUNTS);
        known.addAll(OTHERS);
        var tables = new HashSet<String>();
        var texts = new TreeSet<String>();
        for (Column each : columns) {
            if (each.type.equals("bigint")) {
                assertThat(known).as("an account or not: " + each).contains(each.name);
            }
            if (each.type.equals("bigint") && ACCOUNTS.contains(each.name)) {
                tables.add(each.table);
            }
        }
        columns.stream()
                .filter(each ->
                        tables.contains(each.table) && Set.of("text", "jsonb").contains(each.type))
                .forEach(each -> texts.add(each.table + "." + each.name));
        assertThat(texts).containsExactlyInAnyOrderElementsOf(TEXTS.keySet());
    }

    @Test
    void whoIsErasedLeavesNoWordsInContestsAndProxies() throws Exception {
        long[] owners = people(3);
        String number = open(call("replaceable", false), twelve(owners));
        for (int unit : new int[] {1, 2}) {
            post(201, liaison(), "/" + number + "/collected", taken(number, unit, "DOOR", Role.OWNERS_COMMITTEE));
        }
        String own = contestOf(number, owners[0]);
        post(200, token(owners[0]), own, Map.of("words", "我住院，没签过"));
        post(200, as(Role.COMMITTEE_DIRECTOR), contestOf(number, owners[1]), Map.of("words", "业主乙到窗口说没签过"));
        String answer = own.replace("/contest", "/answer");
        post(200, as(Role.COMMITTEE_DIRECTOR), answer, Map.of("upheld", false, "words", "业主甲与登记签名一致"));
        var proxy = Map.of("voter", 3, "username", town.username(owners[0]), "words", "我出差，请业主甲代投");
        post(200, token(owners[2]), "/" + number + "/proxies", proxy);
        assertThat(words(number)).hasSize(4);
        erase(owners[0]);
        assertThat(words(number)).containsExactly("业主乙到窗口说没签过");
        erase(owners[1]);
        assertThat(words(number)).isEmpty();
    }

    private void erase(long account) {
        transaction.executeWithoutResult(
                _ -> events.publishEvent(new AccountErasing(account, town.community.community())));
    }

    private List<String> words(String number) {
        return client.sql("""
                        select w from ballots.collected c cross join unnest(array[c.contest, c.decision]) as w
                        where c.vote = :vote and w <> '' union all
                        select words from ballots.proxy where vote = :vote and words <> ''""")
                .param("vote", Ids.fromNumber(number))
                .query(String.class)
                .list();
    }
}
