package io.cartledger.server;

import io.cartledger.ledger.Seals;
import io.cartledger.query.burst.BurstFinder;
import io.cartledger.query.consistency.Lag;
import io.cartledger.query.consistency.LiveView;
import io.cartledger.query.consistency.ViewReader;
import io.cartledger.query.ledger.EventSource;
import io.cartledger.query.ledger.LedgerEventSource;
import io.cartledger.query.ledger.RefusalSource;
import io.cartledger.query.parked.Parking;
import io.cartledger.query.projection.CommitNotifications;
import io.cartledger.query.projection.Followers;
import io.cartledger.query.projection.Refold;
import io.cartledger.query.rebuild.Rebuilds;
import io.cartledger.query.verify.Verifier;
import io.cartledger.server.config.CartProperties;
import io.cartledger.server.config.ConditionalOnRole;
import io.cartledger.server.database.Databases;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Answers queries: follows the ledger into the read model, and the routes that read it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(CartProperties.Role.QUERY)
@ComponentScan("io.cartledger.query")
class QueryRole {

    /** A builder says every second that it is there. */
    private static final Duration BUILDER_PATIENCE = Duration.ofSeconds(15);

    @Bean
    LiveView liveView() {
        return new LiveView();
    }

    @Bean(initMethod = "start")
    Followers followers(
            Databases databases, Seals seals, LiveView live, CartProperties properties, MeterRegistry meters) {
        return new Followers(
                databases.follower(),
                new LedgerEventSource(databases.followed()),
                seals,
                properties.view().foldRevision(),
                live,
                meters);
    }

    @Bean(initMethod = "start")
    Rebuilds rebuilds(Databases databases, Seals seals, CartProperties properties, MeterRegistry meters) {
        return new Rebuilds(
                databases.viewOwner(),
                databases.follower(),
                new LedgerEventSource(databases.followed()),
                seals,
                properties.view().foldRevision(),
                BUILDER_PATIENCE,
                meters);
    }

    @Bean(initMethod = "start")
    BurstFinder burstFinder(Databases databases, LiveView live, MeterRegistry meters) {
        return new BurstFinder(databases.follower(), databases.followed(), live, meters);
    }

    @Bean
    Verifier verifier(Databases databases, EventSource eventSource, LiveView live, CartProperties properties) {
        return new Verifier(
                databases.ledgerVerifier(),
                databases.viewVerifier(),
                eventSource,
                live,
                properties.limits().period(),
                properties.view().foldRevision());
    }

    @Bean
    Parking parking(Databases databases, Seals seals, LiveView live) {
        var refold = new Refold(databases.follower(), new LedgerEventSource(databases.followed()), seals);
        return new Parking(databases.view(), live, refold);
    }

    @Bean(initMethod = "start")
    CommitNotifications commitNotifications(Databases databases, Followers followers) {
        return new CommitNotifications(databases.unpooled(), followers);
    }

    /** For queries: what they read of the ledger holds up nobody who follows it. */
    @Bean
    EventSource eventSource(Databases databases) {
        return new LedgerEventSource(databases.ledger());
    }

    @Bean
    RefusalSource refusalSource(Databases databases) {
        return new RefusalSource(databases.ledger());
    }

    @Bean
    ViewReader viewReader(Databases databases, LiveView live, CartProperties properties) {
        return new ViewReader(databases.view(), live, properties.view().patience());
    }

    @Bean(initMethod = "start")
    Lag lag(LiveView live, EventSource eventSource, Clock clock, MeterRegistry meters) {
        return new Lag(live, eventSource, clock, meters);
    }

    /** Under {@code /actuator/health} as {@code view}. */
    @Bean
    HealthIndicator viewHealthIndicator(
            Followers followers, BurstFinder bursts, LiveView live, Lag lag, CartProperties properties) {
        return new ViewHealth(followers, bursts, live, lag, properties.view().degradedAfter());
    }
}
