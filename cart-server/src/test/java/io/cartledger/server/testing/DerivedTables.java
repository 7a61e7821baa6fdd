package io.cartledger.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartCheckedOut;
import io.cartledger.cart.CartEvent.LinesAbsorbed;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.Owner;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.ledger.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the ledger keeps besides its events, so that appends can be judged by it. All of it follows from the events.
 *
 * @param openCarts the cart that has an owner's place, by owner
 * @param units more than 0, of a customer and SKU
 */
public record DerivedTables(Map<String, String> openCarts, Map<Use, Long> units) {

    /** As configured where nothing else is. */
    public static final Duration PERIOD = Duration.ofDays(30);

    private static final String OPEN_CARTS = """
            select owner, cart_id
            from ledger.open_cart
            """;

    private static final String UNITS = """
            select customer, sku, period_start, units
            from ledger.limit_use
            where units <> 0
            """;

    /** What belongs to one append, and was not recorded by it. */
    private static final String TORN = """
            select 'key ' || k.key
            from ledger.command_key k
            join ledger.event e
              on e.aggregate_type = k.aggregate_type
              and e.aggregate_id = k.aggregate_id
              and e.sequence_number = k.version
            where k.effects @> '["CHANGED"]' and e.recorded_at <> k.recorded_at
            union all
            select 'merge of ' || merged.aggregate_id
            from ledger.event merged
            where merged.type = 'CartMerged'
              and not exists (
                select
                from ledger.event absorbed
                where absorbed.type = 'LinesAbsorbed'
                  and absorbed.aggregate_id = merged.payload ->> 'into'
                  and absorbed.payload ->> 'from' = merged.aggregate_id
                  and absorbed.recorded_at = merged.recorded_at)
            """;

    /** @param periodStart 0 for what is in open carts, else when the period of the check-outs began, in Unix time */
    public record Use(String customer, String sku, long periodStart) {}

    /** Asserts that the tables hold what the events make, in the same commits; to be called when nobody appends. */
    public static void assertFollowFromEvents(TestDatabase database) {
        assertFollowFromEvents(database.as("cart_command"));
    }

    /** The same of any ledger that may be read whole. */
    public static void assertFollowFromEvents(DataSource ledger) {
        assertThat(JdbcClient.create(ledger).sql(TORN).query(String.class).list())
                .as("in two commits")
                .isEmpty();
        DerivedTables tables = read(ledger);
        DerivedTables fold = fold(LedgerContents.read(ledger), PERIOD);

        assertThat(tables.openCarts).as("ledger.open_cart").containsExactlyInAnyOrderEntriesOf(fold.openCarts);
        assertThat(tables.units).as("ledger.limit_use").containsExactlyInAnyOrderEntriesOf(fold.units);
    }

    /** As they are. */
    public static DerivedTables read(DataSource ledger) {
        var openCarts = new HashMap<String, String>();
        var units = new HashMap<Use, Long>();
        JdbcClient sql = JdbcClient.create(ledger);
        sql.sql(OPEN_CARTS).query(row -> {
            openCarts.put(row.getString("owner"), row.getString("cart_id"));
        });
        sql.sql(UNITS).query(row -> {
            var use = new Use(row.getString("customer"), row.getString("sku"), row.getLong("period_start"));
            units.put(use, row.getLong("units"));
        });
        return new DerivedTables(openCarts, units);
    }

    /** As the events make them. */
    public static DerivedTables fold(LedgerContents ledger, Duration period) {
        var fold = new DerivedTables(new HashMap<>(), new HashMap<>());
        var carts = new HashMap<CartId, CartState>();
        ledger.cartEvents().forEach(event -> {
            var cartId = new CartId(event.aggregateId());
            CartState before = carts.getOrDefault(cartId, CartState.NONE);
            CartState after = before.apply(event.sequenceNumber(), event.event());
            carts.put(cartId, after);
            fold.move(cartId, before, event.event(), after);
            fold.count(event, after, period);
        });
        carts.values().stream().filter(CartState::isOpen).forEach(cart -> fold.add(cart, 0));
        return fold;
    }

    private void move(CartId cartId, CartState before, CartEvent event, CartState after) {
        @Nullable Owner left = before.isOpen() ? before.owner() : null;
        @Nullable Owner taken = after.isOpen() ? after.owner() : null;
        if (left != null && !left.equals(taken)) {
            openCarts.remove(left.key(), cartId.value());
        }
        if (taken != null && event instanceof LinesAbsorbed absorbed) {
            // Both carts of a merge move at one instant, whichever event stands first.
            openCarts.remove(taken.key(), absorbed.from().value());
        }
        if (taken != null && (!taken.equals(left) || event instanceof LinesAbsorbed)) {
            openCarts.putIfAbsent(taken.key(), cartId.value());
        }
    }

    private void count(Recorded<CartEvent> event, CartState after, Duration period) {
        if (event.event() instanceof CartCheckedOut) {
            add(after, periodStart(event.recordedAt(), period));
        }
    }

    private static long periodStart(Instant instant, Duration period) {
        return Math.floorDiv(instant.getEpochSecond(), period.toSeconds()) * period.toSeconds();
    }

    private void add(CartState cart, long periodStart) {
        cart.customer()
                .ifPresent(customer -> cart.lines().values().forEach(line -> {
                    var use = new Use(customer.value(), line.item().sku().value(), periodStart);
                    units.merge(use, (long) line.quantity().units(), Long::sum);
                }));
    }
}
