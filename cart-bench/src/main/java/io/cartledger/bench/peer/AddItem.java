package io.cartledger.bench.peer;

import org.jspecify.annotations.Nullable;

/** The body of an add, as the service takes it; options are left out, because no load has any. */
record AddItem(String sku, @Nullable Integer quantity) {

    int units() {
        return quantity == null ? 1 : quantity;
    }
}
