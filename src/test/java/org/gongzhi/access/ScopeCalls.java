package org.gongzhi.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.gongzhi.Foreign;
import org.gongzhi.people.Role;
import org.jspecify.annotations.Nullable;

/// Sends every endpoint that names a thing to the foreign things as four people who may not, and says what is wrong.
final class ScopeCalls {

    /// Each token, and the name under which it appears in complaints.
    record Somebody(String name, String token) {}

    private static final Set<String> KNOWN = list("telling-apart.txt", false);
    private static final Set<String> REFUSED_FURTHER = list("refused-further.txt", false);

    private final Set<String> refusedFurther = new TreeSet<>();
    private final Set<String> tellingApart = new TreeSet<>();
    private final Asking asking;
    private final Foreign foreign;
    private final Somebody officer;
    private final java.util.Map<Role, String> there;
    private final Somebody resident;

    ScopeCalls(Asking asking, Foreign foreign, String officer, String resident, java.util.Map<Role, String> there) {
        this.asking = asking;
        this.foreign = foreign;
        this.officer = new Somebody("who may elsewhere", officer);
        this.resident = new Somebody("a resident of elsewhere", resident);
        this.there = there;
    }

    /// Who asks: somebody with the right elsewhere; somebody there without it (where no right is named, nobody can be
    /// said to lack it); a resident of elsewhere; a visitor.
    List<Somebody> four(Endpoint endpoint) {
        var four = new ArrayList<Somebody>();
        four.add(officer);
        without(endpoint).ifPresent(four::add);
        four.add(resident);
        four.add(new Somebody("a visitor", ""));
        return four;
    }

    private Optional<Somebody> without(Endpoint endpoint) {
        @Nullable Needs needs = endpoint.handler().getMethodAnnotation(Needs.class);
        return Optional.ofNullable(needs)
                .flatMap(rule -> Arrays.stream(Role.values())
                        .filter(role -> Arrays.stream(rule.value()).noneMatch(right -> Rights.allows(role, right)))
                        .findFirst()
                        .map(role -> new Somebody("who may not, as " + role, there.get(role))));
    }

    List<String> complaints(Endpoint endpoint) throws Exception {
        var wrong = new ArrayList<String>();
        for (String path : asking.paths(endpoint)) {
            boolean open = open(endpoint, path);
            if (open && !endpoint.method().equals("GET")) {
                continue; // changes something there, and may
            }
            for (Somebody somebody : four(endpoint)) {
                complaint(endpoint, path, somebody, open)
                        .ifPresent(what -> wrong.add(endpoint.module() + ": " + endpoint.method() + " " + path + " as "
                                + somebody.name() + ": " + what));
            }
        }
        return wrong;
    }

    /// An act may be open where the others are not, and one thing of several.
    private boolean open(Endpoint endpoint, String path) {
        String address = endpoint.address();
        String act = address.replace("{act}", path.substring(path.lastIndexOf('/') + 1));
        return foreign.openness(endpoint.method(), address)
                .or(() -> foreign.openness(endpoint.method(), act))
                .or(() -> foreign.openness(endpoint.method(), path.replaceFirst("^/api/v1", "")))
                .isPresent();
    }

    private Optional<String> complaint(Endpoint endpoint, String path, Somebody somebody, boolean open)
            throws Exception {
        var answer = asking.ask(endpoint, path, somebody.token());
        if (answer.status() >= 500) {
            return Optional.of(answer.status() + " " + answer.body());
        }
        if (answer.body().contains(Foreign.SECRET)) {
            return Optional.of(answer.status() + " tells what is secret");
        }
        if (open) {
            return Optional.empty();
        }
        if (somebody.token().isEmpty() && signIn(answer)) {
            return Optional.empty();
        }
        if (!answer.refused()) {
            return Optional.of(answer.status() + " " + answer.location() + " " + sentence(answer));
        }
        return tellsApart(endpoint, path, somebody, answer);
    }

