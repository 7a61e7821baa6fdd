package io.cartledger.query.past;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * Stands among the carts at an instant for one that cannot be told.
 *
 * @param unreadable its first event that cannot be folded
 */
@JsonPropertyOrder({"cartId", "unreadable"})
public record UnreadableCart(String cartId, Unreadable unreadable) {

    /**
     * @param version that the event would have made
     * @param position of the event
     */
    @JsonPropertyOrder({"version", "position"})
    public record Unreadable(long version, long position) {}
}
