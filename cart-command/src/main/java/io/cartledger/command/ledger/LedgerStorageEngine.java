package io.cartledger.command.ledger;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvents;
import io.cartledger.customer.CustomerEvent;
import io.cartledger.customer.CustomerEvents;
import io.cartledger.ledger.EventCodec.Sealer;
import io.cartledger.ledger.EventCodec.Written;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;

/**
 * Axon's view of the ledger: loads what makes an aggregate's state, and takes new ones into the command's {@link PendingAppend}.
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

    /** Begins with a state where a snapshot has one, see {@link History}. */
    @Override
    public DomainEventStream readEvents(String aggregateIdentifier) {
        AggregateKey aggregate = AggregateKey.parse(aggregateIdentifier);
        PendingAppend append = PendingAppend.current();
        append.beginsToRead(aggregate, ledger.lastTurn());
        return new History(aggregate, ledger, append.deadline());
    }

    /** Only conflicts that Axon resolves ask for a part, and no command has them resolved. */
    @Override
    public DomainEventStream readEvents(String aggregateIdentifier, long firstSequenceNumber) {
        throw new UnsupportedOperationException("an aggregate is loaded whole");
    }

    private static Written write(Object event, Sealer sealer) {
        return switch (event) {
            case CartEvent e -> CartEvents.CODEC.write(e, sealer);
            case CustomerEvent e -> CustomerEvents.CODEC.write(e, sealer);
            default -> throw new IllegalArgumentException("no aggregate here has events of " + event.getClass());
        };
    }

    /** The stream of events has them: so one query reads both, and a snapshot that is of no use can be passed over. */
    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String aggregateIdentifier) {
        return Optional.empty();
    }

    /** No snapshot trigger is configured, so nothing asks for this: {@link PendingAppend} sees to snapshots. */
    @Override
    public void storeSnapshot(DomainEventMessage<?> snapshot) {
        throw new UnsupportedOperationException("snapshots are kept past Axon");
    }

    /** Projections follow the ledger by position, not through Axon. */
    @Override
    public Stream<? extends TrackedEventMessage<?>> readEvents(@Nullable TrackingToken token, boolean mayBlock) {
        throw new UnsupportedOperationException("projections follow the ledger by position");
    }
}
