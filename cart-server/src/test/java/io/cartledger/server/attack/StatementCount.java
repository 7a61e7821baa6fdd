package io.cartledger.server.attack;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Counts the statements that PostgreSQL is sent while requests are answered, from what its driver says of its messages.
 * What is read for a request on the reader's thread counts, too; what followers and recorders do on theirs does not.
 */
final class StatementCount extends Handler implements AutoCloseable {

    private static final Logger DRIVER = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
    private static final List<String> OF_REQUESTS = List.of("tomcat-handler-", "ledger-reader");

    private final AtomicInteger statements = new AtomicInteger();

    /** From now on, until it is closed. */
    static StatementCount start() {
        var count = new StatementCount();
        DRIVER.setUseParentHandlers(false);
        DRIVER.setLevel(Level.FINEST);
        DRIVER.addHandler(count);
        return count;
    }

    int statements() {
        return statements.get();
    }

    @Override
    public void publish(LogRecord message) {
        if (message.getMessage().contains("FE=> Execute")
                && OF_REQUESTS.stream().anyMatch(Thread.currentThread().getName()::startsWith)) {
            statements.incrementAndGet();
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        DRIVER.removeHandler(this);
        DRIVER.setLevel(null);
        DRIVER.setUseParentHandlers(true);
    }
}
