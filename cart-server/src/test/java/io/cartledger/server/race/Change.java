package io.cartledger.server.race;

import io.cartledger.server.race.RacingNodes.Request;
import java.util.HashMap;
import java.util.Map;

/** A change of a cart, as a request and as what it should make of the lines. */
sealed interface Change {

    Request to(String cartId);

    /** @param lines units by item; not changed */
    Map<String, Integer> appliedTo(Map<String, Integer> lines);

    record Add(String sku, int units) implements Change {

        @Override
        public Request to(String cartId) {
            return node -> node.add(cartId, sku, units);
        }

        @Override
        public Map<String, Integer> appliedTo(Map<String, Integer> lines) {
            var after = new HashMap<>(lines);
            after.merge(sku, units, Integer::sum);
            return after;
        }
    }

    record Set(String sku, int units) implements Change {

        @Override
        public Request to(String cartId) {
            return node -> node.send("PUT", "/carts/" + cartId + "/items/" + sku, "{\"quantity\":%d}".formatted(units));
        }

        @Override
        public Map<String, Integer> appliedTo(Map<String, Integer> lines) {
            var after = new HashMap<>(lines);
            after.put(sku, units);
            return after;
        }
    }

    record Remove(String sku) implements Change {

        @Override
        public Request to(String cartId) {
            return node -> node.send("DELETE", "/carts/" + cartId + "/items/" + sku, null);
        }

        @Override
        public Map<String, Integer> appliedTo(Map<String, Integer> lines) {
            var after = new HashMap<>(lines);
            after.remove(sku);
            return after;
        }
    }
}
