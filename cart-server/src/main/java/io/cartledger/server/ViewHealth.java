package io.cartledger.server;

import io.cartledger.query.burst.BurstFinder;
import io.cartledger.query.consistency.Lag;
import io.cartledger.query.consistency.LiveView;
import io.cartledger.query.projection.Followers;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * What the read model's state means for a node: one that is behind answers queries with what was, and one that stands still
 * needs a person. Commands go on with either, so neither makes a node unready. It waits for no database.
 *
 * @param degradedAfter how old the oldest event that is not folded yet may be
 */
record ViewHealth(Followers followers, BurstFinder bursts, LiveView live, Lag lag, Duration degradedAfter)
        implements HealthIndicator {

    private static final Status STOPPED = new Status("STOPPED", "the read model stands still until somebody mends it");
    private static final Status DEGRADED = new Status("DEGRADED", "the read model is behind the ledger");

    @Override
    public Health health() {
        Health.Builder health = new Health.Builder(status());
        followers.stopCause().ifPresent(cause -> health.withDetail("cause", cause));
        followers.failure().ifPresent(failure -> health.withDetail("tryingAgainAfter", failure));
        bursts.failure().ifPresent(failure -> health.withDetail("burstsTryingAgainAfter", failure));
        return health.withDetail("position", live.position())
                .withDetail("parked", followers.parked())
                .withDetail("lagEvents", lag.events())
                .withDetail("lagSeconds", lag.age().toMillis() / 1e3)
                .build();
    }

    private Status status() {
        if (followers.stopCause().isPresent()) {
            return STOPPED;
        }
        boolean aheadOfTheLedger = lag.events() < 0;
        return aheadOfTheLedger || followers.parked() > 0 || lag.age().compareTo(degradedAfter) > 0
                ? DEGRADED
                : Status.UP;
    }
}
