package io.cartledger.query.verify;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cartledger.cart.CartEvents;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it has to be.
 *
 * @param check which check has found it; {@code docs/operations.md} says what each means
 * @param cart which cart it is about; null for none, or something else
 * @param aggregate what else it is about, for example {@code Customer/4421}; null for nothing
 * @param position of the event that it is about, or of the last one of the cart whose row it is; null if there is none
 * @param detail what is wrong
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Finding(
        String check,
        @Nullable String cart,
        @Nullable String aggregate,
        @Nullable Long position,
        String detail) {

    /** About an aggregate of this type, or about nothing that has a name. */
    static Finding of(String check, String aggregateType, @Nullable String id, @Nullable Long position, String detail) {
        boolean isCart = aggregateType.equals(CartEvents.AGGREGATE_TYPE);
        return new Finding(
                check, isCart ? id : null, isCart || id == null ? null : aggregateType + "/" + id, position, detail);
    }

    /** About the ledger as a whole, from a position on. */
    static Finding at(String check, @Nullable Long position, String detail) {
        return new Finding(check, null, null, position, detail);
    }
}
