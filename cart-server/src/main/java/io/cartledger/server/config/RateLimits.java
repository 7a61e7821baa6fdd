package io.cartledger.server.config;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many requests are taken, over all nodes; {@code docs/operations.md} says why so many.
 *
 * @param enabled whether there is any limit
 * @param client for each client
 * @param ip for each address that requests come from
 * @param cart for commands to each cart
 */
public record RateLimits(@DefaultValue("true") boolean enabled, Rate client, Rate ip, Rate cart) {

    /** @throws StartupFailure if a setting makes no sense */
    public RateLimits {
        client.check("client");
        ip.check("ip");
        cart.check("cart");
    }

    /**
     * A token bucket.
     *
     * @param perSecond requests for which it is filled each second
     * @param burst requests for which there is room in it
     */
    public record Rate(int perSecond, int burst) {

        private static final int MOST = 1_000_000_000;

        private void check(String name) {
            if (perSecond < 1 || perSecond > MOST || burst < 1 || burst > MOST) {
                throw new StartupFailure("cart.rate-limits.%s must have per-second and burst of 1 to %d, was %d and %d"
                        .formatted(name, MOST, perSecond, burst));
            }
        }

        /** What one of so many nodes may take by itself: at least one. */
        public Rate share(int nodes) {
            return new Rate(Math.max(1, perSecond / nodes), Math.max(1, burst / nodes));
        }
    }
}
