package org.gongzhi.kernel;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Work over a connection of its own beside the pool, for what has to be said when the pool has none to give. Queries
/// and transactions of this thread go there meanwhile.
@Component
public class Aside {

    private static final String SECONDS = "10";

    private final DatabaseServer server;
    private final Loans pool;

    Aside(DatabaseServer server, Loans pool) {
        this.server = server;
        this.pool = pool;
    }

    public <T> T get(Supplier<T> work) {
        if (TransactionSynchronizationManager.hasResource(pool)) {
            return work.get();
        }
        try (Connection connection = connect()) {
            TransactionSynchronizationManager.bindResource(pool, new ConnectionHolder(connection));
            try {
                return work.get();
            } finally {
                TransactionSynchronizationManager.unbindResource(pool);
            }
        } catch (SQLException away) {
            throw new DataAccessResourceFailureException("no connection beside the pool", away);
        }
    }

    public void run(Runnable work) {
        get(() -> {
            work.run();
            return 0;
        });
    }

    private Connection connect() throws SQLException {
        var login = new Properties();
        if (server.user() instanceof String user) {
            login.setProperty("user", user);
        }
        if (server.password() instanceof String password) {
            login.setProperty("password", password);
        }
        login.setProperty("loginTimeout", SECONDS);
        login.setProperty("socketTimeout", SECONDS);
        return java.sql.DriverManager.getConnection(server.url(), login);
    }
}
