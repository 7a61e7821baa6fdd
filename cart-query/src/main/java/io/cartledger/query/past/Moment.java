package io.cartledger.query.past;

import io.cartledger.cart.InvalidValueException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** When somebody wants to see a cart. */
sealed interface Moment {

    /**
     * As it was in a version.
     *
     * @param field the part of the request that says so
     * @param version 0 or more; the cart need not have had it
     */
    record InVersion(String field, long version) implements Moment {

        /** @throws InvalidValueException if there can be no such version */
        public InVersion {
            if (version < 0) {
                throw new InvalidValueException(field, "must be a version, 0 or more", version);
            }
        }
    }

    /**
     * As it was at an instant, with all that had been recorded by then.
     *
     * @param field the part of the request that says so
     * @param instant in whole microseconds, as the ledger's times are; what is finer is cut off
     */
    record At(String field, Instant instant) implements Moment {

        /** Cuts off what is finer. */
        public At {
            instant = instant.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** As it is now. */
    record Now() implements Moment {}

    /**
     * Reads an instant.
     *
     * @throws InvalidValueException if it is none, or there is none
     */
    static At at(String field, @Nullable String text) {
        return at(field, text, "must be an instant");
    }

    /**
     * Reads the number of a version, or an instant.
     *
     * @throws InvalidValueException if it is neither, or there is none
     */
    static Moment of(String field, @Nullable String text) {
        String rule = "must be a version, 0 or more, or an instant";
        if (text == null || !text.matches("-?[0-9]+")) {
            return at(field, text, rule);
        }
        try {
            return new InVersion(field, Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new InvalidValueException(field, rule, text);
        }
    }

    /** RFC 3339 has years of four digits. The + of an offset is a blank in a URL, unless it is escaped. */
    private static At at(String field, @Nullable String text, String rule) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text == null ? "" : text);
            if (time.getYear() >= 0 && time.getYear() <= 9999) {
                return new At(field, time.toInstant());
            }
        } catch (DateTimeException e) {
            throw noInstant(field, text, rule);
        }
        throw noInstant(field, text, rule);
    }

    private static InvalidValueException noInstant(String field, @Nullable String text, String rule) {
        return new InvalidValueException(field, rule + " such as 2026-03-01T12:00:00Z (a + is sent as %2B)", text);
    }
}
