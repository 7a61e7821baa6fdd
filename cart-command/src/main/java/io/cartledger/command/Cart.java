package io.cartledger.command;

import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.Outcome;
import io.cartledger.command.ledger.AggregateKey;
import io.cartledger.command.ledger.PendingAppend;
import io.cartledger.command.ledger.Tip;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;

/**
 * One cart. Decides each command from its state, whole, before anything is applied, and remembers which event its state
 * ends with: a command's append names that event, so that the ledger can tell whether it still is the last.
 *
 * <p>Used by the thread that holds the cart's lock.
 */
public final class Cart {

    @AggregateIdentifier
    private final String id;

    private final Tip tip;
    private final ShopRules rules;
    private CartState state = CartState.NONE;

    /** A cart that nothing has happened to yet. */
    public Cart(AggregateKey key, ShopRules rules) {
        this.id = key.toString();
        this.tip = new Tip(key);
        this.rules = rules;
    }

    /** How Axon, and so the cache, the locks and the ledger know a cart. */
    public static AggregateKey key(CartId cartId) {
        return new AggregateKey(CartEvents.AGGREGATE_TYPE, cartId.value());
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<CartState> handle(CartRequest request) {
        Decision<CartEvent> decision = new CartDecisions(rules.cart()).decide(consider(), request);
        return carryOut(request.command(), decision);
    }

    /** @param decision on the state as it is */
    Outcome<CartState> carryOut(CartCommand command, Decision<CartEvent> decision) {
        CartState before = state;
        return switch (decision) {
            case Decision.Refuse<CartEvent>(var refusal) -> new Outcome.Refused<>(refusal);
            case Decision.Accept<CartEvent> accepted
            when accepted.events().isEmpty() -> new Outcome.Unchanged<>(before, accepted.effects());
            case Decision.Accept<CartEvent> accepted -> {
                happen(accepted.events());
                PendingAppend.current()
                        .move(CartMoves.of(command, before, state).toMoves(rules.purchase()));
                yield new Outcome.Changed<>(state, accepted.effects());
            }
        };
    }

    /** The state to decide on. From here on the command's append rests on it. */
    CartState consider() {
        PendingAppend.current().decidedOn(tip, this::subject);
        return state;
    }

    /** Whom its events are about: its owner, or nobody but itself. */
    String subject() {
        return state.owner() == null
                ? "cart/" + AggregateKey.parse(id).id()
                : state.owner().key();
    }

    /** @return the state after the events */
    CartState happen(List<CartEvent> events) {
        events.forEach(AggregateLifecycle::apply);
        return state;
    }

    @EventSourcingHandler
    void on(CartEvent event, @SequenceNumber long sequenceNumber, @MessageIdentifier String eventId) {
        state = state.apply(sequenceNumber, event);
        tip.moveTo(eventId, sequenceNumber, state);
    }

    /** A snapshot, in place of the events up to it. */
    @EventSourcingHandler
    void on(CartState snapshot, @MessageIdentifier String eventId) {
        state = snapshot;
        tip.beginAt(eventId, snapshot.version(), snapshot);
    }
}
