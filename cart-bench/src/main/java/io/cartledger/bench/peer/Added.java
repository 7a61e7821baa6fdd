package io.cartledger.bench.peer;

/**
 * The answer: the line alone. The service answers with the whole cart, so peers have the easier part here.
 *
 * @param quantity units of the line after the add
 */
record Added(String cartId, String sku, long quantity) {}
