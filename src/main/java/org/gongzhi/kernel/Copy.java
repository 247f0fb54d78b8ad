package org.gongzhi.kernel;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Writes rows with PostgreSQL's COPY, its text format: for filling tables with millions of rows. The rows
/// are part of the connection's transaction; [#finish] ends the copy, and without it nothing is written.
public final class Copy implements AutoCloseable {

    private static final int BUFFER = 1 << 18;
    private static final HexFormat HEX = HexFormat.of();

    private final CopyIn copy;
    private final StringBuilder rows = new StringBuilder(BUFFER + 4096);
    private boolean first = true;
    private long count;

    /// `columns`: as in the statement, `community, id, …`.
    public Copy(Connection connection, String table, String columns) throws SQLException {
        this.copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + table + " (" + columns + ") from stdin");
    }

    private StringBuilder next() {
        if (!first) {
            rows.append('\t');
        }
        first = false;
        return rows;
    }

    public Copy put(long value) {
        next().append(value);
        return this;
    }

    public Copy put(double value) {
        next().append(value);
        return this;
    }

    public Copy put(boolean value) {
        next().append(value ? 't' : 'f');
        return this;
    }

    public Copy put(@Nullable Instant at) {
        next().append(at == null ? "\\N" : at.toString());
        return this;
    }

    public Copy put(LocalDate day) {
        next().append(day);
        return this;
    }

    public Copy put(byte @Nullable [] bytes) {
        next();
        if (bytes == null) {
            rows.append("\\N");
        } else {
            rows.append("\\\\x").append(HEX.formatHex(bytes));
        }
        return this;
    }

    public Copy put(@Nullable String text) {
        next();
        if (text == null) {
            rows.append("\\N");
            return this;
        }
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            switch (sign) {
                case '\\' -> rows.append("\\\\");
                case '\t' -> rows.append("\\t");
                case '\n' -> rows.append("\\n");
                case '\r' -> rows.append("\\r");
                default -> rows.append(sign);
            }
        }
        return this;
    }

    /// Ends the row.
    public void end() throws SQLException {
        rows.append('\n');
        first = true;
        count++;
        if (rows.length() >= BUFFER) {
            flush();
        }
    }

    /// Rows ended so far.
    public long count() {
        return count;
    }

    private void flush() throws SQLException {
        byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        rows.setLength(0);
    }

    /// Writes what is left and ends the copy; returns its rows.
    public long finish() throws SQLException {
        flush();
        copy.endCopy();
        return count;
    }

    /// Gives up what was not finished.
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
