package io.cartledger.query.ledger;

import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import java.util.List;

/**
 * Events that were asked for, or the first of them: as many as were wanted, or fewer if these are long.
 *
 * @param events at least one, unless there is none
 * @param isLast whether none followed when it was read; false where nobody has looked
 */
public record EventPage(List<Recorded<Written>> events, boolean isLast) {

    /** No events, and none that follow. */
    public static final EventPage NONE = new EventPage(List.of(), true);
}
