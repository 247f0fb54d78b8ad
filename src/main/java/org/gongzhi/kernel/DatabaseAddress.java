package org.gongzhi.kernel;

import java.net.URI;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// The database that somebody else runs, as `gongzhi.database-url` names it, and what to say when it cannot be had.
/// Passwords are never told.
final class DatabaseAddress {

    private static final String JDBC = "jdbc:postgresql:";

    private DatabaseAddress() {}

    /// As JDBC writes it: `jdbc:postgresql:…` as it is, or `postgresql://user:password@host:port/name`.
    static String jdbc(String given) {
        String url = given.strip();
        if (url.startsWith(JDBC)) {
            return url;
        }
        URI uri = uri(url);
        if (uri == null
                || uri.getHost() == null
                || !String.valueOf(uri.getScheme()).matches("postgres(ql)?")) {
            throw new Told(
                    "--database-url 不是数据库地址。请写成 postgresql://用户名:密码@主机:端口/库名；密码里的特殊字符要写成 %XX。",
                    "--database-url is not the address of a database. Write postgresql://user:password@host:port/name; special signs of the password as %XX.");
        }
        var jdbc = new StringBuilder(JDBC).append("//").append(uri.getHost());
        if (uri.getPort() > 0) {
            jdbc.append(':').append(uri.getPort());
        }
        jdbc.append(uri.getPath());
        String user = uri.getRawUserInfo();
        if (user != null) {
            int colon = user.indexOf(':');
            jdbc.append("?user=").append(colon < 0 ? user : user.substring(0, colon));
            if (colon >= 0) {
                jdbc.append("&password=").append(user.substring(colon + 1));
            }
        }
        return jdbc.toString();
    }

    private static @Nullable URI uri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    /// What went wrong at the first connection, in words where it is the address that is wrong.
    static RuntimeException refused(String jdbc, RuntimeException failed) {
        String state = state(failed);
        String where = jdbc.substring(JDBC.length()).replaceFirst("\\?.*", "").replaceFirst("^//", "");
        if (state.startsWith("08")) {
            return new Told(
                    "数据库 " + where + " 连接不上。请检查 --database-url 里的主机和端口，并确认那里的 PostgreSQL 已经启动。",
                    "Nobody answers at the database " + where
                            + ". Check host and port in --database-url, and that PostgreSQL is running there.");
        }
        if (state.startsWith("28")) {
            return new Told(
                    "数据库 " + where + " 不接受这个用户名或密码。请检查 --database-url，或请管理数据库的人开通。",
                    "The database " + where
                            + " does not accept this user name or password. Check --database-url, or ask whoever runs the database.");
        }
        if (state.equals("3D000")) {
            return new Told(
                    "数据库服务器上没有 " + where + " 这个库。请先建库（createdb），或检查 --database-url 里的库名。",
                    "There is no database " + where
                            + " on that server. Create it first (createdb), or check its name in --database-url.");
        }
        return failed;
    }

    private static String state(Throwable failed) {
        String state = "";
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                state = sql.getSQLState();
            }
        }
        return state;
    }
}
