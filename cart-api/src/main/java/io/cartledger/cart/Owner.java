package io.cartledger.cart;

/** Whose cart it is: a customer's, or a guest's until the customer is known. */
public sealed interface Owner permits CustomerId, GuestId {

    /** Tells owners of all kinds apart, for example {@code customer/4421}. */
    String key();
}
