package io.cartledger.query.burst;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command on an item; one that is about several items is one for each of them.
 *
 * @param position of its first event that changed the item; null if it was refused or replayed
 * @param refusalId of the row that tells of it; null if it changed the item
 * @param code why it was refused, or replayed; null if it changed the item
 */
record ItemCommand(
        Id id, @Nullable Long position, @Nullable Long refusalId, @Nullable String code) {

    private static final String REPLAYED = "replayed";

    /** What bursts are about. */
    record Key(String cartId, String itemId) {}

    /**
     * Tells commands apart.
     *
     * @param receivedAt when it was received, by the clock of the node that took it
     * @param command tells those apart that were received at once
     */
    record Id(Key key, Instant receivedAt, UUID command) {}

    static ItemCommand changed(Id id, long position) {
        return new ItemCommand(id, position, null, null);
    }

    static ItemCommand refused(Id id, long refusalId, String code) {
        return new ItemCommand(id, null, refusalId, code);
    }

    boolean isChanged() {
        return position != null;
    }

    boolean isReplayed() {
        return REPLAYED.equals(code);
    }
}
