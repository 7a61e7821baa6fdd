package io.cartledger.command.dispatch;

import io.cartledger.cart.CartCommand.ChangeCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Owner;
import io.cartledger.cart.Refusal;
import io.cartledger.cart.Refusal.ChangeRefused;
import io.cartledger.cart.Refusal.OpenCartExists;
import io.cartledger.cart.Refusal.PurchaseLimitExceeded;
import io.cartledger.cart.Refusal.RestorationRefused;
import io.cartledger.command.CartRequest;
import io.cartledger.command.CustomerRequest;
import io.cartledger.command.RestoreRequest;
import io.cartledger.command.dispatch.Target.RequestTo;
import io.cartledger.command.dispatch.Target.Resolution;
import io.cartledger.command.ledger.AppendLostException;
import io.cartledger.command.ledger.AppendLostException.AggregateMovedException;
import io.cartledger.command.ledger.AppendLostException.KeyTakenException;
import io.cartledger.command.ledger.AppendLostException.LimitReachedException;
import io.cartledger.command.ledger.AppendLostException.OpenCartTakenException;
import io.cartledger.command.ledger.CommandKey;
import io.cartledger.command.ledger.Deadline;
import io.cartledger.command.ledger.DeadlineExceededException;
import io.cartledger.command.ledger.Ledger;
import io.cartledger.command.ledger.LedgerUnavailableException;
import io.cartledger.command.ledger.PendingAppend;
import io.cartledger.command.ledger.Turn;
import io.cartledger.customer.CustomerFile;
import io.cartledger.ledger.Origin;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.jspecify.annotations.Nullable;

/**
 * Takes a command to its aggregate and back. Where another node was faster, it decides again on the new state, so that
 * no caller ever hears of the race.
 *
 * <p>Any thread may use it; the command runs on the caller's.
 */
public final class CommandDispatcher {

    private final CommandBus commandBus;
    private final Ledger ledger;
    private final OpenCarts openCarts;
    private final Duration patience;
    private final Counter lostRaces;

    /** @param patience how long a command may take in all, before the caller is asked to come again */
    CommandDispatcher(
            CommandBus commandBus, Ledger ledger, OpenCarts openCarts, Duration patience, MeterRegistry meters) {
        this.commandBus = commandBus;
        this.ledger = ledger;
        this.openCarts = openCarts;
        this.patience = patience;
        this.lostRaces = Counter.builder("cart.command.lost.races")
                .description("Attempts that somebody else had overtaken; each was made again")
                .register(meters);
    }

    /**
     * Handles a command to a cart, and returns once what it changed is committed.
     *
     * @param key what makes it the same command when it is sent again, or null
     * @throws DeadlineExceededException if it could not be done in time; nothing is written
     * @throws LedgerUnavailableException if the ledger cannot be reached; nothing is written
     * @throws io.cartledger.ledger.VaultUnavailableException if what is personal cannot be sealed; nothing is written
     * @throws io.cartledger.command.ledger.OutcomeUnknownException if the connection was lost during the append
     */
    public CommandResult<CartState> dispatch(CartRequest request, Origin origin, @Nullable CommandKey key) {
        return dispatch(Target.of(request), origin, key, Replay.CART);
    }

    /** The same for the one open cart of an owner; {@code requestTo} is asked again for each attempt. */
    public CommandResult<CartState> dispatchToOpenCart(
            Owner owner, RequestTo requestTo, Origin origin, @Nullable CommandKey key) {
        CommandResult<CartState> result = dispatch(new Target.OpenCartOf(owner, requestTo), origin, key, Replay.CART);
        if (result.outcome() instanceof Outcome.Changed<CartState>(var cart, var effects) && !cart.isOpen()) {
            openCarts.forget(owner);
        }
        return result;
    }

    /** The same for a customer's file. */
    public CommandResult<CustomerFile> dispatch(CustomerRequest request, Origin origin, @Nullable CommandKey key) {
        var target = new Target.Named(request.command().customer().value(), request);
        return dispatch(target, origin, key, Replay.CUSTOMER);
    }

    private <S> CommandResult<S> dispatch(
            Resolution resolution, Origin origin, @Nullable CommandKey key, Replay<S> replay) {
        var attempts = new Attempts(origin, key, Deadline.in(patience));
        try {
            return dispatch(resolution, attempts, replay);
        } finally {
            if (!attempts.hasTakenItsTurn()) {
                ledger.leave(attempts.turn);
            }
        }
    }

