package io.cartledger.query.burst;

import io.cartledger.cart.InvalidValueException;
import io.cartledger.query.page.PageRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a burst stands in the list of all. */
record BurstKey(Instant beganAt, long burst) {

    private static final Pattern KEY = Pattern.compile("(-?[0-9]{1,17})/([0-9]{1,18})");

    /** As a key of the list. */
    String key() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, beganAt) + "/" + burst;
    }

    /** @throws InvalidValueException if it is none */
    static BurstKey parse(String key) {
        Matcher parts = KEY.matcher(key);
        if (!parts.matches()) {
            throw new InvalidValueException(PageRequest.CURSOR, "must be the next or the previous of a page", key);
        }
        return new BurstKey(
                Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS), Long.parseLong(parts.group(2)));
    }
}
