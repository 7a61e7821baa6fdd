package io.cartledger.command.ledger;

import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CartStates;
import io.cartledger.customer.CustomerEvents;
import io.cartledger.customer.CustomerFile;
import io.cartledger.customer.CustomerFiles;
import java.util.Optional;

/** How the states of all kinds of aggregates are kept. */
final class States {

    private States() {}

    /** Of the fold that makes this aggregate's states. */
    static int revision(AggregateKey aggregate) {
        return switch (aggregate.type()) {
            case CartEvents.AGGREGATE_TYPE -> CartStates.CODEC.revision();
            case CustomerEvents.AGGREGATE_TYPE -> CustomerFiles.CODEC.revision();
            default -> throw new IllegalArgumentException("there is no aggregate of type " + aggregate.type());
        };
    }

    static String write(Object state) {
        return switch (state) {
            case CartState cart -> CartStates.CODEC.write(cart);
            case CustomerFile file -> CustomerFiles.CODEC.write(file);
            default -> throw new IllegalArgumentException("no aggregate has the state " + state.getClass());
        };
    }

    /** The state that was kept; empty if it cannot be read, or is that of another version. */
    static Optional<?> read(AggregateKey aggregate, long version, String json) {
        return switch (aggregate.type()) {
            case CartEvents.AGGREGATE_TYPE -> CartStates.CODEC.read(json).filter(cart -> cart.version() == version);
            case CustomerEvents.AGGREGATE_TYPE ->
                CustomerFiles.CODEC.read(json).filter(file -> file.version() == version);
            default -> throw new IllegalArgumentException("there is no aggregate of type " + aggregate.type());
        };
    }
}
