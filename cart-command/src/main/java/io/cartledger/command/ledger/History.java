package io.cartledger.command.ledger;

import io.cartledger.cart.CartEvents;
import io.cartledger.command.ledger.Loaded.Kept;
import io.cartledger.customer.CustomerEvents;
import io.cartledger.ledger.EventCodec.Written;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.jspecify.annotations.Nullable;

/**
 * What makes an aggregate's state, as Axon wants it: a state, if a snapshot has one, and then the events behind it. A
 * message with a state has the number and the identifier of the last event in it.
 *
 * <p>Of a long history only a part is in memory at a time. Used by one thread.
 */
final class History implements DomainEventStream {

    private final AggregateKey aggregate;
    private final Ledger ledger;
    private final Deadline deadline;
    private final Queue<DomainEventMessage<?>> read = new ArrayDeque<>();
    private boolean isAllRead;
    private @Nullable Long lastSequenceNumber;

    /** Reads the beginning. */
    History(AggregateKey aggregate, Ledger ledger, Deadline deadline) {
        this.aggregate = aggregate;
        this.ledger = ledger;
        this.deadline = deadline;
        Loaded beginning = ledger.load(Load.whole(aggregate), deadline);
        if (beginning.snapshot() != null && !isBegunBy(beginning.snapshot())) {
            ledger.ignoredSnapshot();
            beginning = ledger.load(Load.whole(aggregate).withoutSnapshot(), deadline);
        }
        add(beginning);
    }

    private boolean isBegunBy(Kept snapshot) {
        Optional<?> state = States.read(aggregate, snapshot.version(), snapshot.state());
        state.ifPresent(found -> add(snapshot.version(), snapshot.eventId(), found));
        return state.isPresent();
    }

    private void add(Loaded part) {
        part.events().forEach(event -> add(event.sequenceNumber(), event.eventId(), event(event.written())));
        isAllRead = part.isAll();
    }

    private void add(long sequenceNumber, UUID eventId, Object payload) {
        // No handler asks when it happened, so that is not read.
        read.add(new GenericDomainEventMessage<>(
                aggregate.type(),
                aggregate.toString(),
                sequenceNumber,
                payload,
                Map.of(),
                eventId.toString(),
                Instant.EPOCH));
        lastSequenceNumber = sequenceNumber;
    }

    private Object event(Written event) {
        return switch (aggregate.type()) {
            case CartEvents.AGGREGATE_TYPE -> CartEvents.CODEC.read(event);
            case CustomerEvents.AGGREGATE_TYPE -> CustomerEvents.CODEC.read(event);
            default -> throw new IllegalArgumentException("there is no aggregate of type " + aggregate.type());
        };
    }

    @Override
    public boolean hasNext() {
        if (read.isEmpty() && !isAllRead && lastSequenceNumber != null) {
            add(ledger.load(Load.behind(aggregate, lastSequenceNumber), deadline));
        }
        return !read.isEmpty();
    }

    @Override
    public DomainEventMessage<?> peek() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return read.element();
    }

    @Override
    public DomainEventMessage<?> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return read.remove();
    }

    /** Of what is read so far: of all, once there is no next one. */
    @Override
    public @Nullable Long getLastSequenceNumber() {
        return lastSequenceNumber;
    }
}
