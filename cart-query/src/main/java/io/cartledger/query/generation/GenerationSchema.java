package io.cartledger.query.generation;

import io.cartledger.query.generation.Generation.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** The tables of generations: made, brought up to this software, and dropped. */
public final class GenerationSchema {

    private static final String ORPHANS = """
            select n.nspname
            from pg_namespace n
            where n.nspname ~ '^view_[0-9]+$'
              and not exists (select from view.generation g where 'view_' || g.number = n.nspname)
            """;

    private static final String TABLES_ALONE = "1";
    private static final String ALL = "latest";

    private final DataSource owner;

    /** @param owner connections of the role that owns the read model, {@code cart_view} */
    public GenerationSchema(DataSource owner) {
        this.owner = owner;
    }

    /**
     * Brings all generations up to this software, and makes the first one, empty and complete, where there is none. Nodes
     * that start at once wait for each other.
     *
     * @param foldRevision of the first one
     * @throws org.flywaydb.core.api.FlywayException if a schema is not what an earlier version has left
     */
    public void migrate(int foldRevision) throws SQLException {
        flyway("view", "db/view", Map.of()).load().migrate();
        for (Generation generation : withFirst(foldRevision)) {
            if (generation.state() != State.BUILDING) {
                flyway(generation, ALL);
            }
        }
    }

    private List<Generation> withFirst(int foldRevision) throws SQLException {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            GenerationTable.lock(connection);
            if (GenerationTable.all(connection).isEmpty()) {
                GenerationTable.add(connection, foldRevision, State.COMPLETE);
            }
            List<Generation> all = GenerationTable.all(connection);
            connection.commit();
            return all;
        }
    }

    /** Makes the tables of a new one, without what finds rows in them. */
    public void makeTables(Generation generation) {
        flyway(generation, TABLES_ALONE);
    }

    /** Makes the rest of it. */
    public void makeIndexes(Generation generation) {
        flyway(generation, ALL);
    }

    /** Tells the planner what is in it. */
    public void analyze(Generation generation) throws SQLException {
        try (Connection connection = owner.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    generation.sql("analyze view_n.cart, view_n.cart_line, view_n.change, view_n.change_line"));
        }
    }

    /** Those in which nobody's tables are any more: of generations that have been removed. */
    public List<String> orphans() throws SQLException {
        try (Connection connection = owner.getConnection();
                PreparedStatement statement = connection.prepareStatement(ORPHANS);
                ResultSet row = statement.executeQuery()) {
            var orphans = new ArrayList<String>();
            while (row.next()) {
                orphans.add(row.getString(1));
            }
            return orphans;
        }
    }

    /** Drops such a schema, or waits for whoever still reads it no longer than the connection lets it. */
    public void drop(String orphan) throws SQLException {
        try (Connection connection = owner.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("drop schema if exists " + orphan + " cascade");
        }
    }

    private void flyway(Generation generation, String target) {
        flyway(generation.schema(), "db/generation", Map.of("view_n", generation.schema()))
                .target(target)
                .load()
                .migrate();
    }

    /**
     * Nodes that migrate at once wait for each other by a lock of the session, not of a transaction: that would be idle
     * while a large generation's indexes are made, and PostgreSQL ends a builder's transaction that is idle for long.
     */
    private FluentConfiguration flyway(String schema, String folder, Map<String, String> placeholders) {
        FluentConfiguration flyway = Flyway.configure();
        flyway.getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        return flyway.dataSource(owner)
                .locations("classpath:" + folder)
                .schemas(schema)
                .defaultSchema(schema)
                .table("migration")
                .placeholders(placeholders);
    }
}
