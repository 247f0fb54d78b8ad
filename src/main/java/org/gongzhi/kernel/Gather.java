package org.gongzhi.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Writes many callers' commands as one transaction. Nobody waits for a timer: a writer takes whatever has queued while
/// the last batch was being made durable, so that a lone command goes at once and a crowd shares its commits. Each
/// caller gets its own answer, only after the commit; when a batch fails, its commands are tried again one by one, so
/// that one bad command refuses only itself.
public final class Gather<C, R> implements AutoCloseable {

    private static final int QUEUE = 4096;

    private record Waiting<C, R>(C command, CompletableFuture<R> answer) {}

    private final LinkedBlockingQueue<Waiting<C, R>> queue = new LinkedBlockingQueue<>(QUEUE);
    private final Function<List<C>, List<R>> transaction;
    private final int most;
    private final List<Thread> writers = new ArrayList<>();
    private volatile boolean open = true;

    /// `transaction` writes a batch in one transaction and returns as many answers, in the same order.
    public Gather(String name, int writers, int most, Function<List<C>, List<R>> transaction) {
        this.transaction = transaction;
        this.most = most;
        for (int i = 0; i < writers; i++) {
            this.writers.add(Thread.ofPlatform().daemon().name(name + "-" + i).start(this::run));
        }
    }

    /// Puts a command in and waits for its durable answer.
    public R submit(C command) {
        var waiting = new Waiting<C, R>(command, new CompletableFuture<>());
        try {
            if (!open || !queue.offer(waiting, 5, TimeUnit.SECONDS)) {
                throw Refusal.unavailable("busy");
            }
            return waiting.answer.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Refusal.unavailable("busy");
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    /// How many commands wait for a writer now.
    public int waiting() {
        return queue.size();
    }

    private void run() {
        var batch = new ArrayList<Waiting<C, R>>();
        while (open) {
            try {
                var first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                queue.drainTo(batch, most - 1);
                write(batch);
            } catch (InterruptedException stopped) {
                break;
            } finally {
                batch.clear();
            }
        }
        var left = new ArrayList<Waiting<C, R>>();
        queue.drainTo(left);
        left.forEach(each -> each.answer.completeExceptionally(new RejectedExecutionException("closing")));
    }

    private void write(List<Waiting<C, R>> batch) {
        try {
            var answers = transaction.apply(batch.stream().map(Waiting::command).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer.complete(answers.get(i));
            }
        } catch (RuntimeException failed) {
            if (batch.size() > 1 && !Outage.causes(failed)) {
                batch.forEach(each -> write(List.of(each)));
            } else {
                batch.forEach(each -> each.answer.completeExceptionally(failed));
            }
        }
    }

    @Override
    public void close() {
        open = false;
        writers.forEach(Thread::interrupt);
    }
}
