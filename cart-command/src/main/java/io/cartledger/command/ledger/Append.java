package io.cartledger.command.ledger;

import io.cartledger.ledger.EventCodec.Written;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything one command writes: it is appended whole or not at all. What is personal in it is sealed.
 *
 * @param streams one for each aggregate that the command was decided on; the last is the one that is answered
 * @param key what makes it the same command when it is sent again, or null
 * @param effects what each of its changes came to, by name
 * @param moves what it moves besides its events
 */
record Append(List<Stream> streams, @Nullable CommandKey key, List<String> effects, Moves moves) {

    /**
     * What is to be added to one aggregate.
     *
     * @param decidedOn the last event of the state that was decided on, or null for an aggregate without events. Its
     *     sequence number would not do: after a lost race the same number names another event
     * @param version that event's sequence number, or -1
     * @param events none where the command only looked
     */
    record Stream(AggregateKey aggregate, @Nullable UUID decidedOn, long version, List<NewEvent> events) {

        /** The aggregate's version after the append. */
        long versionAfter() {
            return version + events.size();
        }
    }

    /**
     * An event that is to be recorded.
     *
     * @param origin where its command came from, as JSON; sealed for this event
     */
    record NewEvent(UUID eventId, Written written, String origin) {}

    /** One that has only events. */
    Append(List<Stream> streams) {
        this(streams, null, List.of(), Moves.NONE);
    }

    /** One that only asks whether what was decided on is still the newest. */
    Append unwritten() {
        return new Append(streams, null, List.of(), Moves.NONE);
    }

    int eventCount() {
        return streams.stream().mapToInt(stream -> stream.events().size()).sum();
    }
}
