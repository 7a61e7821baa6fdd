package io.cartledger.command.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.command.testing.TestDatabase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whoever has used the service before has carts, and what is derived from them has to stand right from the start. */
class LedgerMigrationTest {

    private static final String EVENTS_OF_BEFORE = """
            insert into ledger.event
            select position, 'Cart', cart, number, gen_random_uuid(), type, revision, payload::jsonb, '{}', now()
            from (values
              (1,  'a', 0, 'CartOpened',      1, '{"customer": "4421"}'),
              (2,  'a', 1, 'ItemAdded',       2, '{"item": {"itemId": "BOOT", "sku": "BOOT"}, "added": 2, "lineQuantity": 2}'),
              (3,  'a', 2, 'ItemAdded',       1, '{"sku": "SOCK", "added": 1, "lineQuantity": 1}'),
              (4,  'a', 3, 'QuantityChanged', 1, '{"itemId": "BOOT", "lineQuantity": 5}'),
              (5,  'a', 4, 'ItemRemoved',     1, '{"itemId": "SOCK"}'),
              (6,  'b', 0, 'CartOpened',      1, '{"customer": "4421"}'),
              (7,  'b', 1, 'ItemAdded',       2, '{"item": {"itemId": "CAP", "sku": "CAP"}, "added": 1, "lineQuantity": 1}'),
              (8,  'b', 2, 'CartCleared',     1, '{}'),
              (9,  'b', 3, 'ItemAdded',       2, '{"item": {"itemId": "BOOT~x", "sku": "BOOT"}, "added": 3, "lineQuantity": 3}'),
              (10, 'c', 0, 'CartOpened',      1, '{}'),
              (11, 'c', 1, 'ItemAdded',       2, '{"item": {"itemId": "BOOT", "sku": "BOOT"}, "added": 9, "lineQuantity": 9}')
            ) e(position, cart, number, type, revision, payload)
            """;

    @Test
    void openCartsAndUnitsAreCountedFromWhatIsThere() {
        TestDatabase database = TestDatabase.durable();
        Flyway.configure()
                .dataSource(database.as("cart_owner"))
                .locations("classpath:db/ledger")
                .schemas("ledger")
                .defaultSchema("ledger")
                .table("migration")
                .target("1")
                .load()
                .migrate();
        database.execute(EVENTS_OF_BEFORE);

        LedgerMigration.run(database.as("cart_owner"));

        JdbcClient sql = JdbcClient.create(database.as("cart_reader"));
        assertThat(sql.sql("select owner || ' ' || cart_id from ledger.open_cart")
                        .query(String.class)
                        .list())
                .containsExactly("customer/4421 a");
        assertThat(sql.sql("select customer || ' ' || sku || ' ' || period_start || ' ' || units from ledger.limit_use")
                        .query(String.class)
                        .list())
                .containsExactly("4421 BOOT 0 8");
    }
}
