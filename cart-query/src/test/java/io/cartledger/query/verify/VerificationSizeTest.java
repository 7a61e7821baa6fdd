package io.cartledger.query.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.Generation.State;
import io.cartledger.query.generation.GenerationSchema;
import io.cartledger.query.ledger.LedgerEventSource;
import io.cartledger.query.projection.BulkFold;
import io.cartledger.query.projection.TestView;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.slf4j.LoggerFactory;

/**
 * How long verifying takes, beside COPY of all events out of the same ledger. With {@code -Dcart.full=true} it is as large
 * as it has to be, and the ratio is asserted; by default, and with another {@code -Dcart.verify.events}, it only tries that
 * all this works.
 */
class VerificationSizeTest {

    private static final boolean FULL = Boolean.getBoolean("cart.full");
    private static final int EVENTS = Integer.getInteger("cart.verify.events", FULL ? 1_000_000 : 10_000);
    private static final int EVENTS_PER_CART = 10;
    private static final int CARTS = EVENTS / EVENTS_PER_CART;
    private static final int ROUNDS = 5;
    private static final int ENOUGH = 1_000_000;
    private static final double MOST_TIMES_COPY = 3.0;

    /**
     * Each cart is a customer's, and has five lines; the carts' events lie among each other, as those of shoppers do who
     * shop at once. Every tenth cart is ordered.
     */
    private static final String EVENTS_SQL = """
            insert into ledger.event (
              position, aggregate_type, aggregate_id, sequence_number, event_id, type, revision, payload, origin, recorded_at)
            select
              n * %1$d + c + 1, 'Cart', 'cart-' || lpad((c::bigint * 7919 %% %1$d)::text, 8, '0'), n, gen_random_uuid(),
              case
                when n = 0 then 'CartOpened'
                when n < 6 then 'ItemAdded'
                when n = 9 and c %% 10 = 0 then 'CartCheckedOut'
                else 'QuantityChanged'
              end,
              case when n between 0 and 5 then 2 else 1 end,
              case
                when n = 0 then jsonb_build_object('customer', 'customer-' || c)
                when n < 6 then jsonb_build_object(
                  'item', jsonb_build_object('sku', 'SKU-' || (c + n) %% 1000), 'added', 1, 'lineQuantity', 1)
                when n = 9 and c %% 10 = 0 then jsonb_build_object('orderReference', 'O-' || c)
                else jsonb_build_object('itemId', 'SKU-' || (c + n - 5) %% 1000, 'lineQuantity', n)
              end,
              jsonb_build_object(
                'channel', 'api', 'receivedAt', '2026-03-01T12:00:00.123Z', 'actorKind', 'back-end', 'actor', 'storefront',
                'client', 'storefront', 'requestId', gen_random_uuid(), 'correlationId', gen_random_uuid(),
                'causationId', gen_random_uuid()),
              '2026-03-01T12:00:00Z'::timestamptz + (n * %1$d + c) * interval '1 ms'
            from generate_series(0, 9) n, generate_series(0, %1$d - 1) c
            order by 1
            """.formatted(CARTS);

    private static final String DERIVED = """
            insert into ledger.open_cart (owner, cart_id)
            select 'customer/customer-' || c, 'cart-' || lpad((c::bigint * 7919 % %1$d)::text, 8, '0')
            from generate_series(0, %1$d - 1) c
            where c % 10 <> 0;
            insert into ledger.limit_use (customer, sku, period_start, units)
            select
              'customer-' || c, 'SKU-' || (c + n) % 1000, case when c % 10 = 0 then 86400 else 0 end,
              case when n = 5 or n = 4 and c % 10 = 0 then 1 else n + 5 end
            from generate_series(0, %1$d - 1) c, generate_series(1, 5) n;
            vacuum analyze
            """.replace("%1$d", Integer.toString(CARTS));

    private final TestView view = new TestView();
    private final DataSource connections =
            view.database.unpooledAs("cart_view -c jit=off -c work_mem=64MB -c max_parallel_workers_per_gather=0");

    @Test
    void itTakesAFewTimesAsLongAsCopy() throws Exception {
        // Of which part it takes how long.
        ((Logger) LoggerFactory.getLogger(Parts.class.getPackageName())).setLevel(Level.DEBUG);
        Generation generation = seeded();
        var ratios = new ArrayList<Double>();
        for (int round = 0; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            copyOut();
            long copied = System.nanoTime();
            Verification.Result result = verify(generation);
            long verified = System.nanoTime();

            assertThat(result.events()).isEqualTo((long) CARTS * EVENTS_PER_CART);
            ratios.add((double) (verified - copied) / (copied - begun));
            System.out.printf(
                    "VerificationSizeTest: %d events of %d carts in %.2f s, %.2f times COPY out of them (%.2f s)%n",
                    result.events(),
                    result.carts(),
                    (verified - copied) / 1e9,
                    ratios.getLast(),
                    (copied - begun) / 1e9);
        }
        if (EVENTS >= ENOUGH) {
            assertThat(ratios.stream().sorted().toList().get(ROUNDS / 2)).isLessThan(MOST_TIMES_COPY);
        }
    }

    private Generation seeded() throws SQLException {
        view.database.execute(EVENTS_SQL);
        for (String statement : DERIVED.split(";")) {
            view.database.execute(statement);
        }
        var generation = new Generation(2, Generation.FOLD_REVISION, State.COMPLETE);
        var schema = new GenerationSchema(connections);
        schema.makeTables(generation);
        BulkFold.run(
                connections,
                generation,
                new LedgerEventSource(view.view),
                view.seals,
                (long) CARTS * EVENTS_PER_CART,
                folded -> {});
        schema.makeIndexes(generation);
        view.database.execute("vacuum analyze");
        return generation;
    }

    private void copyOut() throws Exception {
        try (Connection connection = connections.getConnection()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy ledger.event to stdout", OutputStream.nullOutputStream());
        }
    }

    private Verification.Result verify(Generation generation) throws Exception {
        try (var verification = new Verification(
                connections,
                connections,
                generation,
                new LedgerEventSource(view.view),
                Duration.ofDays(30),
                () -> {})) {
            verification.start();
            while (!verification.await(Duration.ofSeconds(1))) {
                // It tells how far it is to whoever asks.
            }
            List<Finding> findings = verification.findings().take();
            assertThat(findings).isEmpty();
            return verification.result();
        }
    }
}
