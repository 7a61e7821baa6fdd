package io.cartledger.server.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.command.ledger.LedgerMigration;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.GenerationSchema;
import io.cartledger.server.testing.Alone;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.ManyEvents;
import io.cartledger.server.testing.Rebuilding;
import io.cartledger.server.testing.ServerProcess;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An honest ledger verified by a node, beside what PostgreSQL takes to copy its events out. The two take turns, so that
 * whatever else the machine does meets them alike; medians count, and only of many events: a node that has just started is
 * slow at first.
 */
@Alone
class VerifySpeedIT {

    private static final boolean FULL = Boolean.getBoolean("cart.full");
    private static final int EVENTS = Integer.getInteger("cart.events", FULL ? 1_000_000 : 5_000);
    private static final int EVENTS_PER_CART = 10;
    private static final int CARTS = EVENTS / EVENTS_PER_CART;
    private static final int ROUNDS = FULL ? 5 : 1;
    private static final int TIMES = 3;
    private static final JsonMapper JSON = new JsonMapper();

    private static final String HONEST_EVENTS = """
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
              %2$s,
              '2026-03-01T12:00:00Z'::timestamptz + (n * %1$d + c) * interval '1 ms'
            from generate_series(0, 9) n, generate_series(0, %1$d - 1) c
            order by 1
            """.formatted(CARTS, ManyEvents.origin("'customer-' || c"));

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

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anHonestLedgerIsVerifiedInAFewTimesTheTimeOfCopyingItOut() throws Exception {
        TestDatabase database = seeded();
        var ratios = new ArrayList<Double>();
        try (ServerProcess server = ServerProcess.startOn(
                database,
                List.of("-Xmx512m", "-XX:+UseParallelGC"),
                "--logging.level.io.cartledger.query.verify=debug",
                ManyEvents.LEAVE_IDLE)) {
            var client = new CartClient(server::uri);
            Rebuilding.run(client, "cart-00000000");
            for (int round = 0; round < ROUNDS; round++) {
                long startNanos = System.nanoTime();
                ManyEvents.copyOut(database);
                long copiedNanos = System.nanoTime();
                JsonNode result = verify(client.as("admin/ops"));
                long verifiedNanos = System.nanoTime();

                assertThat(result.path("clean").asBoolean(false))
                        .as(result::toString)
                        .isTrue();
                assertThat(result.path("events").asLong(0)).isEqualTo((long) CARTS * EVENTS_PER_CART);
                ratios.add((double) (verifiedNanos - copiedNanos) / (copiedNanos - startNanos));
                System.out.printf(
                        "VerifySpeedIT: %d events copied in %d ms, verified in %d ms: %.2f times%n",
                        EVENTS,
                        TimeUnit.NANOSECONDS.toMillis(copiedNanos - startNanos),
                        TimeUnit.NANOSECONDS.toMillis(verifiedNanos - copiedNanos),
                        ratios.getLast());
            }
            server.output().lines().filter(line -> line.contains("Verified ")).forEach(System.out::println);
        }
        if (FULL) {
            assertThat(ratios.stream().sorted().toList().get(ROUNDS / 2)).isLessThanOrEqualTo(TIMES);
        }
    }

    private static TestDatabase seeded() throws SQLException {
        TestDatabase database = TestDatabase.durable();
        LedgerMigration.run(database.as("cart_owner"));
        new GenerationSchema(database.as("cart_view")).migrate(Generation.FOLD_REVISION);
        database.execute(HONEST_EVENTS);
        for (String statement : DERIVED.split(";")) {
            database.execute(statement);
        }
        database.execute("update view_1.progress set position = " + EVENTS); // a rebuild is quicker
        return database;
    }

    private static JsonNode verify(CartClient operator) {
        String last = operator.send("GET", "/ledger/verify", null)
                .response()
                .body()
                .lines()
                .toList()
                .getLast();
        return JSON.readTree(last).path("result");
    }
}
