package org.gongzhi.kernel;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// A connection of the pool while somebody has it: for which work, since when, what was said to the database last and
/// whether it still answers. The words of the statement are kept, never what was put into them.
final class Loan implements InvocationHandler {

    private final Connection lent;
    private final long number;
    private final Clock clock;
    private final Consumer<Loan> back;
    private final Thread thread = Thread.currentThread();
    private final @Nullable Work work = Work.current();
    private final String begunBy = work == null ? Work.begunBy() : "";
    private final Instant since;
    private final AtomicBoolean returned = new AtomicBoolean();
    private volatile Instant heard;
    private volatile String statement = "";
    private volatile boolean working;

    /// Somebody has PostgreSQL's own connection: what is done with it is not seen, and counts as work.
    private volatile boolean raw;

    Loan(Connection lent, long number, Clock clock, Consumer<Loan> back) {
        this.lent = lent;
        this.number = number;
        this.clock = clock;
        this.back = back;
        this.since = clock.instant();
        this.heard = since;
    }

    Connection connection() {
        return (Connection)
                Proxy.newProxyInstance(Loan.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "equals" -> {
                return arguments != null && proxy == arguments[0];
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            case "close" -> {
                giveBack();
                return null;
            }
            case "unwrap" -> {
                raw = true;
                return call(lent, method, arguments);
            }
            default -> {
                Object result = call(lent, method, arguments);
                return result instanceof Statement made
                        ? watched(made, method.getReturnType(), said(arguments))
                        : result;
            }
        }
    }

    private void giveBack() throws SQLException {
        if (returned.compareAndSet(false, true)) {
            back.accept(this);
            lent.close();
        }
    }

    /// Takes the connection away from whoever had it; false when it was just given back.
    boolean takeAway(Consumer<Connection> end) {
        boolean mine = returned.compareAndSet(false, true);
        if (mine) {
            end.accept(lent);
        }
        return mine;
    }

    private static @Nullable String said(Object @Nullable [] arguments) {
        return arguments != null && arguments.length > 0 && arguments[0] instanceof String sql ? sql : null;
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause() == null ? failed : failed.getCause();
        }
    }

    private Object watched(Statement made, Class<?> type, @Nullable String sql) {
        hear(sql);
        Class<?> shown = type == CallableStatement.class || type == PreparedStatement.class ? type : Statement.class;
        return Proxy.newProxyInstance(
                Loan.class.getClassLoader(),
                new Class<?>[] {shown},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> arguments != null && proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default ->
                        method.getName().startsWith("execute")
                                ? executed(made, method, arguments)
                                : call(made, method, arguments);
                });
    }

    private @Nullable Object executed(Statement made, Method method, Object @Nullable [] arguments) throws Throwable {
        working = true;
        hear(said(arguments));
        try {
            return call(made, method, arguments);
        } finally {
            working = false;
            hear(null);
        }
    }

    private void hear(@Nullable String sql) {
        heard = clock.instant();
        if (sql != null) {
            statement = sql;
        }
    }

    /// The process of the database that serves it; 0 once it is given back.
    int backend() {
        try {
            return lent.unwrap(PGConnection.class).getBackendPID();
        } catch (SQLException gone) {
            return 0;
        }
    }

    /// Nobody is left who could give it back.
    boolean lost() {
        return !working && (!thread.isAlive() || (work != null && work.over()));
    }

    /// Nothing was said to the database for so long, and it has nothing to answer.
    boolean quiet(Duration most) {
        return !working && !raw && Duration.between(heard, clock.instant()).compareTo(most) >= 0;
    }

    Loans.Holder holder() {
        return new Loans.Holder(
                number, work == null ? begunBy : work.name(), statement.strip().replaceAll("\\s+", " "), since, lost());
    }
}
