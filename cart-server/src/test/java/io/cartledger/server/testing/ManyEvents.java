package io.cartledger.server.testing;

import io.cartledger.command.ledger.LedgerMigration;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.GenerationSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Databases with many events such as the service writes. */
public final class ManyEvents {

    /** When the first of them is recorded; each of the others a millisecond after the one before. */
    public static final Instant FIRST = Instant.parse("2026-01-31T12:00:00Z");

    /** For a node that shall not spend its time abandoning carts that are so old, and fail as no units of theirs are counted. */
    public static final String LEAVE_IDLE = "--cart.upkeep.abandon-after=36500d";

    /** Carts that are opened once and added to, each a little at a time. */
    private static final String FILL = """
            insert into ledger.event (
              position, aggregate_type, aggregate_id, sequence_number, event_id, type, revision, payload, origin, recorded_at)
            select
              1 + n, 'Cart', 'many-' || cart, number, gen_random_uuid(),
              case number when 0 then 'CartOpened' else 'ItemAdded' end, 2,
              case number
                when 0 then jsonb_build_object('customer', (cart %% 50000)::text)
                else jsonb_build_object(
                  'item', jsonb_build_object('itemId', sku, 'sku', sku, 'options', '{}'::jsonb),
                  'added', 1,
                  'lineQuantity', 1 + (number - 1) / 3)
              end,
              %s,
              :first::timestamptz + n * interval '1 millisecond'
            from (
              select n, n %% :carts as cart, n / :carts as number, 'SKU-' || (n %% :carts + n / :carts %% 3) %% 1000 as sku
              from generate_series(0, :events - 1) n
            ) made
            """.formatted(origin("(cart % 50000)::text"));

    private static final String SKIP = """
            update view_1.progress
            set position = :events
            """;

    private static final String COPY = "copy ledger.event to stdout";

    private ManyEvents() {}

    /**
     * SQL that makes the origin of a customer's event. What is sealed is as long as it is, and opens for nobody.
     *
     * @param customer SQL that makes the customer
     */
    public static String origin(String customer) {
        return """
                jsonb_build_object(
                  'channel', 'api', 'receivedAt', '2026-01-31T12:00:00.447123Z', 'actorKind', 'customer',
                  'actor', %1$s, 'client', 'storefront',
                  'requestId', gen_random_uuid(), 'correlationId', gen_random_uuid(),
                  'causationId', gen_random_uuid(), 'idempotencyKey', gen_random_uuid(),
                  'subject', md5(%1$s)::uuid, 'sealed', repeat('q83v', 60))""".formatted(customer);
    }

    /**
     * A new database with so many events, which the service is not asked to fold.
     *
     * @param carts among how many carts they are shared out
     */
    public static TestDatabase write(int events, int carts) throws SQLException {
        TestDatabase database = TestDatabase.durable();
        LedgerMigration.run(database.as("cart_owner"));
        new GenerationSchema(database.as("cart_view")).migrate(Generation.FOLD_REVISION);
        JdbcClient jdbc = JdbcClient.create(database.as("postgres"));
        jdbc.sql(FILL)
                .param("events", events)
                .param("carts", carts)
                .param("first", FIRST.toString())
                .update();
        jdbc.sql(SKIP).param("events", events).update();
        database.execute("vacuum (analyze) ledger.event");
        return database;
    }

    /**
     * Has PostgreSQL copy them out, and looks at nothing that comes.
     *
     * @return how many there are
     */
    public static long copyOut(TestDatabase database) throws SQLException, IOException {
        try (Connection connection = database.as("postgres").getConnection()) {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(COPY, OutputStream.nullOutputStream());
        }
    }
}
