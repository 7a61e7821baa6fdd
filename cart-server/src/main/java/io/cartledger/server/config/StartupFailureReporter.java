package io.cartledger.server.config;

import io.cartledger.cart.InvalidValueException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Tells an operator's mistake in one line on standard error; the process ends with a non-zero code. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartupFailureReporter implements SpringBootExceptionReporter {

    /** Found by Spring Boot, which offers the context that failed. */
    StartupFailureReporter(@Nullable ConfigurableApplicationContext context) {}

    @Override
    @SuppressWarnings("SystemOut") // the log may be what is broken, and a line of it is more than the line
    public boolean reportException(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String line = switch (cause) {
                case StartupFailure e -> e.getMessage();
                case PortInUseException e ->
                    "port " + e.getPort() + " is in use: stop whoever uses it, or choose another with --server.port=…";
                case InvalidValueException e -> e.getMessage();
                case BindException e ->
                    "property " + e.getName() + " cannot be used: " + String.valueOf(root(e).getMessage());
                default -> null;
            };
            if (line != null) {
                System.err.println("Cartledger cannot start: " + line);
                return true;
            }
        }
        return false;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
