package org.gongzhi.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.gongzhi.RunningProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// A follower killed in the middle goes on without loss or double effect; late commits are not skipped.
@Tag("sql")
class FollowersTest extends RunningProgram {

    @Autowired
    private Journal journal;

    @Autowired
    private Followers followers;

    @Autowired
    private JournalReader reader;

    @Autowired
    private JdbcClient client;

    @Autowired
    private TransactionTemplate transaction;

    /// Copies what it reads into a table, and dies when told.
    private final class Copier implements Follower {
        private final AtomicInteger deaths = new AtomicInteger();
        private int dieAfter = Integer.MAX_VALUE;
        private int taken;

        @Override
        public String name() {
            return "copier";
        }

        @Override
        public int batch() {
            return 7;
        }

        @Override
        public void follow(List<Recorded> entries) {
            for (Recorded entry : entries) {
                if (entry.subject().kind().equals("follower-test")) {
                    client.sql("insert into copied (subject) values (?)")
                            .param(entry.subject().id())
                            .update();
                }
                if (++taken >= dieAfter) {
                    taken = 0;
                    deaths.incrementAndGet();
                    throw new IllegalStateException("killed in the middle");
                }
            }
        }
    }

    @BeforeEach
    void table() {
        client.sql("create table copied (subject bigint not null)").update();
        client.sql("""
                        insert into journal.cursor (follower, txid, seq)
                        select 'copier', txid, seq from journal.entry order by txid desc, seq desc limit 1""").update();
    }

    @AfterEach
    void away() {
        client.sql("drop table copied").update();
        client.sql("delete from journal.cursor where follower = 'copier'").update();
    }

    private void write(long subject) {
        transaction.executeWithoutResult(_ -> journal.append(new Entry(
                new Entry.Where(441_900_106_002L, null),
                Entry.Who.NOBODY,
                new Entry.Subject("follower-test", subject),
                "Tested",
                java.util.Map.of("number", subject),
                clock.instant())));
    }

    private void drain(Follower copier) {
        // rows of other tests' running transactions may hold a batch back for a moment
        var quiet = new AtomicInteger();
        await().until(() -> {
            try {
                return (followers.step(copier) ? quiet.updateAndGet(_ -> 0) : quiet.incrementAndGet()) == 3;
            } catch (IllegalStateException killed) {
                quiet.set(0);
                return false;
            }
        });
    }

    /// A batch costs what it is long, however much is waiting behind it.
    @Test
    void whatIsReadComesOutOfTheIndexInItsOrder() {
        var plan = transaction.execute(_ -> {
            client.sql("set local enable_seqscan = off").update();
            client.sql("set local enable_bitmapscan = off").update();
            return client.sql("explain " + JournalReader.AFTER)
                    .params("0", 0L, 500)
                    .query(String.class)
                    .list();
        });
        assertThat(plan).anyMatch(line -> line.contains("entry_settled")).noneMatch(line -> line.contains("Sort"));
    }

