package io.cartledger.query.burst;

import io.cartledger.query.burst.Burst.Extent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What belongs together: bursts that were there, and commands that were in none. No gap in it is longer than {@link
 * #LONGEST_GAP}, and around it is nothing so near.
 *
 * @param bursts in the order of their numbers
 */
record Chain(CartItem item, List<Burst> bursts, List<ItemCommand> commands) {

    /** Two commands that are so far apart are still in one burst. */
    static final Duration LONGEST_GAP = Duration.ofMillis(50);

    /** A burst, or a command in none. */
    private record Link(Extent extent, List<Burst> bursts, List<ItemCommand> commands) {}

    /**
     * All chains of two or more commands that are made of these.
     *
     * @param bursts each once
     * @param commands likewise, in none of the bursts
     */
    static List<Chain> of(Collection<Burst> bursts, Collection<ItemCommand> commands) {
        Map<CartItem, List<Link>> links = new HashMap<>();
        bursts.forEach(burst -> links.computeIfAbsent(burst.item(), item -> new ArrayList<>())
                .add(new Link(burst.extent(), List.of(burst), List.of())));
        commands.forEach(command -> links.computeIfAbsent(command.id().item(), item -> new ArrayList<>())
                .add(new Link(Extent.of(command), List.of(), List.of(command))));
        var chains = new ArrayList<Chain>();
        links.forEach((item, ofItem) -> addTo(chains, item, ofItem));
        chains.removeIf(chain -> chain.extent().commands() < 2);
        return chains;
    }

    private static void addTo(List<Chain> chains, CartItem item, List<Link> links) {
        links.sort(Comparator.comparing(link -> link.extent().from()));
        var together = new ArrayList<Link>();
        Instant reach = Instant.MIN;
        for (Link link : links) {
            if (!together.isEmpty() && link.extent().from().isAfter(reach)) {
                chains.add(joined(item, together));
                together.clear();
                reach = Instant.MIN;
            }
            together.add(link);
            Instant end = link.extent().to().plus(LONGEST_GAP);
            reach = end.isAfter(reach) ? end : reach;
        }
        chains.add(joined(item, together));
    }

    private static Chain joined(CartItem item, List<Link> links) {
        return new Chain(
                item,
                links.stream()
                        .flatMap(link -> link.bursts().stream())
                        .sorted(Comparator.comparingLong(Burst::burst))
                        .toList(),
                links.stream().flatMap(link -> link.commands().stream()).toList());
    }

    Extent extent() {
        return Extent.of(bursts, commands);
    }

    /** The burst that it was, with the lowest number if it was several; empty if it was none. */
    OptionalLong first() {
        return bursts.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(bursts.getFirst().burst());
    }

    /** The bursts that are no longer by themselves. */
    List<Burst> others() {
        return bursts.isEmpty() ? List.of() : bursts.subList(1, bursts.size());
    }
}
