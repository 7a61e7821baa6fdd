package io.cartledger.command.ledger;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings schema {@code ledger} up to this software. */
public final class LedgerMigration {

    private LedgerMigration() {}

    /**
     * Migrates; nodes that start at once wait for each other.
     *
     * @param owner connections of the role that owns the schema, {@code cart_owner}; used for this alone
     * @throws org.flywaydb.core.api.FlywayException if the schema is not what an earlier version has left
     */
    public static void run(DataSource owner) {
        Flyway.configure()
                .dataSource(owner)
                .locations("classpath:db/ledger")
                .schemas("ledger")
                .defaultSchema("ledger")
                .table("migration")
                .load()
                .migrate();
    }
}
