package io.cartledger.server.vault;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings schema {@code vault} up to this software. */
public final class VaultMigration {

    private VaultMigration() {}

    /**
     * Migrates; nodes that start at once wait for each other.
     *
     * @param owner connections of the role that owns the schema, {@code cart_vault}
     * @throws org.flywaydb.core.api.FlywayException if the schema is not what an earlier version has left
     */
    public static void run(DataSource owner) {
        Flyway.configure()
                .dataSource(owner)
                .locations("classpath:db/vault")
                .schemas("vault")
                .defaultSchema("vault")
                .table("migration")
                .load()
                .migrate();
    }
}
