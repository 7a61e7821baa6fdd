package io.cartledger.query.burst;

/** What bursts are about: an item in a cart, as commands name them; neither need exist. */
record CartItem(String cartId, String itemId) {}
