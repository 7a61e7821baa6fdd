package io.cartledger.server.config;

import io.cartledger.cart.InvalidValueException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
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
        Optional<String> line = causes(failure)
                .flatMap(cause -> Stream.ofNullable(line(cause)))
                .findFirst()
                .or(() -> webServerLine(failure));
        line.ifPresent(text -> System.err.println("Cartledger cannot start: " + text));
        return line.isPresent();
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    private static @Nullable String line(Throwable cause) {
        return switch (cause) {
            case StartupFailure e -> e.getMessage();
            case PortInUseException e ->
                "port " + e.getPort() + " is in use: stop whoever uses it, or choose another with --server.port=…";
            case InvalidValueException e -> e.getMessage();
            case BindException e -> unusable(e);
            case InvalidConfigurationPropertyValueException e ->
                "property " + e.getName() + " must not be \"" + e.getValue() + "\"";
            default -> null;
        };
    }

    /** Only where there is no better explanation: the web server fails of whatever its filters fail of, too. */
    private static Optional<String> webServerLine(Throwable failure) {
        return causes(failure)
                .filter(WebServerException.class::isInstance)
                .findFirst()
                .map(e -> "the web server does not start (" + root(e).getMessage()
                        + "): check server.port and server.address");
    }

    private static String unusable(BindException failure) {
        return causes(failure)
                .flatMap(cause -> cause instanceof ConversionFailedException e ? Stream.of(e) : Stream.empty())
                .findFirst()
                .map(e -> "property %s must be %s, was \"%s\""
                        .formatted(failure.getName(), words(e.getTargetType().getType()), e.getValue()))
                .orElseGet(() -> "property " + failure.getName() + " cannot be used: "
                        + root(failure).getMessage());
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
