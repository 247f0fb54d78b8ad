package org.gongzhi.canary.bird;

/// Statements that the rules have to refuse, and some that they have to let pass. Read, never compiled.
class BirdStore {

    static final String COLUMNS = "b.community, b.id, b.nest";

    void trespass() {
        client.sql("select count(*) from journal.entry where community = ?");
    }

    void unknownRefusal() {
        throw Refusal.conflict("no-such-sentence");
    }

    void locksAnywhere() {
        client.sql("select " + COLUMNS + """
                 from bird.bird b
                -- where community = ? is said here only
                where b.hatched order by b.id limit 10 for update of b skip locked""");
        client.sql("""
                update bird.bird set fed = true where (community, id) in (
                    select community, id from bird.bird where not fed for no key update)""");
    }

    void locksHere() {
        client.sql("select " + COLUMNS + " from bird.bird b where b.community = ? and b.id = ? for update");
        client.sql("select name from bird.species where name = ? for update");
    }

    void countsByEverything() {
        client.sql("select nest, species, count(*) from bird.bird group by grouping sets ((nest), (species))");
        client.sql("select nest, count(*) from bird.bird group by rollup (nest)");
    }

    void climbs() {
        client.sql("""
                with recursive line as (
                    select id from bird.bird where community = ? union select b.id from bird.bird b join line on true)
                select id from line""");
    }

    void mixes() {
        client.sql("""
                select s.name, (select count(*) from bird.bird b where b.species = s.name)
                from bird.species s""");
        client.sql("""
                select b.id from bird.bird b
                where exists (select from bird.species where name = b.species)""");
    }

    void doesNotMix() {
        client.sql("""
                select b.id from bird.bird b where b.species in (select name from bird.species where rare)
                and exists (select from bird.bird c where c.community = b.community and c.nest = b.nest)""");
    }
}
