package org.gongzhi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.gongzhi.house.Folders;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// The keys that let it grow: every table of a community begins its keys with the community, and nothing crosses
/// schemas. A table that belongs to no community says so itself, with the reason: `comment on table … is 'shared: …'`.
@Tag("sql")
class SchemaTest extends RunningProgram {

    private static final Set<String> CANARY = Set.of("canary", "canary_too");

    @Autowired
    private JdbcClient client;

    @Autowired
    private TransactionTemplate transaction;

    @Test
    void everyModuleWithMigrationsHasItsSchemaAndThereIsNoOther() {
        assertThat(client.sql("""
                        select nspname from pg_namespace
                        where nspname not like 'pg\\_%' and nspname not in ('information_schema', 'public')""").query(String.class).list()).containsExactlyInAnyOrderElementsOf(Folders.schemas());
    }

    @Test
    void everyKeyOfACommunitysTableBeginsWithTheCommunity() {
        assertThat(keysWithoutCommunity(Folders.schemas())).isEmpty();
        withCanary(() -> assertThat(keysWithoutCommunity(CANARY)).containsExactly("canary.bird bird_number"));
    }

    @Test
    void everyTableHasACommunityOrSaysWhyItIsShared() {
        assertThat(tablesOfNobody(Folders.schemas())).isEmpty();
        withCanary(() -> assertThat(tablesOfNobody(CANARY)).containsExactly("canary_too.feather"));
    }

    @Test
    void noTableSaysThatItIsSharedAndIsNot() {
        assertThat(sharedForNothing(Folders.schemas())).isEmpty();
        withCanary(() -> assertThat(sharedForNothing(CANARY)).containsExactly("canary.nest"));
    }

    @Test
    void noForeignKeyCrossesSchemasAndNoTriggerIsAtWork() {
        assertThat(crossing()).isEmpty();
        withCanary(() -> assertThat(crossing()).containsExactly("feather_bird_fkey"));
        assertThat(client.sql("select count(*) from pg_trigger where not tgisinternal")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private List<String> keysWithoutCommunity(Collection<String> schemas) {
        return client.sql("""
                        select n.nspname || '.' || c.relname || ' ' || i.relname from pg_index x
                        join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
                        join pg_namespace n on n.oid = c.relnamespace
                        left join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
                        where n.nspname = any (?) and c.relkind in ('r', 'p') and x.indisunique
                        and a.attname is distinct from 'community'
                        and coalesce(obj_description(c.oid, 'pg_class'), '') not like 'shared: _%' order by 1""")
                .param(schemas.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    private static final String HAS_COMMUNITY = """
            exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'community' and a.attnotnull)""";

    private List<String> tablesOfNobody(Collection<String> schemas) {
        return tables(schemas, "not like 'shared: _%' and not " + HAS_COMMUNITY);
    }

    private List<String> sharedForNothing(Collection<String> schemas) {
        return tables(schemas, "like 'shared:%' and " + HAS_COMMUNITY + """
                 and not exists (select from pg_index x
                    join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
                    where x.indrelid = c.oid and x.indisunique and a.attname <> 'community')""");
    }

    private List<String> tables(Collection<String> schemas, String comment) {
        return client.sql("""
                        select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname = any (?) and c.relkind in ('r', 'p') and not c.relispartition
                        and coalesce(obj_description(c.oid, 'pg_class'), '') """ + " " + comment + " order by 1")
                .param(schemas.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    private List<String> crossing() {
        return client.sql("""
                        select k.conname from pg_constraint k join pg_class a on a.oid = k.conrelid
                        join pg_class b on b.oid = k.confrelid
                        where k.contype = 'f' and a.relnamespace <> b.relnamespace""").query(String.class).list();
    }

    /// Tables that break each rule, for as long as `look` looks.
    private void withCanary(Runnable look) {
        transaction.executeWithoutResult(status -> {
            status.setRollbackOnly();
            client.sql("""
                            create schema canary;
                            create schema canary_too;
                            create table canary.bird (community bigint not null, id bigint not null,
                                primary key (community, id));
                            create unique index bird_number on canary.bird (id);
                            create table canary.nest (community bigint primary key);
                            comment on table canary.nest is 'shared: it is not';
                            create table canary_too.feather (bird bigint references canary.bird (id));
                            """).update();
            look.run();
        });
    }
}
