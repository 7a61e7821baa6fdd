package io.cartledger.query.page;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param previous the cursor of what precedes it in the list; empty if nothing is known to
 * @param next the cursor of what follows it; empty if nothing does
 */
public record Page<T>(List<T> rows, Optional<String> previous, Optional<String> next) {

    /** The same page with what is told of each row. */
    public <U> Page<U> map(Function<T, U> telling) {
        return new Page<>(rows.stream().map(telling).toList(), previous, next);
    }

    /** Likewise, without those of which there is nothing to tell any more. */
    public <U> Page<U> flatMap(Function<T, Optional<U>> telling) {
        return new Page<>(rows.stream().map(telling).flatMap(Optional::stream).toList(), previous, next);
    }
}
