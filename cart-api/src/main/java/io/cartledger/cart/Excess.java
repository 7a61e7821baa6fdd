package io.cartledger.cart;

/**
 * Units that a customer has beyond a purchase limit, because nothing was checked when they came: a log-in never fails.
 * They cannot be checked out.
 *
 * @param allowed the limit and the customer's allowances
 * @param used units in open carts and checked out in the current period; more than is allowed
 */
public record Excess(Sku sku, long allowed, long used) {}
