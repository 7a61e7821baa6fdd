package io.cartledger.server.config;

import io.cartledger.cart.InvalidValueException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;

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
                case WebServerException e ->
                    "the web server does not start (" + root(e).getMessage()
                            + "): check server.port and server.address";
                case BindException e -> unusable(String.valueOf(e.getName()), e);
                case InvalidConfigurationPropertyValueException e -> unusable(e.getName(), e);
                default -> null;
            };
            if (line != null) {
                System.err.println("Cartledger cannot start: " + line);
                return true;
            }
        }
        return false;
    }

    private static String unusable(String property, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConversionFailedException conversion) {
                return "property %s must be %s, was \"%s\""
                        .formatted(property, words(conversion.getTargetType().getType()), conversion.getValue());
            }
        }
        return "property " + property + " cannot be used: " + root(failure).getMessage();
    }

    private static String words(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
        }
        return switch (type.getSimpleName()) {
            case "int", "Integer", "long", "Long" -> "a whole number";
            case "Duration" -> "a duration such as 500ms or 2s";
            case "DataSize" -> "a size such as 64KB";
            default -> "a " + type.getSimpleName();
        };
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
