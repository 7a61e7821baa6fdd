package io.cartledger.server.search;

import io.cartledger.command.ledger.LedgerMigration;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.GenerationSchema;
import io.cartledger.query.search.ManyChanges;
import io.cartledger.server.testing.Alone;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.LookupComparison;
import io.cartledger.server.testing.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Searches over HTTP beside the lookup of a cart by its primary key, over the same stack. They take turns, so that whatever
 * else the machine does meets them alike. A new kind of question is a line in {@link #KINDS}.
 */
@Alone
class SearchSpeedIT {

    private static final boolean FULL = Boolean.getBoolean("cart.full");
    private static final int CHANGES = FULL ? 1_000_000 : 20_000;
    private static final int ROUNDS = FULL ? 40 : 3;
    private static final int WARM_UP = FULL ? 20 : 1;

    /** Within so many times the lookup 95 % of each kind are answered. */
    private static final int TIMES = 10;

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long SECONDS_EACH = 8;

    /** By name, what is asked for. */
    private static final Map<String, Function<Random, String>> KINDS = kinds();

    private static Map<String, Function<Random, String>> kinds() {
        var kinds = new LinkedHashMap<String, Function<Random, String>>();
        kinds.put("changes", random -> "/changes");
        kinds.put("changes by customer", random -> "/changes?customer=" + customer(random));
        kinds.put("changes by cart", random -> "/changes?cart=" + cart(random));
        kinds.put("changes by SKU", random -> "/changes?sku=" + sku(random));
        kinds.put("changes by actor", random -> "/changes?actor=" + one(random, "shop", "anna", customer(random)));
        kinds.put("changes by client", random -> "/changes?client=" + one(random, "web", "app", "old-form", "kiosk"));
        kinds.put("changes by address", random -> "/changes?ip=" + address(random));
        kinds.put("changes by range /24", random -> "/changes?ip=" + address(random) + "/24");
        kinds.put("changes by range /8", random -> "/changes?ip=" + address(random) + "/8");
        kinds.put("changes by session", random -> "/changes?session=s-" + random.nextInt(CHANGES / 10));
        kinds.put("changes by type", random -> "/changes?type=" + type(random));
        kinds.put("changes by channel", random -> "/changes?channel=" + one(random, "api", "legacy", "support"));
        kinds.put("changes by ticket", random -> "/changes?ticket=T-" + random.nextInt(100));
        kinds.put("changes of a day", random -> "/changes?" + day(random, "from", "to"));
        kinds.put(
                "changes of a day by type",
                random -> "/changes?" + day(random, "from", "to") + "&type=" + type(random));
        kinds.put(
                "changes by customer, type",
                random -> "/changes?customer=" + customer(random) + "&type=" + type(random));
        kinds.put("changes by SKU, type", random -> "/changes?sku=" + sku(random) + "&type=" + type(random));
        kinds.put("changes by SKU, actor", random -> "/changes?actor=shop&sku=" + sku(random));
        kinds.put("changes by type, channel", random -> "/changes?channel=legacy&type=" + type(random));
        kinds.put("carts", random -> "/carts");
        kinds.put("carts by customer", random -> "/carts?customer=" + customer(random));
        kinds.put("carts by SKU", random -> "/carts?sku=" + sku(random));
        kinds.put("carts by status", random -> "/carts?status=" + one(random, "OPEN", "MERGED", "CHECKED_OUT"));
        kinds.put("carts by a frequent word", random -> "/carts?q=red");
        kinds.put(
                "carts by a word",
                random -> "/carts?q=" + one(random, "mia", customer(random), sku(random), cart(random)));
        kinds.put(
                "carts by lines",
                random -> "/carts?minLines=" + random.nextInt(8) + "&maxLines=" + (8 + random.nextInt(3)));
        kinds.put("carts changed in a day", random -> "/carts?" + day(random, "changedFrom", "changedTo"));
        kinds.put("carts by customer, status", random -> "/carts?status=OPEN&customer=" + customer(random));
        kinds.put("carts by SKU, status", random -> "/carts?status=OPEN&sku=" + sku(random));
        return kinds;
    }

    private static String one(Random random, String... some) {
        return some[random.nextInt(some.length)];
    }

    private static String customer(Random random) {
        return "k-" + (int) (CHANGES / 40 * Math.pow(random.nextDouble(), 2));
    }

    private static String sku(Random random) {
        return "SKU-" + (int) (5000 * Math.pow(random.nextDouble(), 3));
    }

    private static String type(Random random) {
        return one(random, "ItemAdded", "QuantityChanged", "CartAbandoned", "LineCorrected");
    }

    private static String address(Random random) {
        int cart = random.nextInt(CHANGES / 10);
        return one(
                random,
                "198.51.100.7",
                "192.0.2.9",
                "10." + cart % 200 + "." + cart / 200 % 250 + "." + cart % 250,
                (cart % 150 + 20) + "." + cart % 7 + "." + cart / 256 % 250 + "." + cart % 250);
    }

    private static String day(Random random, String from, String to) {
        Instant day = START.plusSeconds(random.nextInt(CHANGES) * SECONDS_EACH);
        return from + "=" + day + "&" + to + "=" + day.plusSeconds(86_400);
    }

    private static String cart(Random random) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5")
                    .digest(Integer.toString(random.nextInt(CHANGES / 10)).getBytes(StandardCharsets.UTF_8));
            return "c-" + HexFormat.of().formatHex(digest).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void searchesAreAnsweredInAFewTimesTheTimeOfALookup() throws SQLException {
        TestDatabase database = TestDatabase.durable();
        LedgerMigration.run(database.as("cart_owner"));
        new GenerationSchema(database.as("cart_view")).migrate(Generation.FOLD_REVISION);
        ManyChanges.write(database, CHANGES);

        try (ServerProcess server = ServerProcess.startOn(database, List.of("-XX:+UseParallelGC"))) {
            var comparison = new LookupComparison(
                    "SearchSpeedIT",
                    new CartClient(server::uri).as("support/anna"),
                    random -> "/carts/" + cart(random));
            comparison.run(KINDS, WARM_UP, ROUNDS);
            if (FULL) {
                comparison.assertWithinLookups(TIMES);
            }
        }
    }
}
