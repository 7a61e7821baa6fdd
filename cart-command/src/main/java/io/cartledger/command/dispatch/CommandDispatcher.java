package io.cartledger.command.dispatch;

import io.cartledger.cart.CartCommand;
import io.cartledger.cart.Outcome;
import io.cartledger.command.ledger.LedgerUnavailableException;
import io.cartledger.command.ledger.LostRaceException;
import io.cartledger.command.ledger.PendingAppend;
import io.cartledger.ledger.Origin;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.GenericMessage;
import org.jspecify.annotations.Nullable;

/**
 * Takes a command to its aggregate and back. Where another node was faster, it decides again on the new state, so that
 * no caller ever hears of the race.
 *
 * <p>Any thread may use it; the command runs on the caller's.
 */
public final class CommandDispatcher {

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    private final CommandBus commandBus;
    private final Duration patience;
    private final Counter lostRaces;

    /** @param patience how long a command may take in all, before the caller is asked to come again */
    CommandDispatcher(CommandBus commandBus, Duration patience, MeterRegistry meters) {
        this.commandBus = commandBus;
        this.patience = patience;
        this.lostRaces = Counter.builder("cart.command.lost.races")
                .description("Appends that another node's append had overtaken; each was tried again")
                .register(meters);
    }

    /**
     * Handles the command, and returns once what it changed is committed.
     *
     * @throws DeadlineExceededException if it could not be done in time; nothing is written
     * @throws LedgerUnavailableException if the ledger cannot be reached; nothing is written
     * @throws io.cartledger.command.ledger.OutcomeUnknownException if the connection was lost during the append
     */
    public CommandResult dispatch(CartCommand command, Origin origin) {
        Deadline deadline = Deadline.in(patience);
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(command, new Dispatch(deadline, new PendingAppend(origin.toJson())));
            } catch (LostRaceException e) {
                lostRaces.increment();
                if (deadline.hasPassed()) {
                    throw new DeadlineExceededException("overtaken " + attempt + " times at " + command.cartId(), e);
                }
                pause(attempt);
            }
        }
    }

    private CommandResult attempt(CartCommand command, Dispatch dispatch) {
        var results = new SingleResult();
        commandBus.dispatch(message(command, dispatch), results);
        return new CommandResult(results.outcome(), dispatch.append().receipt());
    }

    /** Named for the sealed type, so that one handler in the aggregate takes all of them. */
    private static CommandMessage<CartCommand> message(CartCommand command, Dispatch dispatch) {
        return new GenericCommandMessage<>(
                new GenericMessage<>(command, dispatch.asMetaData()), CartCommand.class.getName());
    }

    /** Full jitter, doubling: nodes that have met once shall not meet again in step. */
    private static void pause(int attempt) {
        long most = Math.min(LONGEST_PAUSE.toNanos(), 500_000L << Math.min(attempt, 10));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
    }

    /** Axon's simple bus answers on the calling thread, before it returns. */
    private static final class SingleResult
            implements org.axonframework.commandhandling.CommandCallback<CartCommand, Outcome> {

        private @Nullable CommandResultMessage<? extends Outcome> message;

        @Override
        public void onResult(
                CommandMessage<? extends CartCommand> command, CommandResultMessage<? extends Outcome> result) {
            message = result;
        }

        Outcome outcome() {
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
