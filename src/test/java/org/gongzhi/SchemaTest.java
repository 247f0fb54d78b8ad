package org.gongzhi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The keys that let it grow: every table of a community begins its keys with the community; nothing crosses
/// schemas; and every list of matters stands on an index.
class SchemaTest extends RunningProgram {

    /// Tables that do not belong to a community, each with the reason.
    private static final Set<String> SHARED = Set.of(
            "access.account", // people sign in before anybody knows where they belong
            "access.session",
            "access.token",
            "access.command",
            "files.photo", // content-addressed
            "library.signal", // weights learned by the whole installation
            "exchange.api_key", // programs outside, not of a community
            "inspections.checklist", // versions of rules, a reference table
            "matters.kind", // versions of rules, a reference table
            "matters.division_tally", // sums above communities
            "matters.division_figure",
            "matters.figure_stale",
            "journal.cursor", // one row for each follower
            "operations.backup", // of the whole installation
            "operations.task",
            "operations.alarm",
            "ledger.log", // one log for a street, above its communities
            "ledger.bundle",
            "ledger.tile",
            "ledger.checkpoint",
            "ledger.state",
            "ledger.figure",
            "ledger.party",
            "ledger.cosignature",
            "ledger.fault",
            "people.organisation"); // small, a reference table

    @Autowired
    private JdbcClient client;

    @Test
    void everyKeyOfACommunitysTableBeginsWithTheCommunity() {
        List<String> wrong = client.sql("""
                        select n.nspname || '.' || c.relname || ' ' || i.relname from pg_index x
                        join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
                        join pg_namespace n on n.oid = c.relnamespace
                        join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
                        where n.nspname in ('journal', 'ledger', 'places', 'people', 'access', 'files', 'matters', 'exchange', 'disputes', 'patrols', 'library', 'inspections', 'conventions', 'councils', 'ballots', 'operations')
                        and x.indisunique and c.relname not like 'flyway%' and a.attname <> 'community'
                        """).query(String.class).list().stream()
                .filter(index -> SHARED.stream().noneMatch(table -> index.startsWith(table + " ")))
                .toList();
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyTableIsKnownToBeSharedOrHasACommunity() {
        List<String> without = client.sql("""
                        select table_schema || '.' || table_name from information_schema.tables t
                        where table_schema in ('journal', 'ledger', 'places', 'people', 'access', 'files', 'matters', 'exchange', 'disputes', 'patrols', 'library', 'inspections', 'conventions', 'councils', 'ballots', 'operations')
                        and table_type = 'BASE TABLE' and not exists (
                            select from information_schema.columns c where c.table_schema = t.table_schema
                            and c.table_name = t.table_name and c.column_name = 'community' and c.is_nullable = 'NO')
                        """).query(String.class).list();
        assertThat(without).isSubsetOf(SHARED);
    }

    @Test
    void noForeignKeyCrossesSchemasAndNoTriggerIsAtWork() {
        assertThat(client.sql("""
                        select count(*) from pg_constraint k join pg_class a on a.oid = k.conrelid
                        join pg_class b on b.oid = k.confrelid
                        where k.contype = 'f' and a.relnamespace <> b.relnamespace""").query(Long.class).single()).isZero();
        assertThat(client.sql("select count(*) from pg_trigger where not tgisinternal")
                        .query(Long.class)
                        .single())
                .isZero();
    }
}
