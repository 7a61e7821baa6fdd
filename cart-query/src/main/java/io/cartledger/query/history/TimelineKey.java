package io.cartledger.query.history;

import io.cartledger.cart.InvalidValueException;
import io.cartledger.query.ledger.RecordedRefusal;
import io.cartledger.query.page.PageRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something is in a history: by its time; at the same time changes are before refusals; and among themselves changes
 * are in the order of their positions, refusals in that of their numbers. It depends on nothing else, so whatever comes
 * later moves nothing. The ledger's time never goes back, so changes are in the order of their positions throughout.
 *
 * @param number a change's position, a refusal's id
 */
record TimelineKey(Instant time, boolean refusal, long number) implements Comparable<TimelineKey> {

    /** Before everything. */
    static final TimelineKey FIRST = new TimelineKey(Instant.EPOCH, false, 0);

    /** Behind everything. */
    static final TimelineKey LAST = new TimelineKey(Instant.parse("9999-12-31T00:00:00Z"), false, Long.MAX_VALUE);

    private static final Comparator<TimelineKey> ORDER = Comparator.comparing(TimelineKey::time)
            .thenComparing(TimelineKey::refusal)
            .thenComparingLong(TimelineKey::number);

    private static final Pattern KEY = Pattern.compile("(\\S+) ([cr])([0-9]{1,18})");

    static TimelineKey of(RecordedRefusal refusal) {
        return new TimelineKey(refusal.receivedAt(), true, refusal.id());
    }

    /** As a cursor has it. */
    String key() {
        return time + (refusal ? " r" : " c") + number;
    }

    /** @throws InvalidValueException if it is no key of a place */
    static TimelineKey parse(String key) {
        Matcher matcher = KEY.matcher(key);
        try {
            if (matcher.matches() && isTime(Instant.parse(matcher.group(1)))) {
                return new TimelineKey(
                        Instant.parse(matcher.group(1)),
                        matcher.group(2).equals("r"),
                        Long.parseLong(matcher.group(3)));
            }
        } catch (DateTimeException e) {
            throw invalid(key);
        }
        throw invalid(key);
    }

    /** Whether anything has such a time: PostgreSQL has none that are finer, or much later. */
    private static boolean isTime(Instant time) {
        return !time.isBefore(FIRST.time)
                && !time.isAfter(LAST.time)
                && time.equals(time.truncatedTo(ChronoUnit.MICROS));
    }

    private static InvalidValueException invalid(String key) {
        return new InvalidValueException(PageRequest.CURSOR, "must be the cursor of a page of this history", key);
    }

    @Override
    public int compareTo(TimelineKey other) {
        return ORDER.compare(this, other);
    }
}
