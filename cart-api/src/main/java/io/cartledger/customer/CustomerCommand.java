package io.cartledger.customer;

import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Everything that can be asked of a customer's file. */
public sealed interface CustomerCommand {

    /** Whose file it is. */
    CustomerId customer();

    /**
     * Raises the purchase limit of a SKU for this customer.
     *
     * @param units how many more there may be
     * @param until when it ends, to the second; later than now
     */
    record GrantAllowance(CustomerId customer, Sku sku, Quantity units, Instant until, Ticket ticket)
            implements CustomerCommand {}

    /**
     * Takes an allowance back. What the customer has stays; a second time changes nothing.
     *
     * @param allowance which one, see {@link CustomerFile#allowances()}
     */
    record RevokeAllowance(CustomerId customer, long allowance, Ticket ticket) implements CustomerCommand {}

    /**
     * Notes something about the customer.
     *
     * @param ticket what it is about in the shop's help desk, or null
     */
    record AddNote(
            CustomerId customer, NoteText text, @Nullable Ticket ticket) implements CustomerCommand {}
}
