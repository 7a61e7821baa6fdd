package io.cartledger.command;

import io.cartledger.cart.CartLimits;
import io.cartledger.cart.PurchaseLimits;

/**
 * What a shop allows.
 *
 * @param cart in one cart
 * @param purchase to one customer
 */
public record ShopRules(CartLimits cart, PurchaseLimits purchase) {

    /** What holds where nothing is configured. */
    public static final ShopRules DEFAULTS = new ShopRules(CartLimits.DEFAULTS, PurchaseLimits.NONE);
}
