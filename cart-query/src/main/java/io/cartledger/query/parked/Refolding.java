package io.cartledger.query.parked;

import io.cartledger.query.generation.Generation;
import java.sql.SQLException;
import java.util.Optional;

/** Folds something again, from its first event on. */
@FunctionalInterface
public interface Refolding {

    /**
     * Folds it as far as the generation has got, in the place of what there is of it. All or nothing is done.
     *
     * @return why it cannot be folded still; empty if it could, and is parked no longer
     * @throws SQLException if a database failed
     */
    Optional<String> refold(Generation generation, Aggregate aggregate) throws SQLException;
}
