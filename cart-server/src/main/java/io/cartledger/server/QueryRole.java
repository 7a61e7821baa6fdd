package io.cartledger.server;

import io.cartledger.ledger.Seals;
import io.cartledger.query.consistency.Lag;
import io.cartledger.query.consistency.ViewPosition;
import io.cartledger.query.consistency.ViewReader;
import io.cartledger.query.ledger.EventSource;
import io.cartledger.query.ledger.LedgerEventSource;
import io.cartledger.query.projection.CommitNotifications;
import io.cartledger.query.projection.Follower;
import io.cartledger.server.config.CartProperties;
import io.cartledger.server.config.ConditionalOnRole;
import io.cartledger.server.database.Databases;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Answers queries: follows the ledger into the read model, and the routes that read it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(CartProperties.Role.QUERY)
@ComponentScan("io.cartledger.query")
class QueryRole {

    @Bean
    ViewPosition viewPosition() {
        return new ViewPosition();
    }

    @Bean(initMethod = "start")
    Follower follower(Databases databases, Seals seals, ViewPosition position, MeterRegistry meters) {
        return new Follower(databases.follower(), new LedgerEventSource(databases.follower()), seals, position, meters);
    }

    @Bean(initMethod = "start")
    CommitNotifications commitNotifications(Databases databases, Follower follower) {
        return new CommitNotifications(databases.unpooled(), follower);
    }

    /** For queries: what they read of the ledger holds up nobody who follows it. */
    @Bean
    EventSource eventSource(Databases databases) {
        return new LedgerEventSource(databases.ledger());
    }

    @Bean
    ViewReader viewReader(Databases databases, ViewPosition position, CartProperties properties) {
        return new ViewReader(databases.view(), position, properties.view().patience());
    }

    @Bean(initMethod = "start")
    Lag lag(ViewPosition position, EventSource eventSource, Clock clock, MeterRegistry meters) {
        return new Lag(position, eventSource, clock, meters);
    }

    /** Under {@code /actuator/health} as {@code view}. */
    @Bean
    HealthIndicator viewHealthIndicator(Follower follower, ViewPosition position, Lag lag, CartProperties properties) {
        return new ViewHealth(follower, position, lag, properties.view().degradedAfter());
    }
}
