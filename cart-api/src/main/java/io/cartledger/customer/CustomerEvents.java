package io.cartledger.customer;

import io.cartledger.customer.CustomerEvent.AllowanceGranted;
import io.cartledger.customer.CustomerEvent.AllowanceRevoked;
import io.cartledger.customer.CustomerEvent.NoteAdded;
import io.cartledger.ledger.EventCodec;
import io.cartledger.ledger.EventCodec.EventType;
import java.util.List;

/** How the events of a customer's file are stored: the one place that knows their names and revisions. */
public final class CustomerEvents {

    /** What {@code ledger.event.aggregate_type} says of them. */
    public static final String AGGREGATE_TYPE = "Customer";

    /** Writes and reads every revision of every event that a customer's file has ever had. */
    public static final EventCodec<CustomerEvent> CODEC = new EventCodec<>(List.of(
            new EventType<>(AllowanceGranted.class),
            new EventType<>(AllowanceRevoked.class),
            new EventType<>(NoteAdded.class)));

    private CustomerEvents() {}
}
