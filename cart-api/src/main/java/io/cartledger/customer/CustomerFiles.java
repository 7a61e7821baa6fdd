package io.cartledger.customer;

import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerFile.Allowance;
import io.cartledger.ledger.StateCodec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

/** How a customer's file is kept in a snapshot. */
public final class CustomerFiles {

    /** Writes files, and reads those that this revision of the fold has written. */
    public static final StateCodec<CustomerFile> CODEC =
            StateCodec.of(CustomerFile.FOLD_REVISION, Form.class, Form::of, Form::file);

    private CustomerFiles() {}

    /** The allowances stand in the order in which they were granted. */
    record Form(long version, List<Granted> allowances) {

        /** Refuses what was kept incompletely. */
        Form {
            allowances = List.copyOf(allowances);
        }

        static Form of(CustomerFile file) {
            return new Form(
                    file.version(),
                    file.allowances().entrySet().stream()
                            .map(allowance -> Granted.of(allowance.getKey(), allowance.getValue()))
                            .toList());
        }

        CustomerFile file() {
            var bySequenceNumber = new LinkedHashMap<Long, Allowance>();
            allowances.forEach(granted -> bySequenceNumber.put(granted.by(), granted.allowance()));
            return new CustomerFile(version, bySequenceNumber);
        }
    }

    /** @param by the sequence number of the event that granted it */
    record Granted(long by, Sku sku, Quantity units, Instant until, Ticket ticket, boolean revoked) {

        /** Refuses what was kept incompletely. */
        Granted {
            Objects.requireNonNull(sku, "sku");
            Objects.requireNonNull(units, "units");
            Objects.requireNonNull(until, "until");
            Objects.requireNonNull(ticket, "ticket");
        }

        static Granted of(long by, Allowance allowance) {
            return new Granted(
                    by, allowance.sku(), allowance.units(), allowance.until(), allowance.ticket(), allowance.revoked());
        }

        Allowance allowance() {
            return new Allowance(sku, units, until, ticket, revoked);
        }
    }
}
