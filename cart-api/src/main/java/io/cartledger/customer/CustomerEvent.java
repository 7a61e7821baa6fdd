package io.cartledger.customer;

import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.ledger.Personal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Everything that can have happened to a customer's file. */
public sealed interface CustomerEvent {

    /**
     * The purchase limit of a SKU is higher for this customer.
     *
     * @param units by how many
     * @param until when that ends
     * @param ticket why
     */
    record AllowanceGranted(Sku sku, Quantity units, Instant until, Ticket ticket) implements CustomerEvent {
        /** Refuses what was stored incompletely. */
        public AllowanceGranted {
            Objects.requireNonNull(sku, "sku");
            Objects.requireNonNull(units, "units");
            Objects.requireNonNull(until, "until");
            Objects.requireNonNull(ticket, "ticket");
        }
    }

    /**
     * An allowance holds no longer.
     *
     * @param allowance sequence number of the event that granted it
     */
    record AllowanceRevoked(long allowance, Ticket ticket) implements CustomerEvent {
        /** Refuses what was stored incompletely. */
        public AllowanceRevoked {
            Objects.requireNonNull(ticket, "ticket");
        }
    }

    /**
     * Support has noted something.
     *
     * @param ticket what it is about in the shop's help desk, or null
     */
    record NoteAdded(
            @Personal @Nullable NoteText text, @Nullable Ticket ticket) implements CustomerEvent {}
}
