package io.cartledger.command.dispatch;

import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartState;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Outcome.Effect;
import io.cartledger.cart.Refusal.KeyReused;
import io.cartledger.command.ledger.AggregateKey;
import io.cartledger.command.ledger.AppendLostException;
import io.cartledger.command.ledger.CommandKey;
import io.cartledger.command.ledger.KeyRecord;
import io.cartledger.command.ledger.Ledger;
import io.cartledger.command.ledger.Receipt;
import io.cartledger.customer.CustomerEvents;
import io.cartledger.customer.CustomerFile;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import java.util.List;
import java.util.Optional;

/**
 * Looks back: at an aggregate as it was, folded from its events, and so at the first answer to a key.
 *
 * @param <S> the aggregate's state
 */
interface Replay<S> {

    /** One more event. */
    S fold(S state, Recorded<Written> event);

    /** Before the first. */
    S nothing();

    /** Of a cart. */
    Replay<CartState> CART = new Replay<>() {
        @Override
        public CartState fold(CartState state, Recorded<Written> event) {
            return state.apply(event.sequenceNumber(), CartEvents.CODEC.read(event.event()));
        }

        @Override
        public CartState nothing() {
            return CartState.NONE;
        }
    };

    /** Of a customer's file. */
    Replay<CustomerFile> CUSTOMER = new Replay<>() {
        @Override
        public CustomerFile fold(CustomerFile state, Recorded<Written> event) {
            return state.apply(event.sequenceNumber(), CustomerEvents.CODEC.read(event.event()));
        }

        @Override
        public CustomerFile nothing() {
            return CustomerFile.EMPTY;
        }
    };

    /** The answer to a key that has been used; empty if it has not. */
    default Optional<CommandResult<S>> find(Ledger ledger, CommandKey key) {
        return ledger.findKey(key).map(record -> answer(ledger, key, record));
    }

    /**
     * The aggregate as it was in a version that it has had.
     *
     * @throws AppendLostException if that is not committed yet, or never will be
     */
    default S asOf(Ledger ledger, AggregateKey aggregate, long version) {
        return fold(ledger.readUpTo(aggregate, version));
    }

    private S fold(List<Recorded<Written>> events) {
        S state = nothing();
        for (Recorded<Written> event : events) {
            state = fold(state, event);
        }
        return state;
    }

    private CommandResult<S> answer(Ledger ledger, CommandKey key, KeyRecord record) {
        String aggregateId = record.aggregate().id();
        if (!record.fingerprint().equals(key.fingerprint())) {
            return CommandResult.refused(aggregateId, new KeyReused(key.key()));
        }
        List<Recorded<Written>> events = ledger.read(record.aggregate(), 0, record.version());
        S state = fold(events);
        Optional<Receipt> receipt = events.isEmpty()
                ? Optional.empty()
                : Optional.of(new Receipt(
                        events.getLast().position(), events.getLast().recordedAt()));
        List<Effect> effects = record.effects().stream().map(Effect::valueOf).toList();
        Outcome<S> outcome = effects.contains(Effect.CHANGED)
                ? new Outcome.Changed<>(state, effects)
                : new Outcome.Unchanged<>(state, effects);
        return new CommandResult<>(aggregateId, outcome, receipt, record.excess(), true);
    }
}
