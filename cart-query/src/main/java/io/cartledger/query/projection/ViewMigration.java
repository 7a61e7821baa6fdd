package io.cartledger.query.projection;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the read model's schemas up to this software. */
public final class ViewMigration {

    private ViewMigration() {}

    /**
     * Migrates; nodes that start at once wait for each other.
     *
     * @param owner connections of the role that owns the read model, {@code cart_view}
     * @throws org.flywaydb.core.api.FlywayException if the schemas are not what an earlier version has left
     */
    public static void run(DataSource owner) {
        Flyway.configure()
                .dataSource(owner)
                .locations("classpath:db/view")
                .schemas("view")
                .defaultSchema("view")
                .table("migration")
                .load()
                .migrate();
    }
}
