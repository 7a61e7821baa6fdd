package io.cartledger.command.testing;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Carts with long histories, written into the ledger past everything that would take long. */
public final class LongCarts {

    private static final String EVENTS = """
            insert into ledger.event (
              position, aggregate_type, aggregate_id, sequence_number, event_id, type, revision, payload, origin,
              recorded_at)
            select
              coalesce((select max(position) from ledger.event), 0) + 1 + n, 'Cart', :cart, n, gen_random_uuid(),
              case when n = 0 then 'CartOpened' else 'ItemAdded' end,
              2,
              case
                when n = 0 then '{}'
                else jsonb_build_object('item', jsonb_build_object('sku', 'DRN-7X'), 'added', 1, 'lineQuantity', n)
              end,
              '{}',
              now()
            from generate_series(0, :events - 1) n
            """;

    private final JdbcClient jdbc;

    /** Carts of this database. */
    public LongCarts(TestDatabase database) {
        this.jdbc = JdbcClient.create(database.as("postgres"));
    }

    /** @param events how many: the first opens it, each of the others adds one {@code DRN-7X} */
    public void write(String cartId, int events) {
        jdbc.sql(EVENTS).param("cart", cartId).param("events", events).update();
    }

    /** The event's identity. */
    public UUID eventId(String cartId, long sequenceNumber) {
        return jdbc.sql("""
                        select event_id from ledger.event
                        where aggregate_type = 'Cart' and aggregate_id = ? and sequence_number = ?
                        """).params(cartId, sequenceNumber).query(UUID.class).single();
    }
}
