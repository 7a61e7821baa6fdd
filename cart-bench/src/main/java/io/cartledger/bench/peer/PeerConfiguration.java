package io.cartledger.bench.peer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** The peer that property {@code bench.peer} names, on the database of {@code bench.database}. */
@Configuration(proxyBeanMethods = false)
@Import(PeerController.class)
class PeerConfiguration {

    @Bean(destroyMethod = "close")
    Peer peer(Environment environment) {
        PeerKind kind = environment.getRequiredProperty("bench.peer", PeerKind.class);
        String url = environment.getProperty("bench.database", "");
        return switch (kind) {
            case EMPTY -> (cartId, body, key) -> new Added(cartId, body.sku(), body.units());
            case UPSERT -> new UpsertPeer(PeerDatabase.open(url), false);
            case FOR_UPDATE -> new UpsertPeer(PeerDatabase.open(url), true);
            case AXON_JPA -> AxonPeer.jpa(PeerDatabase.open(url));
            case AXON_JDBC -> AxonPeer.jdbc(PeerDatabase.open(url));
        };
    }
}
