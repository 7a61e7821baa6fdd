package io.cartledger.bench.load;

/** What is asked for. */
public enum Workload {
    /** Each add opens a cart. */
    NEW,
    /** Adds to carts that are there, some far more often than others (Zipf, exponent 0.99, as YCSB has it). */
    WARM,
    /** Adds to each cart in turn, once around: makes the carts that others are about. */
    EACH,
    /** Adds to one cart alone. */
    HOT,
    /** Each add is to the open cart of the caller, who is one of many customers. */
    MY_CART_ADD,
    /** {@code GET /me/cart} of one of many customers. */
    MY_CART
}
