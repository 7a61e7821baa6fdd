package io.cartledger.query.parked;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is parked, as every answer shows it.
 *
 * @param aggregateType {@code Cart} or {@code Customer}
 * @param aggregateId which one
 * @param position of the event that could not be folded, in the ledger
 * @param cause what was wrong with it
 * @param parkedAt since when
 * @param discardedAt since when nobody waits for it any more; left out while somebody does, like what follows
 * @param discardedBy who has decided that
 * @param discardReason why
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ParkedJson(
        String aggregateType,
        String aggregateId,
        long position,
        String cause,
        Instant parkedAt,
        @Nullable Instant discardedAt,
        @Nullable String discardedBy,
        @Nullable String discardReason) {

    /** All of them, by position. */
    public record AllParked(List<ParkedJson> parked) {}
}
