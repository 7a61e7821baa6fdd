package io.cartledger.query.burst;

import org.jspecify.annotations.Nullable;

/**
 * A command on an item; one that is about several items is one for each of them.
 *
 * @param position of its first event that changed the item; null if it was refused or replayed
 * @param refusalId of the row that tells of it; null if it changed the item
 * @param code why it was refused, or replayed; null if it changed the item
 */
record ItemCommand(
        CommandId id,
        @Nullable Long position,
        @Nullable Long refusalId,
        @Nullable String code) {

    private static final String REPLAYED = "replayed";

    static ItemCommand changed(CommandId id, long position) {
        return new ItemCommand(id, position, null, null);
    }

    static ItemCommand refused(CommandId id, long refusalId, String code) {
        return new ItemCommand(id, null, refusalId, code);
    }

    boolean isChanged() {
        return position != null;
    }

    boolean isReplayed() {
        return REPLAYED.equals(code);
    }
}
