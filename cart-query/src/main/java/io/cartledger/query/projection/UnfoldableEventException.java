package io.cartledger.query.projection;

import io.cartledger.ledger.Recorded;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The next event can be neither folded nor parked, now or at another try: only other software or another ledger helps. */
final class UnfoldableEventException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private UnfoldableEventException(String message) {
        super(message);
    }

    static UnfoldableEventException because(Recorded<?> recorded, @Nullable String cause) {
        return new UnfoldableEventException("position " + recorded.position() + ", "
                + recorded.aggregateType().toLowerCase(Locale.ROOT) + " " + recorded.aggregateId() + ": " + cause);
    }
}