    @Test
    void aFollowerKilledInTheMiddleLosesNothingAndDoublesNothing() {
        long base = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            write(base + i);
        }
        var copier = new Copier();
        copier.dieAfter = 11;
        drain(copier);
        assertThat(copier.deaths.get()).isGreaterThan(3);
        copier.dieAfter = Integer.MAX_VALUE;
        drain(copier);
        assertThat(copied(base)).hasSize(100).doesNotHaveDuplicates();
    }

    /// As a node of an older release would, which does not know the lock.
    @Test
    void whereTheCursorMovedMeanwhileTheEffectIsTakenBack() {
        long base = System.nanoTime();
        var copier = new Copier();
        drain(copier);
        write(base);
        var thief = new Follower() {
            @Override
            public String name() {
                return copier.name();
            }

            @Override
            public void follow(List<Recorded> entries) {
                copier.follow(entries);
                var elsewhere = Thread.ofVirtual()
                        .start(() -> client.sql(
                                        "update journal.cursor set txid = ?::text::xid8, seq = ? where follower = 'copier'")
                                .params(
                                        Long.toString(
                                                entries.getLast().position().transaction()),
                                        entries.getLast().position().sequence())
                                .update());
                join(elsewhere);
            }
        };
        drain(thief);
        assertThat(copied(base)).isEmpty();
    }

    /// While one node is at work on its batch, another leaves it alone; thinking holds nobody back.
    @Test
    void whileOneNodeThinksNoOtherTakesItsBatchAndOthersGoOn() {
        long base = System.nanoTime();
        var copier = new Copier();
        drain(copier);
        write(base);
        var other = new Copier();
        var taken = new java.util.ArrayList<Boolean>();
        var settled = new java.util.ArrayList<Long>();
        drain(new Follower() {
            @Override
            public String name() {
                return copier.name();
            }

            @Override
            public void follow(List<Recorded> entries) {
                if (taken.isEmpty()) {
                    join(Thread.ofVirtual().start(() -> {
                        taken.add(followers.step(other));
                        write(base + 1);
                    }));
                    settled.add(settled(entries.getLast().position(), base + 1)
                            .subject()
                            .id());
                }
                copier.follow(entries);
            }
        });
        drain(copier);
        assertThat(copied(base)).containsExactly(base, base + 1);
        assertThat(taken).containsExactly(false);
        assertThat(settled).containsExactly(base + 1);
    }

    /// A row once it is settled: other tests' running transactions may hold it back for a moment.
    private Recorded settled(Recorded.Position after, long subject) {
        return await().until(
                        () -> reader.after(after, 1_000_000).stream()
                                .filter(each -> each.subject().id() == subject)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private List<Long> copied(long base) {
        return client.sql("select subject from copied where subject >= ? order by subject")
                .param(base)
                .query(Long.class)
                .list();
    }

    @Test
    void aRowThatCommitsLateIsNotSkipped() throws Exception {
        long base = System.nanoTime();
        var written = new CountDownLatch(1);
        var commit = new CountDownLatch(1);
        var copier = new Copier();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var slow = callers.submit(() -> transaction.executeWithoutResult(_ -> {
                journal.append(new Entry(
                        new Entry.Where(441_900_106_002L, null),
                        Entry.Who.NOBODY,
                        new Entry.Subject("follower-test", base),
                        "Tested",
                        java.util.Map.of(),
                        clock.instant()));
                written.countDown();
                try {
                    commit.await();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            }));
            written.await();
            write(base + 1); // later row, earlier commit
            drain(copier);
            commit.countDown();
            slow.get();
        }
        drain(copier);
        assertThat(copied(base)).containsExactly(base, base + 1);
    }

    @Test
    void theCommitmentIsOverSaltAndCanonicalJsonAndSurvivesTheDatabase() {
        long subject = System.nanoTime();
        var body = new java.util.TreeMap<String, Object>(Map.of(
                "z",
                List.of(1, 2.50, 1.0E-7, 3e20),
                "words",
                "车棚 \"\n",
                "inner",
                Map.of("b", true, "a", Instant.EPOCH)));
        body.put("nothing", null);
        var written = new java.util.ArrayList<Written>();
        journal.listen(rows -> rows.stream()
                .filter(row -> row.entry().subject().id() == subject)
                .forEach(written::add));
        transaction.executeWithoutResult(_ -> journal.append(new Entry(
                new Entry.Where(110108004001L, 7L),
                new Entry.Who(3L, null),
                new Entry.Subject("test", subject),
                "Written",
                body,
                Instant.parse("2026-11-22T04:00:00.123456Z"))));
        var row = settled(Recorded.Position.START, subject);
        assertThat(journal.fits(row)).isTrue();
        assertThat(row.seal().salt()).hasSize(32);
        assertThat(written).hasSize(1);
        assertThat(written.getFirst().commitment())
                .isEqualTo(java.util.HexFormat.of().formatHex(row.seal().commitment()));
        var opening = journal.opening(110108004001L, row.position().sequence()).orElseThrow();
        assertThat(opening.text())
                .startsWith("{\"actor\":3,\"at\":\"2026-11-22T04:00:00.123456Z\",\"body\":{\"inner\":{\"a\":\"1970")
                .contains("\"nothing\":null", "[1,2.5,0.0000001,300000000000000000000]")
                .endsWith("\"subject\":\"test:" + subject + "\"}");
        // whoever changes the row is found out; whoever erases from it destroys the salt, and nothing can be compared
        client.sql("update journal.entry set body = jsonb_set(body, '{words}', '\"大棚\"') where subject_id = ?")
                .param(subject)
                .update();
        var changed = settled(Recorded.Position.START, subject);
        assertThat(journal.fits(changed)).isFalse();
        transaction.executeWithoutResult(_ -> journal.erase(110108004001L, List.of("大棚")));
        assertThat(journal.opening(110108004001L, row.position().sequence())).isEmpty();
    }
}
