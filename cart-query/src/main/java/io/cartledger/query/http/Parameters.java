package io.cartledger.query.http;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads parameters of lists. A parameter that is not sent is null; one that is empty is a mistake. */
public final class Parameters {

    /** Of what has no form of its own. */
    private static final int MOST_CHARACTERS = 256;

    private static final int LAST_YEAR = 9999; // RFC 3339 has no later one

    private Parameters() {}

    public static @Nullable CustomerId customer(@Nullable String text) {
        return value("customer", text, CustomerId::new);
    }

    public static @Nullable CartId cart(@Nullable String text) {
        return value("cart", text, CartId::new);
    }

    public static @Nullable Sku sku(@Nullable String text) {
        return value("sku", text, Sku::new);
    }

    public static @Nullable Ticket ticket(@Nullable String text) {
        return value("ticket", text, Ticket::new);
    }

    private static <T> @Nullable T value(String field, @Nullable String text, Function<String, T> constructor) {
        try {
            return text == null ? null : constructor.apply(text);
        } catch (InvalidValueException e) {
            throw e.of(field);
        }
    }

    /** A text of any form. PostgreSQL has no text with the character 0. */
    public static @Nullable String text(String field, @Nullable String text) {
        if (text != null
                && (text.isBlank()
                        || text.length() > MOST_CHARACTERS
                        || text.chars().anyMatch(Character::isISOControl))) {
            throw new InvalidValueException(
                    field, "must be 1 to " + MOST_CHARACTERS + " characters, no control characters", text);
        }
        return text;
    }

    /**
     * Words out of a known list, each once; empty if there are none. Separated by commas, or sent as several parameters, or
     * both.
     *
     * @param texts null if the parameter was not sent
     */
    public static List<String> words(String field, @Nullable List<String> texts, Collection<String> known) {
        if (texts == null) {
            return List.of();
        }
        String rule = "must be one of " + String.join(", ", known);
        if (texts.isEmpty()) {
            throw new InvalidValueException(field, rule, "");
        }
        List<String> words = texts.stream()
                .flatMap(text -> Stream.of(text.split(",", -1)))
                .distinct()
                .toList();
        for (String word : words) {
            if (!known.contains(word)) {
                throw new InvalidValueException(field, rule, word);
            }
        }
        return words;
    }

    /** A word out of a known list. */
    public static @Nullable String word(String field, @Nullable String text, Collection<String> known) {
        if (text != null && !known.contains(text)) {
            throw new InvalidValueException(field, "must be one of " + String.join(", ", known), text);
        }
        return text;
    }

    /** A number of something; which ones make sense, its user says. */
    public static @Nullable Integer number(String field, @Nullable String text) {
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new InvalidValueException(field, "must be a whole number, at most " + Integer.MAX_VALUE, text);
        }
    }

    /**
     * Which of several values is meant, nobody can tell.
     *
     * @param lists parameters that may have several
     * @throws InvalidValueException if another one is sent more than once
     */
    public static void once(Map<String, String[]> parameters, Set<String> lists) {
        parameters.forEach((field, values) -> {
            if (values.length > 1 && !lists.contains(field)) {
                throw new InvalidValueException(field, "must be sent once", String.join(", ", values));
            }
        });
    }

    /** In whole microseconds, as the ledger counts them: what is recorded in a part of one is recorded at its beginning. */
    public static @Nullable Instant instant(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            Instant whole = instant.truncatedTo(ChronoUnit.MICROS);
            Instant time = whole.equals(instant) ? whole : whole.plus(1, ChronoUnit.MICROS);
            // Of that instant: another offset may have another year.
            int year = time.atOffset(ZoneOffset.UTC).getYear();
            if (year >= 1 && year <= LAST_YEAR) {
                return time;
            }
        } catch (DateTimeException e) {
            throw notATime(field, text);
        }
        throw notATime(field, text);
    }

    private static InvalidValueException notATime(String field, String text) {
        return new InvalidValueException(field, "must be a time such as 2026-01-31T12:00:00Z", text);
    }

    /** @throws InvalidValueException if nothing lies from one to the other */
    public static void inOrder(String from, @Nullable Instant least, String to, @Nullable Instant most) {
        if (least != null && most != null && !least.isBefore(most)) {
            throw new InvalidValueException(to, "must be later than " + from, most);
        }
    }
}
