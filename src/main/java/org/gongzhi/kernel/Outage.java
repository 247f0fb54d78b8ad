package org.gongzhi.kernel;

import java.sql.SQLException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.TransactionException;

/// Tells whether something failed because the database is away, not because of what was asked of it.
public final class Outage {

    private Outage() {}

    public static boolean causes(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof NonTransientDataAccessResourceException
                    || each instanceof TransientDataAccessResourceException
                    || each instanceof TransactionException
                    || (each instanceof SQLException sql && away(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    /// SQL states of PostgreSQL: connection exceptions (08), too few connections (53300), shutting down (57P).
    private static boolean away(@org.jspecify.annotations.Nullable String state) {
        return state != null && (state.startsWith("08") || state.equals("53300") || state.startsWith("57P"));
    }
}
