package io.cartledger.query.feed;

import io.cartledger.cart.CartEvents;
import io.cartledger.customer.CustomerEvents;
import io.cartledger.ledger.EventCodec;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Origin.Source;
import io.cartledger.ledger.Recorded;
import io.cartledger.ledger.RecordedOrigin;
import io.cartledger.ledger.Sealed;
import io.cartledger.ledger.Seals;
import io.cartledger.ledger.Seals.Place;
import io.cartledger.ledger.VaultUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much of events somebody is told.
 *
 * @param personal whether that is also what is personal, as long as it can be opened
 */
record Disclosure(Seals seals, boolean personal) {

    /**
     * What is told of these events.
     *
     * @throws VaultUnavailableException if the keys of what is sealed could not be reached
     */
    List<DisclosedEvent> of(List<Recorded<Written>> events) {
        if (personal) {
            seals.prepare(events.stream()
                    .flatMap(event -> Stream.of(event.origin(), event.event().json()))
                    .flatMap(Sealed::keysIn)
                    .collect(Collectors.toSet()));
        }
        return events.stream().map(this::of).toList();
    }

    private DisclosedEvent of(Recorded<Written> event) {
        return new DisclosedEvent(event.with(payload(event)), personal ? source(event) : Source.NONE);
    }

    private Source source(Recorded<Written> event) {
        return RecordedOrigin.read(event.origin(), closed -> open(closed, Place.origin(event.eventId())))
                .origin()
                .source();
    }

    /** Of a type that newer software has added, as it was written. */
    private Written payload(Recorded<Written> event) {
        Written opened = event.event().opened((member, closed) -> open(closed, Place.member(event.eventId(), member)));
        EventCodec<?> codec = codec(event.aggregateType());
        if (codec == null) {
            return opened;
        }
        Written newest = codec.lifted(opened);
        return personal ? newest : codec.withoutPersonal(newest);
    }

    private static @Nullable EventCodec<?> codec(String aggregateType) {
        return switch (aggregateType) {
            case CartEvents.AGGREGATE_TYPE -> CartEvents.CODEC;
            case CustomerEvents.AGGREGATE_TYPE -> CustomerEvents.CODEC;
            default -> null;
        };
    }

    private Optional<String> open(Sealed closed, Place place) {
        return personal ? seals.open(closed, place) : Optional.empty();
    }
}
