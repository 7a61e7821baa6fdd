package io.cartledger.query.projection;

import io.cartledger.ledger.Recorded;
import java.util.Locale;

/** The next event cannot be folded in, now or at another try: only other software or another ledger helps. */
final class UnfoldableEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnfoldableEventException(Recorded<?> recorded, RuntimeException cause) {
        super(
                "position " + recorded.position() + ", "
                        + recorded.aggregateType().toLowerCase(Locale.ROOT) + " " + recorded.aggregateId() + ": "
                        + cause.getMessage(),
                cause);
    }
}
