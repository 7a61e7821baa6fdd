package io.cartledger.command.ledger;

import io.cartledger.cart.Outcome;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Submits what a command appends as the last act before its unit of work commits: the thread goes on once PostgreSQL
 * has committed, or fails the unit of work. It registers only after the handler has run, so that Axon's event store,
 * which registers at the first event, hands over its events before.
 */
public final class AppendInterceptor implements MessageHandlerInterceptor<CommandMessage<?>> {

    private final Ledger ledger;

    /** @param ledger where it is submitted to */
    public AppendInterceptor(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain) throws Exception {
        PendingAppend append = PendingAppend.current();
        unitOfWork.onRollback(failed -> append.lose());
        var outcome = (Outcome<?>) chain.proceed();
        unitOfWork.onPrepareCommit(committing -> submit(append, outcome));
        return outcome;
    }

    /** Axon takes nothing back for an {@link Error} of a commit, and would keep the aggregate's lock. */
    private void submit(PendingAppend append, Outcome<?> outcome) {
        try {
            append.submitTo(ledger, outcome);
        } catch (Error e) {
            throw new IllegalStateException("an append failed", e);
        }
    }
}
