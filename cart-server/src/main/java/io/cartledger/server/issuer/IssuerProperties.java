package io.cartledger.server.issuer;

import io.cartledger.server.config.StartupFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who gets tokens from this node; each property is explained in {@code docs/configuration.md}.
 *
 * @param clients by name
 * @param tokenLifetime how long a token holds
 * @param keyPeriod after which tokens are signed with a new key
 */
@ConfigurationProperties("cart.issuer")
record IssuerProperties(
        @DefaultValue Map<String, Client> clients,
        @DefaultValue("15m") Duration tokenLifetime,
        @DefaultValue("30d") Duration keyPeriod) {

    private static final int SHORTEST_SECRET = 16;

    /**
     * Software, or somebody with a terminal, that gets tokens.
     *
     * @param secret what it proves itself with, {@value IssuerProperties#SHORTEST_SECRET} characters or more
     * @param scopes all that its tokens may have
     * @param subject who its tokens are about; null: the client itself
     */
    record Client(
            @Nullable String secret,
            @DefaultValue Set<String> scopes,
            @Nullable String subject) {}

    IssuerProperties {
        if (!tokenLifetime.isPositive() || !keyPeriod.isPositive()) {
            throw new StartupFailure("cart.issuer.token-lifetime and cart.issuer.key-period must be more than 0");
        }
        clients.forEach((name, client) -> {
            String property = "cart.issuer.clients." + name;
            if (client.scopes().isEmpty()) {
                throw new StartupFailure(
                        property + ".scopes is missing: for example cart:any, or cart:read,cart:write");
            }
            if (client.secret() == null || client.secret().length() < SHORTEST_SECRET) {
                throw new StartupFailure(property + ".secret must have " + SHORTEST_SECRET
                        + " characters or more: make one with \"openssl rand -hex 24\"");
            }
            if (client.secret().equals(DemoClients.secret(name))) {
                throw new StartupFailure(property + ".secret is the one of the demo, which everybody knows: make one"
                        + " with \"openssl rand -hex 24\"");
            }
        });
    }
}
