package io.cartledger.cart;

/**
 * One item in a cart, once.
 *
 * @param since the cart's version in which this line appeared; a line that is removed and added again appears anew
 */
public record Line(Item item, Quantity quantity, long since) {}
