package org.gongzhi.journal;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/// Wakes the readers of this node when one of its transactions has committed; rows of other nodes are found by looking
/// now and then.
@Component
class Signal {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition risen = lock.newCondition();
    private long count;

    void rise() {
        lock.lock();
        try {
            count++;
            risen.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the count passes `seen` or the time is over; returns the count.
    long await(long seen, Duration most) throws InterruptedException {
        lock.lock();
        try {
            long left = most.toNanos();
            while (count <= seen && left > 0) {
                left = risen.awaitNanos(left);
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }
}
