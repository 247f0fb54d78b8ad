package org.gongzhi.kernel;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a thread works on, by a name that says nothing of people: the method and the pattern of a request. Once it is
/// over, nothing that was borrowed for it is needed any more.
public final class Work {

    private static final ThreadLocal<Work> CURRENT = new ThreadLocal<>();
    private static final StackWalker STACK = StackWalker.getInstance();
    private static final Set<String> OWN = Set.of(Work.class.getName(), Loan.class.getName(), Loans.class.getName());

    private volatile String name;
    private volatile boolean over;

    private Work(String name) {
        this.name = name;
    }

    /// This thread begins to work on something; whoever begins it ends it.
    public static Work begin(String name) {
        var work = new Work(name);
        CURRENT.set(work);
        return work;
    }

    /// What this thread works on; null when nobody said.
    static @Nullable Work current() {
        return CURRENT.get();
    }

    /// A better name, once it is known; for a thread that never began anything there is none.
    public static void called(String name) {
        Work work = CURRENT.get();
        if (work != null) {
            work.name = name;
        }
    }

    public void end() {
        over = true;
        CURRENT.remove();
    }

    boolean over() {
        return over;
    }

    String name() {
        return name;
    }

    /// The method of ours that a thread without a name for its work began with.
    static String begunBy() {
        return STACK.walk(frames -> frames.filter(frame ->
                                frame.getClassName().startsWith("org.gongzhi.") && !OWN.contains(frame.getClassName()))
                        .reduce((_, outer) -> outer))
                .map(frame -> frame.getClassName().replaceFirst(".*\\.", "") + "." + frame.getMethodName())
                .map(name -> name.replaceAll("\\$\\$\\w+|lambda\\$|\\$\\d+", ""))
                .orElse("the program itself");
    }
}
