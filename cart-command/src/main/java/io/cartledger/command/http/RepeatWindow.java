package io.cartledger.command.http;

import io.cartledger.command.ledger.CommandKey;
import io.cartledger.command.ledger.Ledger;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes identical posts of one session within a time one command: they get one key, although their sender gave them
 * none. What the time is, the ledger says, so that nodes' clocks do not matter.
 */
public final class RepeatWindow {

    /** No header brings a tab, so nobody's own key begins like this. */
    private static final String PREFIX = "\trepeat ";

    private final Ledger ledger;
    private final Duration window;

    /** @param window how long after the first a post is the same command; 0: each is its own */
    public RepeatWindow(Ledger ledger, Duration window) {
        this.ledger = ledger;
        this.window = window;
    }

    /** The key that posts like this one share; null where each is its own command. */
    @Nullable
    CommandKey key(Conditions conditions, Object body) {
        return window.isZero() ? null : ledger.repeated(conditions.keyed(PREFIX, body), window);
    }
}
