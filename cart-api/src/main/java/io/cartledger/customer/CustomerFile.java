package io.cartledger.customer;

import io.cartledger.cart.FoldException;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerEvent.AllowanceGranted;
import io.cartledger.customer.CustomerEvent.AllowanceRevoked;
import io.cartledger.customer.CustomerEvent.NoteAdded;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What is on file about one customer, as events have made it, and the fold that makes it. Everybody who may be a
 * customer has one; it is empty until something happens. Immutable.
 *
 * <p>Notes count in its version and are not in it: nothing is decided by them, and they would fill the memory.
 *
 * @param version sequence number of the last event, -1 before the first
 * @param allowances by the sequence number of the event that granted each, also those that have ended
 */
public record CustomerFile(long version, SequencedMap<Long, Allowance> allowances) {

    /**
     * Of the fold. It has to be raised when any history would give another file than it did, and when files are kept in
     * another form ({@link CustomerFiles}): what was kept by another revision is ignored, and its events are folded anew.
     */
    public static final int FOLD_REVISION = 1;

    /** No event has happened yet. */
    public static final CustomerFile EMPTY = new CustomerFile(-1, new LinkedHashMap<>());

    /**
     * Raises one customer's purchase limit of one SKU.
     *
     * @param units by how many
     * @param until when that ends
     * @param revoked whether it was taken back before
     */
    public record Allowance(Sku sku, Quantity units, Instant until, Ticket ticket, boolean revoked) {}

    /** Takes a copy of the allowances. */
    public CustomerFile {
        allowances = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(allowances));
    }

    /**
     * Folds one event in.
     *
     * @param sequenceNumber at or below {@link #version()}: known already, nothing changes
     * @throws FoldException if events are missing in between, or the event cannot have happened to this file
     */
    public CustomerFile apply(long sequenceNumber, CustomerEvent event) {
        if (sequenceNumber <= version) {
            return this;
        }
        if (sequenceNumber != version + 1) {
            throw new FoldException("event " + sequenceNumber + " follows event " + version + ": events are missing");
        }
        var after = new LinkedHashMap<>(allowances);
        switch (event) {
            case AllowanceGranted e ->
                after.put(sequenceNumber, new Allowance(e.sku(), e.units(), e.until(), e.ticket(), false));
            case AllowanceRevoked e -> {
                Allowance granted = after.get(e.allowance());
                if (granted == null || granted.revoked()) {
                    throw new FoldException("event " + sequenceNumber + " revokes " + e.allowance()
                            + ", which is no allowance that holds");
                }
                after.put(
                        e.allowance(),
                        new Allowance(granted.sku(), granted.units(), granted.until(), granted.ticket(), true));
            }
            case NoteAdded e -> {}
        }
        return new CustomerFile(sequenceNumber, after);
    }
}
