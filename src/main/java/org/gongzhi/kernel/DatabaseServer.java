package org.gongzhi.kernel;

import org.jspecify.annotations.Nullable;

/// How to reach the database, and how to let go of it.
public interface DatabaseServer extends AutoCloseable {

    String url();

    /// Null when the URL says who connects.
    @Nullable
    String user();

    @Nullable
    String password();

    @Override
    void close();

    /// A server that somebody else runs.
    static DatabaseServer external(String url) {
        return new DatabaseServer() {
            @Override
            public String url() {
                return url;
            }

            @Override
            public @Nullable String user() {
                return null;
            }

            @Override
            public @Nullable String password() {
                return null;
            }

            @Override
            public void close() {}
        };
    }
}
