package io.cartledger.bench.peer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Import;

/**
 * A peer within a node of the service that takes no commands itself: behind the very security, limits, filters and access
 * log that the service has, so that a comparison with it is about nothing else.
 */
@AutoConfiguration
@ConditionalOnProperty("bench.peer")
@Import(PeerConfiguration.class)
public class HostedPeer {}
