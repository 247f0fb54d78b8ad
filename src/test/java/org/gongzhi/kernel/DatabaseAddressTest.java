package org.gongzhi.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said when the database of somebody else, or the folder of one's own, cannot be had.
class DatabaseAddressTest {

    @TempDir
    private Path folder;

    @Test
    void anAddressIsReadInBothForms() {
        assertThat(DatabaseAddress.jdbc("jdbc:postgresql://a,b/c?user=d")).isEqualTo("jdbc:postgresql://a,b/c?user=d");
        assertThat(DatabaseAddress.jdbc(" postgresql://g:p%40ss@db:5433/town "))
                .isEqualTo("jdbc:postgresql://db:5433/town?user=g&password=p%40ss");
        assertThat(DatabaseAddress.jdbc("postgres://db/town")).isEqualTo("jdbc:postgresql://db/town");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "localhost:5432/town",
                "mysql://db/town",
                "jdbc:mysql://db/town",
                "a b",
                "postgresql:///x"
            })
    void whatIsNoAddressIsToldAsThat(String given) {
        assertThatThrownBy(() -> DatabaseAddress.jdbc(given))
                .isInstanceOf(Told.class)
                .hasMessageContaining("不是数据库地址")
                .hasMessageContaining("postgresql://user:password@host:port/name");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    28P01|不接受这个用户名或密码|does not accept this user name or password
                    28000|不接受这个用户名或密码|does not accept this user name or password
                    3D000|没有 db:5433/town 这个库|There is no database db:5433/town
                    08001|连接不上|Nobody answers
                    """)
    void whatTheServerRefusesIsToldWithoutThePassword(String state, String chinese, String english) {
        var failed = new IllegalStateException(new SQLException("FATAL", state));
        assertThat(DatabaseAddress.refused("jdbc:postgresql://db:5433/town?user=g&password=secret", failed))
                .isInstanceOf(Told.class)
                .hasMessageContaining(chinese)
                .hasMessageContaining(english)
                .hasMessageNotContaining("secret");
    }

    @Test
    void anotherFaultStaysWhatItIs() {
        var failed = new IllegalStateException(new SQLException("no room", "53100"));
        assertThat(DatabaseAddress.refused("jdbc:postgresql://db/town", failed)).isSameAs(failed);
    }

    @Test
    void whereNobodyListensIsToldWithinAMoment() throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/town?user=g";
        try (var pool = new com.zaxxer.hikari.HikariDataSource()) {
            pool.setJdbcUrl(url);
            assertThatThrownBy(() -> {
                        try {
                            Migrations.run(pool);
                        } catch (RuntimeException failed) {
                            throw DatabaseAddress.refused(url, failed);
                        }
                    })
                    .isInstanceOf(Told.class)
                    .hasMessageContaining("127.0.0.1:" + port + "/town");
        }
    }

    @Test
    void aFolderThatAnotherProgramHasIsTold() throws Exception {
        try (var held = FolderLock.take(folder)) {
            assertThat(held.isOpen()).isTrue();
            assertThatThrownBy(() -> FolderLock.take(folder))
                    .hasMessageContaining("另一个共治程序正在使用 " + folder)
                    .hasMessageContaining("Another Gongzhi is running over " + folder)
                    .hasMessageContaining("--data");
        }
        FolderLock.take(folder).close();
    }
}
