package io.cartledger.cart;

import io.cartledger.cart.CartEvent.LinesAbsorbed;
import org.jspecify.annotations.Nullable;

/**
 * What a change of a cart moves among the places of the owners' open carts: whoever has an open cart has one place, and
 * one of their open carts has it.
 *
 * @param left the owner whose place the cart leaves, if it has it; null if nobody's
 * @param wanted the owner whose place it is to have, if that is free; null if nobody's
 */
public record Places(@Nullable Owner left, @Nullable Owner wanted) {

    /** @param event the change; {@code before} and {@code after} are the cart around it */
    public static Places moved(CartState before, CartEvent event, CartState after) {
        return moved(before, after, event instanceof LinesAbsorbed);
    }

    /** @param absorbs a merge frees the place of the cart that closes; the one that goes on may need it */
    public static Places moved(CartState before, CartState after, boolean absorbs) {
        @Nullable Owner had = before.isOpen() ? before.owner() : null;
        @Nullable Owner has = after.isOpen() ? after.owner() : null;
        boolean stays = had != null && had.equals(has);
        return new Places(stays ? null : had, stays && !absorbs ? null : has);
    }
}
