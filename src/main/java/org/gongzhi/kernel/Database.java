package org.gongzhi.kernel;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Where the rows live: in the PostgreSQL given by `gongzhi.database-url`, or in the one that comes with the
/// program.
@Configuration
class Database {

    @Bean(destroyMethod = "close")
    DatabaseServer databaseServer(
            @Value("${gongzhi.data}") Path data,
            @Value("${gongzhi.database-url:}") String url,
            @Value("${gongzhi.attach:false}") boolean attach) {
        if (!url.isBlank()) {
            return DatabaseServer.external(DatabaseAddress.jdbc(url));
        }
        return attach ? EmbeddedPostgres.attach(data) : EmbeddedPostgres.start(data);
    }

    /// The one pool. A request waits for a connection for `wait`, and is then told that the database does not
    /// answer. A connection on which nothing is heard for `silence` is given up: a machine that died says no
    /// goodbye. When all are away and none was used for `quiet`, the pool is held (`PoolWatch`).
    @Bean(destroyMethod = "close")
    Loans dataSource(
            DatabaseServer server,
            Clock clock,
            @Value("${gongzhi.database.connections:24}") int connections,
            @Value("${gongzhi.database.wait:PT15S}") Duration wait,
            @Value("${gongzhi.database.silence:PT5M}") Duration silence,
            @Value("${gongzhi.database.quiet:PT20S}") Duration quiet) {
        var pool = new Loans(clock, quiet);
        pool.setMaximumPoolSize(connections);
        pool.setConnectionTimeout(wait.toMillis());
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("socketTimeout", Long.toString(silence.toSeconds()));
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        pool.setJdbcUrl(server.url());
        if (server.user() != null) {
            pool.setUsername(server.user());
            pool.setPassword(server.password());
        }
        try {
            Migrations.run(pool);
        } catch (RuntimeException failed) {
            pool.close();
            throw DatabaseAddress.refused(server.url(), failed);
        }
        return pool;
    }

    @Bean
    TransactionTemplate transactionTemplate(JdbcTransactionManager manager) {
        return new TransactionTemplate(manager);
    }

    @Bean
    JdbcTransactionManager transactionManager(Loans dataSource) {
        return new JdbcTransactionManager(dataSource);
    }
}
