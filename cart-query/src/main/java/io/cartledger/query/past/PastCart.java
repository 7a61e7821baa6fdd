package io.cartledger.query.past;

import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartState;
import io.cartledger.http.Problem;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import java.time.Instant;

/** What there is of a cart at a moment. */
sealed interface PastCart {

    /**
     * The cart as it was.
     *
     * @param position of the event that made it so
     * @param recordedAt when that was, by the ledger's time
     */
    record Found(CartState cart, long position, Instant recordedAt) implements PastCart {

        /** Before anything has happened. */
        static final Found NOTHING = new Found(CartState.NONE, 0, Instant.EPOCH);

        Found apply(Recorded<Written> recorded) {
            return new Found(
                    cart.apply(recorded.sequenceNumber(), CartEvents.CODEC.read(recorded.event())),
                    recorded.position(),
                    recorded.recordedAt());
        }

        long version() {
            return cart.version();
        }
    }

    /** There is no such cart, or was not then. */
    record Missing(Problem problem) implements PastCart {}
}
