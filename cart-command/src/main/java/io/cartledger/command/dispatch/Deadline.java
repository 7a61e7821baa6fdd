package io.cartledger.command.dispatch;

import java.time.Duration;

/** The instant after which a command is not worked on any more, by this process's monotonic clock. */
record Deadline(long nanoTime) {

    static Deadline in(Duration patience) {
        return new Deadline(System.nanoTime() + patience.toNanos());
    }

    /** @return what is left; negative once it has passed */
    Duration left() {
        return Duration.ofNanos(nanoTime - System.nanoTime());
    }

    boolean hasPassed() {
        return left().isNegative();
    }
}
