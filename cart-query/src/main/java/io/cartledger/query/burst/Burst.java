package io.cartledger.query.burst;

import java.time.Instant;
import java.util.Collection;
import java.util.stream.Stream;

/**
 * A burst that is there already.
 *
 * @param burst its number
 */
record Burst(long burst, CartItem item, Extent extent) {

    /**
     * How long it is, and how many commands it has.
     *
     * @param from when the first one was received
     * @param to when the last one was
     */
    record Extent(Instant from, Instant to, int changed, int refused, int replayed) {

        static Extent of(ItemCommand command) {
            Instant at = command.id().receivedAt();
            boolean refused = !command.isChanged() && !command.isReplayed();
            return new Extent(at, at, command.isChanged() ? 1 : 0, refused ? 1 : 0, command.isReplayed() ? 1 : 0);
        }

        /** Of all of them together. */
        static Extent of(Collection<Burst> bursts, Collection<ItemCommand> commands) {
            return Stream.concat(
                            bursts.stream().map(Burst::extent),
                            commands.stream().map(Extent::of))
                    .reduce(Extent::with)
                    .orElseThrow();
        }

        private Extent with(Extent other) {
            return new Extent(
                    from.isBefore(other.from) ? from : other.from,
                    to.isAfter(other.to) ? to : other.to,
                    changed + other.changed,
                    refused + other.refused,
                    replayed + other.replayed);
        }

        int commands() {
            return changed + refused + replayed;
        }
    }
}
