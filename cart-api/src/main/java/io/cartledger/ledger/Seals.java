package io.cartledger.ledger;

import io.cartledger.ledger.EventCodec.Written;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Seals what is personal in events, each text with the key of whom it is about. Once the key is deleted, nothing opens
 * what was sealed with it. Any thread may use it.
 */
public interface Seals {

    /**
     * Seals a text. The key is made where there is none, and is on disk before this returns.
     *
     * @param subject whom it is about: {@code customer/ID}, {@code guest/ID}, or {@code cart/ID} where nobody is known
     * @param place where it stands; at any other place it does not open
     * @throws VaultUnavailableException if the keys could not be reached
     */
    Sealed seal(String subject, Place place, String text);

    /**
     * The text; empty once its subject is erased, or if it is not what was sealed for this place.
     *
     * @throws VaultUnavailableException if the keys could not be reached
     */
    Optional<String> open(Sealed closed, Place place);

    /**
     * Gets keys at once that opening would get one by one.
     *
     * @param keys their names; which need not be there
     * @throws VaultUnavailableException if the keys could not be reached
     */
    void prepare(Set<UUID> keys);

    /** The event with what is sealed in its payload opened; what cannot be opened is left out. */
    default Recorded<Written> opened(Recorded<Written> recorded) {
        UUID eventId = recorded.eventId();
        Written opened = recorded.event().opened((member, closed) -> open(closed, Place.member(eventId, member)));
        return recorded.with(opened);
    }

    /**
     * One subject has turned out to be another: whoever erases the latter erases the former, too.
     *
     * @param subject for example a guest
     * @param same the customer that the guest is
     * @throws VaultUnavailableException if the keys could not be reached
     */
    void link(String subject, String same);

    /**
     * Where a sealed text stands.
     *
     * @param eventId in which event
     * @param part in which part of it
     */
    record Place(UUID eventId, String part) {

        /** The origin of an event. */
        public static Place origin(UUID eventId) {
            return new Place(eventId, "origin");
        }

        /** A member of an event's payload. */
        public static Place member(UUID eventId, String name) {
            return new Place(eventId, "payload." + name);
        }
    }
}
