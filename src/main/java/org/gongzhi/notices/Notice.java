package org.gongzhi.notices;

import java.util.List;
import org.gongzhi.kernel.Words;
import org.jspecify.annotations.Nullable;

/// Something to tell somebody: a template with its parts, and the page it is about. `to` is an account, a
/// person of the register, or a seat (whoever holds it). `mark` names the occasion: the same mark to the same
/// one is told once.
public record Notice(long community, To to, String template, List<String> parts, String path, String mark) {

    /// Exactly one of the three.
    public record To(
            @Nullable Long account,
            @Nullable Long person,
            @Nullable Long seat) {

        public static To account(long id) {
            return new To(id, null, null);
        }

        public static To person(long id) {
            return new To(null, id, null);
        }

        public static To seat(long id) {
            return new To(null, null, id);
        }

        String word() {
            return account != null ? "a" + account : person != null ? "p" + person : "s" + seat;
        }
    }

    private static final char BETWEEN = '\u001f';

    /// A part that has a name in each language; whoever reads sees theirs.
    public static String both(String chinese, String english) {
        return chinese + BETWEEN + english;
    }

    /// A part as it is read in a language.
    static String in(Words words, String part) {
        int between = part.indexOf(BETWEEN);
        return between < 0 ? part : words.pick(part.substring(0, between), part.substring(between + 1));
    }
}
