package org.gongzhi.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTest {

    private final Ids ids = new Ids(Clock.fixed(Instant.parse("2026-11-21T00:00:00Z"), Clocks.ZONE), 3);

    @Test
    void idsAreNeverTheSameTwiceAlsoWhenTheClockStandsStill() {
        var seen = new HashSet<Long>();
        for (int i = 0; i < 100_000; i++) {
            assertThat(seen.add(ids.next())).isTrue();
        }
    }

    @Test
    void idsSortByTime() {
        long earlier = Ids.at(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli(), 1023);
        assertThat(ids.next()).isGreaterThan(earlier);
    }

    @Test
    void aNumberReadAloudComesBackAsTheSameId() {
        long id = ids.next();
        String number = Ids.number(id);
        assertThat(number).matches("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{3}");
        assertThat(Ids.fromNumber(number)).isEqualTo(id);
        assertThat(Ids.fromNumber(" "
                        + number.toLowerCase(java.util.Locale.ROOT)
                                .replace("0", "o")
                                .replace("1", "l")))
                .isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "0000-0000-00U", "0000-0000-0000", "'; drop table", "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂"})
    void whatIsNoNumberIsRefused(String text) {
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> Ids.fromNumber(text));
    }

    @Test
    void gatheredCommandsShareTransactionsAndEachGetsItsOwnAnswer() throws Exception {
        var transactions = new AtomicInteger();
        var first = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var gather = new Gather<Integer, Integer>("test", 1, 64, batch -> {
                    transactions.incrementAndGet();
                    first.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException interrupted) {
                        throw new IllegalStateException(interrupted);
                    }
                    return batch.stream().map(each -> each * 2).toList();
                });
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new java.util.ArrayList<Future<Integer>>();
            answers.add(callers.submit(() -> gather.submit(0)));
            first.await();
            IntStream.range(1, 51).forEach(i -> answers.add(callers.submit(() -> gather.submit(i))));
            await().until(() -> gather.waiting() >= 50);
            go.countDown();
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(i * 2);
            }
        }
        assertThat(transactions.get()).isEqualTo(2);
    }

    @Test
    void oneBadCommandRefusesOnlyItself() throws Exception {
        var first = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var gather = new Gather<Integer, Integer>("test", 1, 64, batch -> {
                    first.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException interrupted) {
                        throw new IllegalStateException(interrupted);
                    }
                    if (batch.contains(13)) {
                        throw Refusal.invalid("place");
                    }
                    return List.copyOf(batch);
                });
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            callers.submit(() -> gather.submit(0));
            first.await();
            var good = callers.submit(() -> gather.submit(12));
            var bad = callers.submit(() -> gather.submit(13));
            await().until(() -> gather.waiting() >= 2);
            go.countDown();
            assertThat(good.get()).isEqualTo(12);
            assertThat(bad)
                    .failsWithin(java.time.Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(Refusal.class);
        }
    }
}
