package org.gongzhi.canary.borrowing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Keeps what it borrows, and beside it, for each, how it gives it back.
public class Magpie {

    List<String> keepsRows(JdbcClient client) {
        return client.sql("select 1").query(String.class).stream().limit(1).toList();
    }

    List<String> returnsRows(JdbcClient client) {
        try (var rows = client.sql("select 1").query(String.class).stream()) {
            return rows.limit(1).toList();
        }
    }

    long keepsFolder(Path folder) throws IOException {
        return Files.list(folder).count();
    }

    long returnsFolder(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.count();
        }
    }

    boolean keepsConnection(DataSource source) throws SQLException {
        return source.getConnection().isClosed();
    }

    boolean keepsConnectionWhenItFails(DataSource source) throws SQLException {
        Connection connection = source.getConnection();
        boolean closed = connection.isClosed();
        connection.close();
        return closed;
    }

    boolean keepsStatement(Connection connection) throws SQLException {
        return connection.createStatement().execute("select 1");
    }

    Connection lends(DataSource source) throws SQLException {
        return source.getConnection();
    }

    boolean keepsWhatWasLent(DataSource source) throws SQLException {
        return lends(source).isClosed();
    }

    boolean returnsAll(DataSource source) throws SQLException {
        try (var connection = lends(source);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select 1")) {
            return rows.next() && rows.getStatement().getConnection() == connection;
        }
    }

    int keepsBytes(Path file) throws IOException {
        return Files.newInputStream(file).read();
    }
}
