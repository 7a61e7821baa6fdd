package io.cartledger.cart;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How many units of a SKU one customer may have, in open carts and checked out in the current period together.
 *
 * @param perCustomer most units by SKU, each 0 to {@value #MAX}; a SKU that is not in it has no limit
 * @param period how long what was checked out is counted, 1 day or more; periods follow each other from 1970-01-01 UTC
 */
public record PurchaseLimits(Map<Sku, Integer> perCustomer, Duration period) {

    /** The most units that a limit can name. */
    public static final int MAX = 1_000_000;

    /** Nothing is limited. */
    public static final PurchaseLimits NONE = new PurchaseLimits(Map.of(), Duration.ofDays(30));

    /** @throws InvalidValueException if a limit or the period is out of its own bounds */
    public PurchaseLimits {
        perCustomer = Map.copyOf(perCustomer);
        perCustomer.forEach((sku, units) -> {
            if (units < 0 || units > MAX) {
                throw new InvalidValueException("cart.limits.per-customer." + sku, "must be 0 to " + MAX, units);
            }
        });
        if (period.compareTo(Duration.ofDays(1)) < 0) {
            throw new InvalidValueException("cart.limits.period", "must be 1 day or more", period);
        }
    }

    /** Most units of this SKU; empty where there is no limit. */
    public OptionalInt of(Sku sku) {
        Integer units = perCustomer.get(sku);
        return units == null ? OptionalInt.empty() : OptionalInt.of(units);
    }
}
