package org.gongzhi.kernel;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list: the rows and, when there are more, the mark after which the next page begins.
public record Rows<T>(List<T> rows, @Nullable String next) {

    /// Cuts `found`, read with `limit + 1`, to `limit` rows and remembers where it stopped.
    public static <T> Rows<T> cut(List<T> found, int limit, Function<T, String> mark) {
        if (found.size() <= limit) {
            return new Rows<>(List.copyOf(found), null);
        }
        List<T> kept = List.copyOf(found.subList(0, limit));
        return new Rows<>(kept, mark.apply(kept.getLast()));
    }
}
