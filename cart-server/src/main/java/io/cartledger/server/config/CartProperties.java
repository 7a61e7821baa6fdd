package io.cartledger.server.config;

import io.cartledger.cart.CartLimits;
import io.cartledger.cart.PurchaseLimits;
import io.cartledger.cart.Sku;
import io.cartledger.query.generation.Generation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Everything under {@code cart.} that can be configured; each is explained in {@code docs/configuration.md}.
 *
 * @param roles which parts run here
 * @param maxBodySize largest request body
 * @param bodyTimeout longest time that a body may take to arrive
 * @param headerTimeout longest time that a request's line and headers may take to arrive
 * @param maxRequests most requests at once
 * @param stopDelay how long a node that is told to stop still takes requests
 * @param nodes how many nodes share the rate limits
 * @param trustedProxies addresses and ranges of proxies whose word for who sent a request is taken
 * @param rateLimits how many requests are taken, and from whom
 * @param cors which pages of other origins may use the service
 */
@ConfigurationProperties("cart")
public record CartProperties(
        @DefaultValue({"command", "query", "issuer"}) Set<Role> roles,
        @DefaultValue("64KB") DataSize maxBodySize,
        @DefaultValue("10s") Duration bodyTimeout,
        @DefaultValue("10s") Duration headerTimeout,
        @DefaultValue("1024") int maxRequests,
        @DefaultValue("0s") Duration stopDelay,
        @DefaultValue("1") int nodes,
        @DefaultValue List<String> trustedProxies,
        RateLimits rateLimits,
        @DefaultValue Cors cors,
        @DefaultValue Limits limits,
        @DefaultValue Command command,
        @DefaultValue Legacy legacy,
        @DefaultValue Upkeep upkeep,
        @DefaultValue Refusals refusals,
        @DefaultValue View view,
        @DefaultValue Embedded embedded,
        @DefaultValue Migration migration) {

    /** @throws StartupFailure if a setting makes no sense */
    public CartProperties {
        check(!roles.isEmpty(), "cart.roles must name command, query, issuer or several of them");
        check(maxBodySize.toBytes() > 0, "cart.max-body-size must be more than 0");
        check(bodyTimeout.isPositive(), "cart.body-timeout must be more than 0");
        check(headerTimeout.isPositive(), "cart.header-timeout must be more than 0");
        check(nodes >= 1, "cart.nodes must be 1 or more");
        check(maxRequests > 0, "cart.max-requests must be more than 0");
        check(!stopDelay.isNegative(), "cart.stop-delay must be 0 or more");
    }

    private static void check(boolean allowed, String rule) {
        if (!allowed) {
            throw new StartupFailure(rule);
        }
    }

    /** A part of the service. */
    public enum Role {
        /** Takes commands and appends to the ledger. */
        COMMAND,
        /** Follows the ledger and answers queries. */
        QUERY,
        /** Gives out tokens. */
        ISSUER
    }

    /**
     * Which pages of other origins may use the service from a browser.
     *
     * @param allowedOrigins for example {@code https://shop.example}; none at first, and never all of them
     */
    public record Cors(@DefaultValue List<String> allowedOrigins) {

        private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?");

        /** @throws StartupFailure if one is not an origin as RFC 6454 writes it */
        public Cors {
            for (String origin : allowedOrigins) {
                check(
                        ORIGIN.matcher(origin).matches(),
                        "cart.cors.allowed-origins must be origins such as https://shop.example, not " + origin);
            }
        }
    }

    /** See {@link CartLimits} and {@link PurchaseLimits}. */
    public record Limits(
            @DefaultValue("999") int quantityPerLine,
            @DefaultValue("500") int linesPerCart,
            @DefaultValue("64") int skuLength,
            @DefaultValue("64") int cartIdLength,
            @DefaultValue Map<String, Integer> perCustomer,
            @DefaultValue("30d") Duration period) {

        /** As the domain takes them. */
        public CartLimits toCartLimits() {
            return new CartLimits(quantityPerLine, linesPerCart, skuLength, cartIdLength);
        }

        /** As the domain takes them. */
        public PurchaseLimits toPurchaseLimits() {
            return new PurchaseLimits(
                    perCustomer.entrySet().stream()
                            .collect(Collectors.toMap(limit -> new Sku(limit.getKey()), Map.Entry::getValue)),
                    period);
        }
    }

    /**
     * @param deadline longest time that a command may take
     * @param cachedCarts most carts whose state is kept in memory
     * @param connections most connections to the ledger, besides the one that appends
     * @param queue most commands that wait to be written
     */
    public record Command(
            @DefaultValue("2s") Duration deadline,
            @DefaultValue("100000") int cachedCarts,
            @DefaultValue("10") int connections,
            @DefaultValue("1024") int queue) {

        /** @throws StartupFailure if a setting makes no sense */
        public Command {
            check(deadline.isPositive(), "cart.command.deadline must be more than 0");
            check(cachedCarts >= 0, "cart.command.cached-carts must be 0 or more");
            check(connections >= 2, "cart.command.connections must be 2 or more: one may be keeping snapshots");
            check(queue >= 1, "cart.command.queue must be 1 or more");
        }
    }

    /** @param repeatWindow within which identical posts of one session to the old form's route are one command; 0: none */
    public record Legacy(@DefaultValue("0s") Duration repeatWindow) {

        /** @throws StartupFailure if a setting makes no sense */
        public Legacy {
            boolean allowed = !repeatWindow.isNegative() && repeatWindow.compareTo(Duration.ofMinutes(1)) <= 0;
            check(allowed, "cart.legacy.repeat-window must be 0 to 1m");
        }
    }

    /**
     * @param abandonAfter how long a cart may be idle before it is abandoned
     * @param interval time between two looks for idle carts and old keys
     */
    public record Upkeep(
            @DefaultValue("30d") Duration abandonAfter,
            @DefaultValue("1m") Duration interval) {

        /** @throws StartupFailure if a setting makes no sense */
        public Upkeep {
            check(abandonAfter.isPositive(), "cart.upkeep.abandon-after must be more than 0");
            check(interval.toMillis() > 0, "cart.upkeep.interval must be 1 ms or more");
        }
    }

    /**
     * @param perSecond most refusals that a node records one by one in a second; the others it counts
     * @param keep how long they are kept
     */
    public record Refusals(
            @DefaultValue("50") int perSecond,
            @DefaultValue("30d") Duration keep) {

        private static final int MOST_PER_SECOND = 10_000;

        /** @throws StartupFailure if a setting makes no sense */
        public Refusals {
            check(
                    perSecond >= 1 && perSecond <= MOST_PER_SECOND,
                    "cart.refusals.per-second must be 1 to " + MOST_PER_SECOND);
            check(keep.isPositive(), "cart.refusals.keep must be more than 0");
        }
    }

    /**
     * @param patience longest wait of a query for what it has to see
     * @param connections most connections to the read model
     * @param foldRevision by which revision of the fold generations of the read model are made; another one than the
     *     software's own is for tests
     * @param degradedAfter age of the oldest event that is not folded yet from which on health says so
     * @param datasource which database the read model is in
     */
    public record View(
            @DefaultValue("2s") Duration patience,
            @DefaultValue("10") int connections,
            @DefaultValue("" + Generation.FOLD_REVISION) int foldRevision,
            @DefaultValue("10s") Duration degradedAfter,
            @DefaultValue DataSource datasource) {

        /**
         * @param url JDBC; null for the ledger's database
         * @param username null for the ledger's login
         * @param password of {@code username}
         */
        public record DataSource(
                @Nullable String url,
                @Nullable String username,
                @Nullable String password) {}

        /** @throws StartupFailure if a setting makes no sense */
        public View {
            check(foldRevision >= 1, "cart.view.fold-revision must be 1 or more");
            check(!patience.isNegative(), "cart.view.patience must be 0 or more");
            check(connections >= 1, "cart.view.connections must be 1 or more");
            check(degradedAfter.isPositive(), "cart.view.degraded-after must be more than 0");
        }
    }

    /**
     * @param directory where the embedded PostgreSQL keeps its data
     * @param port where it listens; 0 for a free one
     */
    public record Embedded(
            @DefaultValue("cartledger-data") Path directory,
            @DefaultValue("0") int port) {}

    /** The login that migrates, where it is another than {@code spring.datasource.username}. */
    public record Migration(
            @Nullable String username, @Nullable String password) {}
}