    /// Whether the answer differs from that about something that is nowhere, so that one learns what is there.
    /// A visitor is asked to sign in before, and whoever has no right anywhere is refused before. Of what
    /// somebody may read nothing is told by refusing them to change it.
    private Optional<String> tellsApart(Endpoint endpoint, String path, Somebody somebody, Asking.Answer answer)
            throws Exception {
        if (somebody != officer && somebody != resident) {
            return Optional.empty();
        }
        var nowhere = asking.ask(endpoint, asking.nowhere(endpoint, path), somebody.token());
        if (alike(nowhere, answer)) {
            return Optional.empty();
        }
        if (asking.readable(endpoint, path, somebody.token())) {
            return Optional.empty();
        }
        tellingApart.add(endpoint.toString());
        return KNOWN.contains(endpoint.toString())
                ? Optional.empty()
                : Optional.of("there " + answer.status() + " " + sentence(answer) + ", nowhere " + nowhere.status()
                        + " " + sentence(nowhere));
    }

    /// Those of the list that tell nothing apart any more.
    Set<String> mended() {
        var mended = new TreeSet<>(KNOWN);
        mended.removeAll(tellingApart);
        return mended;
    }

    /// The lines of a list about the things in addresses, or those about a word that names one.
    static Set<String> list(String name, boolean words) {
        try {
            return Set.copyOf(Files.readAllLines(Path.of("src/test/resources/access", name)).stream()
                    .filter(line -> !line.startsWith("#") && (line.split(" ").length == 3) == words)
                    .toList());
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /// The lists and forms that name no thing, asked for the foreign street: nothing secret, and nothing made there.
    List<String> elsewhere(Endpoint endpoint) throws Exception {
        var wrong = new ArrayList<String>();
        for (Somebody somebody : four(endpoint)) {
            var answer = asking.ask(endpoint, endpoint.path(), somebody.token());
            if (answer.status() >= 500 || answer.body().contains(Foreign.SECRET)) {
                wrong.add(endpoint + " as " + somebody.name() + ": " + answer.status() + " " + sentence(answer));
            }
        }
        return wrong;
    }

    static boolean alike(Asking.Answer one, Asking.Answer other) {
        return one.status() == other.status() && sentence(one).equals(sentence(other));
    }

    /// Got past every question who may: it was done, or refused for what was said or for how the thing stands.
    static boolean beyond(Asking.Answer answer) {
        return !answer.refused() && answer.status() != 401 && answer.status() < 500;
    }

    /// The endpoint with the act that the path names.
    private static String act(Endpoint endpoint, String path) {
        int question = path.indexOf("?act=");
        String address = endpoint.address().replace("{act}", path.substring(path.lastIndexOf('/') + 1));
        return endpoint.method()
                + (endpoint.forPrograms() ? " /api/v1" : " ")
                + address
                + (question < 0 ? "" : path.substring(question));
    }

    /// Those of the list that get further now, when these are all that did not.
    static Set<String> furtherThan(Set<String> refused) {
        var mended = new TreeSet<>(REFUSED_FURTHER);
        mended.removeAll(refused);
        return mended;
    }

    /// The acts of the endpoint asked last.
    Set<String> refusedFurther() {
        return refusedFurther;
    }

    private static boolean signIn(Asking.Answer answer) {
        return answer.status() == 401
                || answer.status() / 100 == 3 && answer.location().contains("/sign-in");
    }

    private static final Pattern CODE = Pattern.compile("\"code\":\"([^\"]+)\"");

    /// The code of a refusal.
    static String sentence(Asking.Answer answer) {
        var found = CODE.matcher(answer.body());
        return found.find() ? found.group(1) : "";
    }

    /// Whoever may there is not refused: what the others were refused was the thing, and not something else in the
    /// call.
    List<String> hollow(Endpoint endpoint, java.util.function.LongFunction<String> token) throws Exception {
        var wrong = new ArrayList<String>();
        refusedFurther.clear();
        for (String path : asking.paths(endpoint)) {
            if (open(endpoint, path)) {
                continue;
            }
            var refused = asking.ask(endpoint, path, officer.token());
            boolean further = false;
            boolean apart = false;
            for (Actor who : foreign.rightful(endpoint.address())) {
                var answer = asking.ask(endpoint, path, token.apply(Objects.requireNonNull(who.account())));
                boolean differs = !alike(answer, refused) && !sentence(answer).equals("unreadable");
                apart = apart || differs;
                further = further || differs && beyond(answer);
            }
            String act = act(endpoint, path);
            if (!further) {
                refusedFurther.add(act);
            }
            if (!further && !(apart && REFUSED_FURTHER.contains(act))) {
                wrong.add(endpoint.module() + ": " + endpoint.method() + " " + path + ": who may there too gets "
                        + refused.status() + " " + sentence(refused));
            }
        }
        return wrong;
    }
}
