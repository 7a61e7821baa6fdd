package io.cartledger.command.ledger;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvents;
import io.cartledger.customer.CustomerEvent;
import io.cartledger.customer.CustomerEvents;
import io.cartledger.ledger.EventCodec.Sealer;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;

/**
 * Axon's view of the ledger: loads an aggregate's events, and takes new ones into the command's {@link PendingAppend}.
 * Nothing is written here; Axon may call {@link #appendEvents} several times for one command, or never.
 */
public final class LedgerStorageEngine implements EventStorageEngine {

    private final Ledger ledger;

    /** @param ledger where aggregates are read from */
    public LedgerStorageEngine(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void appendEvents(List<? extends EventMessage<?>> events) {
        PendingAppend append = PendingAppend.current();
        for (EventMessage<?> message : events) {
            var event = (DomainEventMessage<?>) message;
            append.add(
                    AggregateKey.parse(event.getAggregateIdentifier()),
                    event.getIdentifier(),
                    sealer -> write(event.getPayload(), sealer));
        }
    }

    @Override
    public DomainEventStream readEvents(String aggregateIdentifier, long firstSequenceNumber) {
        AggregateKey aggregate = AggregateKey.parse(aggregateIdentifier);
        return DomainEventStream.of(ledger.read(aggregate, firstSequenceNumber, Long.MAX_VALUE).stream()
                .map(recorded -> message(aggregate, recorded))
                .toList());
    }

    private static Written write(Object event, Sealer sealer) {
        return switch (event) {
            case CartEvent e -> CartEvents.CODEC.write(e, sealer);
            case CustomerEvent e -> CustomerEvents.CODEC.write(e, sealer);
            default -> throw new IllegalArgumentException("no aggregate here has events of " + event.getClass());
        };
    }

    private static Object read(AggregateKey aggregate, Written event) {
        return switch (aggregate.type()) {
            case CartEvents.AGGREGATE_TYPE -> CartEvents.CODEC.read(event);
            case CustomerEvents.AGGREGATE_TYPE -> CustomerEvents.CODEC.read(event);
            default -> throw new IllegalArgumentException("there is no aggregate of type " + aggregate.type());
        };
    }

    private static DomainEventMessage<?> message(AggregateKey aggregate, Recorded<Written> recorded) {
        return new GenericDomainEventMessage<>(
                aggregate.type(),
                aggregate.toString(),
                recorded.sequenceNumber(),
                read(aggregate, recorded.event()),
                Map.of(),
                recorded.eventId().toString(),
                recorded.recordedAt());
    }

    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String aggregateIdentifier) {
        return Optional.empty();
    }

    /** No snapshot trigger is configured, so nothing asks for this. */
    @Override
    public void storeSnapshot(DomainEventMessage<?> snapshot) {
        throw new UnsupportedOperationException("the ledger keeps no snapshots");
    }

    /** Projections follow the ledger by position, not through Axon. */
    @Override
    public Stream<? extends TrackedEventMessage<?>> readEvents(@Nullable TrackingToken token, boolean mayBlock) {
        throw new UnsupportedOperationException("projections follow the ledger by position");
    }
}
