package io.cartledger.command;

import static io.cartledger.command.Decision.accept;
import static io.cartledger.command.Decision.refuse;

import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Refusal.AllowanceNotFound;
import io.cartledger.cart.Refusal.PreconditionFailed;
import io.cartledger.command.ledger.AggregateKey;
import io.cartledger.command.ledger.Moves;
import io.cartledger.command.ledger.Moves.AllowanceMove;
import io.cartledger.command.ledger.PendingAppend;
import io.cartledger.command.ledger.Tip;
import io.cartledger.customer.CustomerCommand.AddNote;
import io.cartledger.customer.CustomerCommand.GrantAllowance;
import io.cartledger.customer.CustomerCommand.RevokeAllowance;
import io.cartledger.customer.CustomerEvent;
import io.cartledger.customer.CustomerEvent.AllowanceGranted;
import io.cartledger.customer.CustomerEvent.AllowanceRevoked;
import io.cartledger.customer.CustomerEvent.NoteAdded;
import io.cartledger.customer.CustomerEvents;
import io.cartledger.customer.CustomerFile;
import io.cartledger.customer.CustomerFile.Allowance;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;

/**
 * One customer's file. Decides like {@link Cart}.
 *
 * <p>Used by the thread that holds the file's lock.
 */
public final class Customer {

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable") // Axon reads it
    private final String id;

    private final Tip tip;

    private CustomerFile file = CustomerFile.EMPTY;

    /** A file that nothing has happened to yet. */
    public Customer(AggregateKey key) {
        this.id = key.toString();
        this.tip = new Tip(key);
    }

    /** How Axon, and so the cache, the locks and the ledger know a customer's file. */
    public static AggregateKey key(CustomerId customer) {
        return new AggregateKey(CustomerEvents.AGGREGATE_TYPE, customer.value());
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<CustomerFile> handle(CustomerRequest request) {
        String subject = request.command().customer().key();
        PendingAppend.current().decidedOn(tip, () -> subject);
        CustomerFile before = file;
        return switch (decide(request)) {
            case Decision.Refuse<CustomerEvent>(var refusal) -> new Outcome.Refused<>(refusal);
            case Decision.Accept<CustomerEvent> accepted
            when accepted.events().isEmpty() -> new Outcome.Unchanged<>(before, accepted.effects());
            case Decision.Accept<CustomerEvent> accepted -> {
                accepted.events().forEach(AggregateLifecycle::apply);
                List<AllowanceMove> moves = accepted.events().stream()
                        .flatMap(event -> move(request.command().customer(), event, file).stream())
                        .toList();
                PendingAppend.current().move(new Moves(List.of(), List.of(), moves));
                yield new Outcome.Changed<>(file, accepted.effects());
            }
        };
    }

    private Decision<CustomerEvent> decide(CustomerRequest request) {
        String customer = request.command().customer().value();
        if (!request.preconditions().holdFor(customer, file.version())) {
            return refuse(new PreconditionFailed("The file of customer " + customer, file.version(), null));
        }
        return switch (request.command()) {
            case GrantAllowance c -> accept(new AllowanceGranted(c.sku(), c.units(), c.until(), c.ticket()));
            case AddNote c -> accept(new NoteAdded(c.text(), c.ticket()));
            case RevokeAllowance c -> {
                Allowance allowance = file.allowances().get(c.allowance());
                if (allowance == null) {
                    yield refuse(new AllowanceNotFound(c.customer(), c.allowance()));
                }
                yield allowance.revoked() ? accept() : accept(new AllowanceRevoked(c.allowance(), c.ticket()));
            }
        };
    }

    /** @param after the file after the event */
    private static Optional<AllowanceMove> move(CustomerId customer, CustomerEvent event, CustomerFile after) {
        return switch (event) {
            case AllowanceGranted e ->
                Optional.of(new AllowanceMove(
                        customer.value(), e.sku().value(), e.until(), e.units().units()));
            case AllowanceRevoked e -> {
                Allowance revoked = Objects.requireNonNull(after.allowances().get(e.allowance()), "was decided on");
                yield Optional.of(new AllowanceMove(
                        customer.value(),
                        revoked.sku().value(),
                        revoked.until(),
                        -revoked.units().units()));
            }
            case NoteAdded e -> Optional.empty();
        };
    }

    @EventSourcingHandler
    void on(CustomerEvent event, @SequenceNumber long sequenceNumber, @MessageIdentifier String eventId) {
        file = file.apply(sequenceNumber, event);
        tip.moveTo(eventId, sequenceNumber, file);
    }

    /** A snapshot, in place of the events up to it. */
    @EventSourcingHandler
    void on(CustomerFile snapshot, @MessageIdentifier String eventId) {
        file = snapshot;
        tip.beginAt(eventId, snapshot.version(), snapshot);
    }
}
