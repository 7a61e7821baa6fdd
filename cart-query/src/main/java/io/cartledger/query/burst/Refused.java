package io.cartledger.query.burst;

import io.cartledger.cart.CartId;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.cart.ItemId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command that was refused or replayed. What it was about need not exist.
 *
 * @param item the item that it named, or the SKU that was to be added; null if neither is known
 * @param sessionHashed whether it came in a session
 */
record Refused(
        long refusalId,
        Instant receivedAt,
        String code,
        @Nullable String cart,
        @Nullable String item,
        @Nullable String actorKind,
        @Nullable String actor,
        @Nullable String client,
        boolean sessionHashed,
        String requestId) {

    /** Nobody knew whether it changed anything: if it did, there is a change. */
    private static final String OUTCOME_UNKNOWN = "outcome-unknown";

    private static final String CUSTOMER = "customer";

    /** The customer who sent it; null if it was somebody else, or nobody knows who. */
    @Nullable
    String customer() {
        return CUSTOMER.equals(actorKind) ? actor : null;
    }

    /**
     * The command on an item that it was; empty if cart or item are not known or cannot exist, or if nobody knew whether it
     * was refused at all.
     */
    Optional<ItemCommand> command() {
        return cart == null || item == null || !canExist(cart, item) || code.equals(OUTCOME_UNKNOWN)
                ? Optional.empty()
                : Optional.of(ItemCommand.refused(
                        new CommandId(new CartItem(cart, item), receivedAt, named(requestId)), refusalId, code));
    }

    private static boolean canExist(String cart, String item) {
        try {
            return new CartId(cart).value().equals(cart)
                    && new ItemId(item).value().equals(item);
        } catch (InvalidValueException e) {
            return false;
        }
    }

    /** The same for what was written down twice. */
    private static UUID named(String requestId) {
        return UUID.nameUUIDFromBytes(requestId.getBytes(StandardCharsets.UTF_8));
    }
}
