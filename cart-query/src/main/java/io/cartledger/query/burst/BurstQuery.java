package io.cartledger.query.burst;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.cart.Sku;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bursts somebody looks for; null for what does not matter.
 *
 * @param ip an address, or all addresses that begin with the same bits (CIDR, RFC 4632), from which one of the commands came
 * @param session in which one of the commands came
 * @param from when they began, or later
 * @param to they began before
 * @param minCommands how many commands they have at least
 */
record BurstQuery(
        @Nullable String cart,
        @Nullable String sku,
        @Nullable String customer,
        @Nullable String ip,
        @Nullable String session,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Integer minCommands) {

    /** All that there are. */
    static final BurstQuery ALL = new BurstQuery(null, null, null, null, null, null, null, null);

    private static final int LONGEST_SESSION = 256;
    private static final int LAST_YEAR = 9999; // RFC 3339 has no later one

    /** Names are no addresses: nobody is asked for one. */
    private static final Pattern RANGE =
            Pattern.compile("([0-9]+(?:\\.[0-9]+){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/([0-9]{1,3}))?");

    /**
     * Reads what a request says; what it does not say is null.
     *
     * @throws InvalidValueException if one of the values is not what it should be
     */
    static BurstQuery of(
            @Nullable String cart,
            @Nullable String sku,
            @Nullable String customer,
            @Nullable String ip,
            @Nullable String session,
            @Nullable String from,
            @Nullable String to,
            @Nullable Integer minCommands) {
        if (minCommands != null && minCommands < 2) {
            throw new InvalidValueException("minCommands", "must be 2 or more", minCommands);
        }
        var query = new BurstQuery(
                value("cart", cart, text -> new CartId(text).value()),
                value("sku", sku, text -> new Sku(text).value()),
                value("customer", customer, text -> new CustomerId(text).value()),
                value("ip", ip, BurstQuery::range),
                value("session", session, BurstQuery::session),
                from == null ? null : instant("from", from),
                to == null ? null : instant("to", to),
                minCommands);
        if (query.from != null && query.to != null && !query.from.isBefore(query.to)) {
            throw new InvalidValueException("to", "must be later than from", to);
        }
        return query;
    }

    /** Whether it asks for what only those may know who may know from where people come. */
    boolean isPersonal() {
        return ip != null || session != null;
    }

    private static @Nullable String value(String field, @Nullable String text, Function<String, String> checked) {
        try {
            return text == null ? null : checked.apply(text);
        } catch (InvalidValueException e) {
            throw e.of(field);
        }
    }

    private static String session(String text) {
        if (text.isBlank() || text.length() > LONGEST_SESSION || text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidValueException(
                    "session", "must be 1 to " + LONGEST_SESSION + " characters, no control characters", text);
        }
        return text;
    }

    private static String range(String text) {
        Matcher form = RANGE.matcher(text);
        if (form.matches()) {
            String address = address(form.group(1), text);
            int bits = address.contains(":") ? 128 : 32;
            int prefix = form.group(2) == null ? bits : Integer.parseInt(form.group(2));
            if (prefix <= bits) {
                return address + "/" + prefix;
            }
        }
        throw notARange(text);
    }

    private static String address(String address, String text) {
        try {
            return InetAddress.ofLiteral(address).getHostAddress();
        } catch (IllegalArgumentException e) {
            throw notARange(text);
        }
    }

    private static InvalidValueException notARange(String text) {
        return new InvalidValueException("ip", "must be an address, or a range such as 203.0.113.0/24", text);
    }

    private static Instant instant(String field, String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (time.getYear() >= 1 && time.getYear() <= LAST_YEAR) {
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            throw notATime(field, text);
        }
        throw notATime(field, text);
    }

    private static InvalidValueException notATime(String field, String text) {
        return new InvalidValueException(field, "must be a time such as 2026-01-31T12:00:00Z", text);
    }
}
