package org.gongzhi.matters.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.gongzhi.kernel.Refusal;

/// How many open pages listen at once: of one sender and in all. Each costs memory for as long as it listens, and
/// whoever is refused has the same page without live changes.
final class WatcherLimit {

    private final int each;
    private final int all;
    private final Map<String, Integer> watching = new ConcurrentHashMap<>();
    private int total;

    WatcherLimit(int each, int all) {
        this.each = each;
        this.all = all;
    }

    /// Counts one more of a sender, or refuses.
    synchronized void enter(String sender) {
        if (total >= all || watching.getOrDefault(sender, 0) >= each) {
            throw Refusal.tooMany("watchers");
        }
        total++;
        watching.merge(sender, 1, Integer::sum);
    }

    synchronized void leave(String sender) {
        total--;
        watching.computeIfPresent(sender, (_, count) -> count > 1 ? Integer.valueOf(count - 1) : null);
    }
}
