package io.cartledger.command.ledger;

import java.time.Duration;

/** The instant after which a command is not worked on any more, by this process's monotonic clock. */
public record Deadline(long nanoTime) {

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);

    /** That instant from now on. */
    public static Deadline in(Duration patience) {
        return new Deadline(System.nanoTime() + patience.toNanos());
    }

    /** @return what is left; negative once it has passed */
    public Duration left() {
        return Duration.ofNanos(nanoTime - System.nanoTime());
    }

    /** Whether it is past. */
    public boolean hasPassed() {
        return left().isNegative();
    }

    /**
     * How long whoever asks the ledger waits for it. Whose time is over gets a moment all the same: to give up now would
     * waste what was done for them.
     */
    Duration leftForTheLedger() {
        Duration left = left();
        return left.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : left;
    }
}
