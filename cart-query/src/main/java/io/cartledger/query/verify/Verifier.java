package io.cartledger.query.verify;

import io.cartledger.query.consistency.LiveView;
import io.cartledger.query.ledger.EventSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/** Begins verifications, one at a time on this node. Any thread may use it. */
public final class Verifier {

    private final DataSource ledger;
    private final DataSource view;
    private final EventSource events;
    private final LiveView live;
    private final Duration period;
    private final int foldRevision;
    private final Semaphore place = new Semaphore(1);

    /**
     * @param ledger new connections of the role that reads the ledger; their statements may take long
     * @param view the same of the role that owns the read model
     * @param events the ledger
     * @param live what is compared with it
     * @param period in which check-outs count against purchase limits
     * @param foldRevision of this software's fold
     */
    public Verifier(
            DataSource ledger, DataSource view, EventSource events, LiveView live, Duration period, int foldRevision) {
        this.ledger = ledger;
        this.view = view;
        this.events = events;
        this.live = live;
        this.period = period;
        this.foldRevision = foldRevision;
    }

    /** A place to verify, which is to be closed. */
    final class Place implements AutoCloseable {

        private boolean begun;

        /**
         * Begins. The place is free again when the verification has ended, which may be after both are closed.
         *
         * @throws SQLException if the ledger cannot be read
         */
        Verification begin() throws SQLException {
            var verification =
                    new Verification(ledger, view, live.current().generation(), events, period, place::release);
            verification.start();
            begun = true;
            return verification;
        }

        @Override
        public void close() {
            if (!begun) {
                place.release();
            }
        }
    }

    /**
     * Whether what this node reads is of an older fold, as it is until that of an upgrade is complete: what this software
     * makes of the events is no measure of it.
     */
    boolean isOfOtherFold() {
        return live.current().generation().foldRevision() != foldRevision;
    }

    /** Empty if somebody verifies on this node already. */
    Optional<Place> takePlace() {
        return place.tryAcquire() ? Optional.of(new Place()) : Optional.empty();
    }
}
