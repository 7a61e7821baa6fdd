package io.cartledger.cart;

/** Where a cart stands in its life. */
public enum CartStatus {
    /** Takes changes. */
    OPEN
}
