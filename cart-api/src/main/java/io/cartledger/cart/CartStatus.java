package io.cartledger.cart;

/** Where a cart stands in its life. */
public enum CartStatus {
    /** Takes changes. */
    OPEN,
    /** Nobody has touched it for long. Adding to it reopens it. */
    ABANDONED,
    /** Has become an order; closed for good. */
    CHECKED_OUT,
    /** Its lines are in another cart; closed for good. */
    MERGED
}