    private <S> CommandResult<S> dispatch(Resolution resolution, Attempts attempts, Replay<S> replay) {
        CommandKey key = attempts.key;
        while (true) {
            ledger.requireRoom();
            Target found = resolution.resolve(openCarts);
            if (found instanceof Target.Nothing(var refusal)) {
                return (key == null ? Optional.<CommandResult<S>>empty() : replay.find(ledger, key))
                        .orElseGet(() -> CommandResult.refused("", refusal));
            }
            var target = (Target.Request) found;
            AppendLostException lost = null;
            try {
                CommandResult<S> result = attempt(target, attempts.next());
                if (holds(result, target, resolution)) {
                    return result;
                }
            } catch (KeyTakenException e) {
                Optional<CommandResult<S>> first = replay.find(ledger, Objects.requireNonNull(key));
                if (first.isPresent()) {
                    return first.get();
                }
                lost = e; // forgotten in between, because it was old
            } catch (LimitReachedException e) {
                return CommandResult.refused(target.aggregateId(), refusal(e, target.request()));
            } catch (OpenCartTakenException e) {
                if (!resolution.looksUp()) {
                    var refusal = new OpenCartExists(new CartId(target.aggregateId()), new CartId(e.cartId()));
                    return CommandResult.refused(target.aggregateId(), refusal);
                }
                lost = e;
            } catch (AggregateMovedException e) {
                lost = e;
                attempts.wereOvertaken(e);
            }
            resolution.forget(openCarts);
            lostRaces.increment();
            if (attempts.deadline.hasPassed()) {
                throw new DeadlineExceededException(
                        "overtaken " + attempts.count + " times at " + target.aggregateId(), lost);
            }
        }
    }

    /** At one command. Confined to the thread that runs it. */
    private static final class Attempts {

        private final Origin origin;
        private final @Nullable CommandKey key;
        private final Deadline deadline;
        private int count;
        private Turn turn = Turn.NONE;
        private @Nullable PendingAppend last;

        Attempts(Origin origin, @Nullable CommandKey key, Deadline deadline) {
            this.origin = key == null ? origin : origin.withKey(key.key());
            this.key = key;
            this.deadline = deadline;
        }

        Dispatch next() {
            count++;
            last = new PendingAppend(origin, key, deadline, turn);
            return new Dispatch(deadline, last);
        }

        void wereOvertaken(AggregateMovedException by) {
            turn = turn.orLater(by.turn());
        }

        /** Whether nobody waits in vain for it to come again. */
        boolean hasTakenItsTurn() {
            return turn.equals(Turn.NONE) || (last != null && last.hasComeIn(turn));
        }
    }

    private static Refusal refusal(LimitReachedException reached, Object request) {
        var refusal = new PurchaseLimitExceeded(reached.sku(), reached.limit(), reached.used(), reached.added());
        return switch (request) {
            case CartRequest cart
            when cart.command() instanceof ChangeCart several ->
                new ChangeRefused(several.lastThatBrings(reached.sku()), refusal);
            case RestoreRequest restore ->
                new RestorationRefused(restore.command().version(), refusal);
            default -> refusal;
        };
    }

    /** What was committed or confirmed holds. A refusal rests on where it was told, too. */
    private boolean holds(CommandResult<?> result, Target target, Resolution resolution) {
        if (!(result.outcome() instanceof Outcome.Refused<?>) || !resolution.looksUp()) {
            return true;
        }
        resolution.forget(openCarts);
        return resolution.resolve(openCarts).openCart().equals(target.openCart());
    }

    private <S> CommandResult<S> attempt(Target.Request target, Dispatch dispatch) {
        var results = new SingleResult<S>();
        commandBus.dispatch(message(target, dispatch), results);
        PendingAppend append = dispatch.append();
        return new CommandResult<>(target.aggregateId(), results.outcome(), append.receipt(), append.excess(), false);
    }

    private static CommandMessage<Object> message(Target.Request target, Dispatch dispatch) {
        return new GenericCommandMessage<>(target.request(), dispatch.asMetaData());
    }

    /** Axon's simple bus answers on the calling thread, before it returns. */
    private static final class SingleResult<S>
            implements org.axonframework.commandhandling.CommandCallback<Object, Outcome<S>> {

        private @Nullable CommandResultMessage<? extends Outcome<S>> message;

        @Override
        public void onResult(CommandMessage<?> command, CommandResultMessage<? extends Outcome<S>> result) {
            message = result;
        }

        Outcome<S> outcome() {
            if (message == null) {
                throw new IllegalStateException("the command bus returned without a result");
            }
            if (message.isExceptional()) {
                switch (message.exceptionResult()) {
                    case RuntimeException e -> throw e;
                    case Error e -> throw e;
                    case Throwable e -> throw new IllegalStateException("a command failed", e);
                }
            }
            return message.getPayload();
        }
    }
}
