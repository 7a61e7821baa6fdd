package io.cartledger.bench.peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A peer's connections, all to one database, and the tables in it that peers write by hand. */
final class PeerDatabase {

    /**
     * More than the service has: its writer needs one, while here every request that is under way holds one, and commits
     * that come together share a flush in PostgreSQL.
     */
    private static final int CONNECTIONS = 32;

    private static final String TABLES = """
            create schema if not exists peer;
            create table if not exists peer.cart_line (
              cart_id  text collate "C" not null,
              sku      text collate "C" not null,
              quantity bigint           not null,
              primary key (cart_id, sku)
            );
            create table if not exists peer.command_key (
              principal   text collate "C" not null,
              key         text collate "C" not null,
              fingerprint text collate "C" not null,
              cart_id     text collate "C" not null,
              sku         text collate "C" not null,
              quantity    bigint           not null,
              recorded_at timestamptz      not null default clock_timestamp(),
              primary key (principal, key)
            );
            """;

    private PeerDatabase() {}

    static HikariDataSource open(String jdbcUrl) {
        var config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setUsername("postgres");
        config.setPoolName("peer");
        config.setMaximumPoolSize(CONNECTIONS);
        var pool = new HikariDataSource(config);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(TABLES);
            return pool;
        } catch (SQLException e) {
            pool.close();
            throw new IllegalStateException("the peer's tables could not be made in " + jdbcUrl, e);
        }
    }
}
