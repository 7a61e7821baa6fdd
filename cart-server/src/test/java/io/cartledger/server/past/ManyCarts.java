package io.cartledger.server.past;

import io.cartledger.command.testing.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Carts by the thousand, written into the ledger past everything that would take long: their events lie in between one another. */
final class ManyCarts {

    static final int EVENTS_EACH = 10;

    private static final String EVENTS = """
            insert into ledger.event (
              position, aggregate_type, aggregate_id, sequence_number, event_id, type, revision, payload, origin,
              recorded_at)
            select
              (select coalesce(max(position), 0) from ledger.event) + 1 + n * :carts + i,
              'Cart', :prefix || lpad(i::text, 6, '0'), n, gen_random_uuid(),
              case when n = 0 then 'CartOpened' else 'ItemAdded' end,
              2,
              case
                when n = 0 then '{}'
                else jsonb_build_object('item', jsonb_build_object('sku', 'SKU-' || n), 'added', 1, 'lineQuantity', 1)
              end,
              jsonb_build_object(
                'channel', 'api', 'receivedAt', '2026-03-01T12:00:00.000Z', 'actorKind', 'back-end', 'actor', 'shop',
                'client', 'client-of-shop', 'requestId', gen_random_uuid(), 'correlationId', gen_random_uuid(),
                'causationId', gen_random_uuid()),
              :start::timestamptz + (n * :carts + i) * interval '10 us'
            from generate_series(0, :events - 1) n
            cross join generate_series(0, :carts - 1) i
            order by 1
            """;

    /** One that opens a cart, and one that nobody can read. */
    private static final String UNREADABLE = """
            insert into ledger.event (
              position, aggregate_type, aggregate_id, sequence_number, event_id, type, revision, payload, origin,
              recorded_at)
            select
              (select max(position) from ledger.event) + 1 + n,
              'Cart', :cart, n, gen_random_uuid(),
              case when n = 0 then 'CartOpened' else 'ItemAdded' end,
              2, '{}', '{}', :at::timestamptz
            from generate_series(0, 1) n
            """;

    private final TestDatabase database;
    private final JdbcClient jdbc;

    ManyCarts(TestDatabase database) {
        this.database = database;
        this.jdbc = JdbcClient.create(database.as("postgres"));
    }

    void write(String prefix, int carts, Instant start) {
        jdbc.sql(EVENTS)
                .param("prefix", prefix)
                .param("carts", carts)
                .param("events", EVENTS_EACH)
                .param("start", start.toString())
                .update();
        jdbc.sql("vacuum analyze ledger.event").update();
    }

    void writeUnreadable(String cart, Instant at) {
        jdbc.sql(UNREADABLE).param("cart", cart).param("at", at.toString()).update();
    }

    /** What PostgreSQL alone needs to give the events away. */
    void copyOut() throws SQLException, IOException {
        try (Connection connection = database.as("cart_reader").getConnection()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy ledger.event to stdout", OutputStream.nullOutputStream());
        }
    }
}
