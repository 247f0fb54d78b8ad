package org.gongzhi.access;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.gongzhi.Foreign;
import org.jspecify.annotations.Nullable;

/// Sends every write that names things in its words to a street of the asker's own, with a thing of the foreign street
/// in one of them: whoever has every right at home is refused, and as for a thing that is nowhere.
final class NamedCalls {

    private static final Set<String> APART = ScopeCalls.list("telling-apart.txt", true);
    private static final Set<String> UNREACHED = ScopeCalls.list("refused-further.txt", true);

    private final Asking asking;
    private final Foreign ours;
    private final Foreign theirs;
    private final LongFunction<String> tokens;
    private final Set<String> apart = new TreeSet<>();
    private final Set<String> unreached = new TreeSet<>();

    NamedCalls(Asking asking, Foreign ours, Foreign theirs, LongFunction<String> tokens) {
        this.asking = asking;
        this.ours = ours;
        this.theirs = theirs;
        this.tokens = tokens;
    }

    List<String> complaints(Endpoint endpoint) throws Exception {
        var wrong = new ArrayList<String>();
        var refused = new LinkedHashMap<Asked, Asking.Answer>();
        for (Map.Entry<String, Type> each : asking.words(endpoint).entrySet()) {
            String word = each.getKey();
            var named = theirs.named(endpoint.address(), word);
            if (named == null && names(word, each.getValue().getTypeName())) {
                wrong.add(endpoint + " " + word + ": say what it names, or that it names nothing");
            }
            if (named == null || named.isEmpty() || open(endpoint, word)) {
                continue;
            }
            for (Actor who : ours.rightful(endpoint.address())) {
                var asked = new Asked(endpoint, endpoint.path(), word, who.name(), token(who));
                refused.put(asked, ask(asked, named.getFirst()));
                complaint(asked, named.getFirst(), refused.get(asked), nowhere(asked, named.getFirst()))
                        .ifPresent(wrong::add);
            }
        }
        wrong.addAll(hollow(refused));
        return wrong;
    }

    /// Whoever names a thing of their own instead gets further; otherwise the refusals might be about something else.
    private List<String> hollow(Map<Asked, Asking.Answer> refused) throws Exception {
        var stuck = new TreeMap<String, String>();
        var further = new TreeSet<String>();
        for (Map.Entry<Asked, Asking.Answer> each : refused.entrySet()) {
            var asked = each.getKey();
            Object own = ours.named(asked.endpoint.address(), asked.word).getFirst();
            Object other = theirs.named(asked.endpoint.address(), asked.word).getFirst();
            var answer = ask(asked, own);
            if (ScopeCalls.beyond(answer) && !same(answer, own, each.getValue(), other)) {
                further.add(asked.line());
            }
            stuck.merge(
                    asked.line(), answer.status() + " " + ScopeCalls.sentence(answer), (one, two) -> one + ", " + two);
        }
        stuck.keySet().removeAll(further);
        unreached.addAll(stuck.keySet());
        stuck.keySet().removeAll(UNREACHED);
        return stuck.entrySet().stream()
                .map(each -> each.getKey() + ": a thing of one's own gets " + each.getValue())
                .toList();
    }

    private String token(Actor who) {
        return tokens.apply(Objects.requireNonNull(who.account()));
    }

    /// An id, or what an address calls a thing.
    private boolean names(String word, String type) {
        return type.matches("(.*<)?(java.lang.Long|long)>?")
                || type.contains("String") && ours.kinds().stream().anyMatch(kind -> word.matches(kind + "s?(Code)?"))
                || word.matches("numbers?|username|parent|into|home|dwelling");
    }

    private boolean open(Endpoint endpoint, String word) {
        return ours.openness(endpoint.method(), endpoint.address())
                .or(() -> ours.openness(endpoint.method(), endpoint.address() + " " + word))
                .isPresent();
    }

    /// The same for writes to a thing of one's own: what is said there and otherwise in each street names a thing.
    List<String> complaintsBelow(Endpoint endpoint) throws Exception {
        var wrong = new ArrayList<String>();
        for (String word : asking.words(endpoint).keySet()) {
            @Nullable Object thing = single(theirs, endpoint, word);
            if (thing == null || thing.equals(single(ours, endpoint, word)) || open(endpoint, word)) {
                continue;
            }
            for (String path : asking.paths(endpoint)) {
                wrong.addAll(complaintsBelow(endpoint, path, word, thing));
            }
        }
        return wrong;
    }

    /// As the first who may: an act that takes anything there does not ask for it.
    private List<String> complaintsBelow(Endpoint endpoint, String path, String word, Object thing) throws Exception {
        for (Actor who : ours.rightful(endpoint.address())) {
            var asked = new Asked(endpoint, path, word, who.name(), token(who));
            var nowhere = nowhere(asked, thing);
            if (nowhere.answer.status() >= 400 && nowhere.answer.status() != 403) {
                return complaint(asked, thing, ask(asked, thing), nowhere).stream()
                        .toList();
            }
        }
        return List.of();
    }

    private record Nowhere(String thing, Asking.Answer answer) {}

    private Nowhere nowhere(Asked asked, Object thing) throws Exception {
        String unknown = asking.unknown(thing.toString());
        return new Nowhere(unknown, ask(asked, unknown));
    }

    private static @Nullable Object single(Foreign street, Endpoint endpoint, String word) {
        @Nullable Optional<Object> said = street.said(endpoint.address(), word);
        @Nullable Object value = said == null ? null : said.orElse(null);
        value = value instanceof List<?> many && many.size() == 1 ? many.getFirst() : value;
        boolean moment = value instanceof String words && words.matches("\\d{4}-\\d\\d-\\d\\d.*");
        return !moment && (value instanceof Number || value instanceof String) ? value : null;
    }

    private record Asked(Endpoint endpoint, String path, String word, String who, String token) {

        String line() {
            return endpoint + " " + word;
        }
    }

    private Asking.Answer ask(Asked asked, Object thing) throws Exception {
        return asking.ask(asked.endpoint, asked.path, asked.token, Map.of(asked.word, thing));
    }

    private Optional<String> complaint(Asked asked, Object thing, Asking.Answer refused, Nowhere nowhere) {
        String what = asked.endpoint.method() + " " + asked.path + " " + asked.word + "=" + thing + " as " + asked.who
                + ": " + refused.status() + " " + ScopeCalls.sentence(refused);
        if (same(refused, thing, nowhere.answer, nowhere.thing)) {
            return Optional.empty();
        }
        if (refused.status() < 400 || refused.status() >= 500) {
            return Optional.of(what + " " + refused.location() + " " + refused.body());
        }
        if (asking.publicPlace(thing.toString())) {
            return Optional.empty();
        }
        apart.add(asked.line());
        return Optional.of(what + ", nowhere " + nowhere.answer.status() + " " + ScopeCalls.sentence(nowhere.answer))
                .filter(_ -> !APART.contains(asked.line()));
    }

    /// The same answer, when one leaves out what was named.
    private static boolean same(Asking.Answer one, Object thing, Asking.Answer other, Object another) {
        return ScopeCalls.alike(one, other)
                && (one.status() >= 400
                        || one.body()
                                .replace(thing.toString(), "")
                                .equals(other.body().replace(another.toString(), "")));
    }

    /// Those of the lists that are well now.
    Set<String> mended() {
        var mended = new TreeSet<>(APART);
        mended.removeAll(apart);
        UNREACHED.stream().filter(line -> !unreached.contains(line)).forEach(mended::add);
        return mended;
    }
}
