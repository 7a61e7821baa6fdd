package io.cartledger.command.dispatch;

import io.cartledger.command.ledger.Deadline;
import io.cartledger.command.ledger.PendingAppend;
import java.util.Objects;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/** One attempt at a command, as it travels with its message. */
record Dispatch(Deadline deadline, PendingAppend append) {

    private static final String KEY = Dispatch.class.getName();

    MetaData asMetaData() {
        return append.asMetaData().and(KEY, this);
    }

    /** That of the command being handled on this thread. */
    static Dispatch current() {
        var metaData = CurrentUnitOfWork.get().root().getMessage().getMetaData();
        return (Dispatch) Objects.requireNonNull(metaData.get(KEY), "a command comes through the dispatcher");
    }
}
