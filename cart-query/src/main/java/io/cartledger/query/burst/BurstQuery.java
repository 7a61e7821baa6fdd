package io.cartledger.query.burst;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.cart.Sku;
import io.cartledger.query.http.IpRange;
import io.cartledger.query.http.Parameters;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which bursts somebody looks for; null for what does not matter.
 *
 * @param ip the addresses from one of which one of the commands came
 * @param session in which one of the commands came
 * @param from when they began, or later
 * @param to they began before
 * @param minCommands how many commands they have at least, 2 or more
 */
record BurstQuery(
        @Nullable CartId cart,
        @Nullable Sku sku,
        @Nullable CustomerId customer,
        @Nullable IpRange ip,
        @Nullable String session,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Integer minCommands) {

    /** All that there are. */
    static final BurstQuery ALL = new BurstQuery(null, null, null, null, null, null, null, null);

    /** @throws InvalidValueException if it contradicts itself */
    BurstQuery {
        Parameters.inOrder("from", from, "to", to);
        if (minCommands != null && minCommands < 2) {
            throw new InvalidValueException("minCommands", "must be 2 or more", minCommands);
        }
    }

    /** Whether it asks for what only those may know who may know from where people come. */
    boolean isPersonal() {
        return ip != null || session != null;
    }
}
