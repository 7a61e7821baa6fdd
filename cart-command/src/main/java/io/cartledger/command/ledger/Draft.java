package io.cartledger.command.ledger;

import io.cartledger.command.ledger.Append.NewEvent;
import io.cartledger.ledger.EventCodec.Sealer;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Origin;
import io.cartledger.ledger.Seals;
import io.cartledger.ledger.Seals.Place;
import java.util.UUID;
import java.util.function.Function;

/**
 * An event before it is sealed.
 *
 * @param writing writes it down
 */
record Draft(UUID eventId, Function<Sealer, Written> writing) {

    /** @param subject whom the event is about */
    NewEvent sealed(Origin origin, String subject, Seals seals) {
        return new NewEvent(
                eventId,
                writing.apply((member, text) -> seals.seal(subject, Place.member(eventId, member), text)),
                origin.toJson(text -> seals.seal(subject, Place.origin(eventId), text)));
    }
}
