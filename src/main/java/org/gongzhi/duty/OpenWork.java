package org.gongzhi.duty;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/// What seats have open, told by the modules above: how much, and which. Duty asks without knowing what they
/// are.
@Component
public class OpenWork {

    /// One open thing: its number as people say it, the code of its subject, by when, and its page.
    public record Item(String number, String subject, Instant deadline, String path) {}

    private record Source(
            Function<Collection<Long>, Map<Long, Integer>> counts, BiFunction<Long, Integer, List<Item>> items) {}

    private final List<Source> sources = new CopyOnWriteArrayList<>();

    /// Makes a source known: how much each of some seats has open, and the first of what one seat has open.
    public void add(
            Function<Collection<Long>, Map<Long, Integer>> counts, BiFunction<Long, Integer, List<Item>> items) {
        sources.add(new Source(counts, items));
    }

    /// How much each of these seats has open; those with nothing are not in it.
    public Map<Long, Integer> counts(Collection<Long> seats) {
        var all = new HashMap<Long, Integer>();
        for (Source source : sources) {
            source.counts.apply(seats).forEach((seat, open) -> all.merge(seat, open, Integer::sum));
        }
        return all;
    }

    /// What a seat has open, the most urgent first.
    public List<Item> of(long seat, int most) {
        var all = new ArrayList<Item>();
        for (Source source : sources) {
            all.addAll(source.items.apply(seat, most));
        }
        all.sort(Comparator.comparing(Item::deadline));
        return all.size() > most ? List.copyOf(all.subList(0, most)) : all;
    }
}
