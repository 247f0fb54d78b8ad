package org.gongzhi.access;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import org.gongzhi.places.Place;

/// Takes the check of scope from one line of the program while it runs: the question whether a place lies in that of
/// a seat or a scope ends in [Place#covers], and the line that asked gets "yes". What is narrowed in SQL is not
/// reached: the lists, whose places stand in the statement ([Scope#condition], [Scope#codes]). Those of looks and
/// keys have tests of their own (`AdministratorScopeTest`, `KeysTest`); all are asked for the foreign street by
/// `ScopeTest`.
public final class ScopeMutant {

    private static final Set<String> PASSED_ON =
            Set.of(Place.class.getName(), Actor.class.getName(), Scope.class.getName(), ScopeMutant.class.getName());

    private static final Set<String> REFUSED = ConcurrentHashMap.newKeySet();

    private static volatile String without = "";

    private static volatile boolean watching;

    private ScopeMutant() {}

    /// From now on every "no" is looked at, which costs a look at the stack, until [#leave()].
    static void install() {
        watching = true;
        new AgentBuilder.Default()
                .disableClassFormatChanges()
                .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
                .type(named(Place.class.getName()))
                .transform((type, _, _, _, _) ->
                        type.visit(Advice.to(Answering.class).on(named("covers"))))
                .installOn(ByteBuddyAgent.install());
    }

    static void leave() {
        watching = false;
        without = "";
    }

    /// The lines whose question was answered "no" since the last time this was asked.
    static Set<String> refused() {
        var lines = new TreeSet<>(REFUSED);
        REFUSED.clear();
        return lines;
    }

    /// From now on this line gets "yes"; an empty one gives all of them their check back.
    static void without(String line) {
        without = line;
    }

    public static final class Answering {

        private Answering() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean covers) {
            if (!covers) {
                covers = ScopeMutant.lets();
            }
        }
    }

    public static boolean lets() {
        if (!watching) {
            return false;
        }
        String line = StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> frame.getClassName().startsWith("org.gongzhi.")
                                && !PASSED_ON.contains(frame.getClassName()))
                        .findFirst()
                        .map(frame -> frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
                        .orElse(""));
        REFUSED.add(line);
        return line.equals(without);
    }
}
