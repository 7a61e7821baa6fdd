package io.cartledger.server.security;

import io.cartledger.server.config.StartupFailure;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose tokens hold, and how long guests are remembered; each property is explained in {@code docs/configuration.md}.
 *
 * @param issuer what tokens must name as their issuer
 * @param jwkSetUri where the issuer's keys are; null: where this service's own issuer has them
 * @param audience what tokens must be for
 * @param guests of guests' cookies
 */
@ConfigurationProperties("cart.security")
record SecurityProperties(
        @DefaultValue("") String issuer,
        @Nullable URI jwkSetUri,
        @DefaultValue("") String audience,
        @DefaultValue Guests guests) {

    /**
     * @param cookieLifetime how long a guest who does not come back is remembered
     * @param keyPeriod after which cookies are signed with a new key
     */
    record Guests(
            @DefaultValue("90d") Duration cookieLifetime,
            @DefaultValue("30d") Duration keyPeriod) {

        Guests {
            if (!cookieLifetime.isPositive() || !keyPeriod.isPositive()) {
                throw new StartupFailure("cart.security.guests.cookie-lifetime and .key-period must be more than 0");
            }
        }
    }

    /** Where another node's issuer has its keys. */
    private static final String KEYS = "/oauth2/jwks";

    URI keys() {
        return jwkSetUri == null ? URI.create(issuer + KEYS) : jwkSetUri;
    }

    SecurityProperties {
        if (issuer.isBlank() || audience.isBlank()) {
            throw new StartupFailure("cart.security.issuer and cart.security.audience must not be empty");
        }
    }
}
