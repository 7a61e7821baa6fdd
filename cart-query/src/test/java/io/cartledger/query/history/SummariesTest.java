package io.cartledger.query.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartAbandoned;
import io.cartledger.cart.CartEvent.CartCheckedOut;
import io.cartledger.cart.CartEvent.CartClaimed;
import io.cartledger.cart.CartEvent.CartCleared;
import io.cartledger.cart.CartEvent.CartMerged;
import io.cartledger.cart.CartEvent.CartOpened;
import io.cartledger.cart.CartEvent.CartRestored;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartEvent.ItemRemoved;
import io.cartledger.cart.CartEvent.LineCorrected;
import io.cartledger.cart.CartEvent.LinesAbsorbed;
import io.cartledger.cart.CartEvent.QuantityChanged;
import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.GuestId;
import io.cartledger.cart.Item;
import io.cartledger.cart.ItemId;
import io.cartledger.cart.MergePolicy;
import io.cartledger.cart.OrderReference;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerEvent;
import io.cartledger.customer.CustomerEvent.AllowanceGranted;
import io.cartledger.customer.CustomerEvent.AllowanceRevoked;
import io.cartledger.customer.CustomerEvent.NoteAdded;
import io.cartledger.customer.CustomerEvents;
import io.cartledger.query.history.ChangeEntry.Actor;
import io.cartledger.query.history.ChangeEntry.ChangedLine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a history says of each event, word by word. */
class SummariesTest {

    private static final Sku BOOT = new Sku("DRN-7X");
    private static final ItemId BOOTS = new ItemId("DRN-7X");
    private static final Item ENGRAVED = new Item(BOOT, Map.of("engraving", "Mia"));
    private static final Actor ANNA = new Actor("support", "anna");

    private record Golden(Object event, ChangeEntry change, String summary) {}

    private static Golden golden(Object event, String summary, ChangedLine... lines) {
        return new Golden(event, change(ANNA, "T-12", "duplicate rows merged", List.of(lines)), summary);
    }

    private static ChangeEntry change(
            @Nullable Actor actor, @Nullable String ticket, @Nullable String reason, List<ChangedLine> lines) {
        return new ChangeEntry(
                "c-1",
                null,
                1,
                "any",
                Instant.EPOCH,
                null,
                null,
                actor,
                null,
                null,
                null,
                null,
                null,
                ticket,
                reason,
                null,
                null,
                null,
                lines);
    }

    private static ChangedLine boots(int before, int after) {
        return new ChangedLine("DRN-7X", "DRN-7X", before, after);
    }

    private static Stream<Golden> goldens() {
        return Stream.of(
                golden(new CartOpened(new CustomerId("4421"), null), "opened for customer 4421"),
                golden(new CartOpened(null, new GuestId("g-1")), "opened for a guest"),
                golden(new CartOpened(null, null), "opened for nobody in particular"),
                golden(
                        new ItemAdded(new Item(BOOT), new Quantity(2), new Quantity(3)),
                        "added 2 × DRN-7X, now 3",
                        boots(1, 3)),
                golden(
                        new ItemAdded(ENGRAVED, new Quantity(1), new Quantity(1)),
                        "added 1 × DRN-7X (with options), now 1"),
                golden(new QuantityChanged(BOOTS, new Quantity(1)), "changed DRN-7X from 3 to 1", boots(3, 1)),
                golden(new QuantityChanged(BOOTS, new Quantity(1)), "changed DRN-7X to 1"),
                golden(new ItemRemoved(BOOTS), "removed DRN-7X (was 2)", boots(2, 0)),
                golden(new ItemRemoved(ENGRAVED.itemId()), "removed DRN-7X (with options)"),
                golden(
                        new CartCleared(),
                        "cleared: DRN-7X from 2 to 0, SOCK from 1 to 0",
                        boots(2, 0),
                        new ChangedLine("SOCK", "SOCK", 1, 0)),
                golden(new CartClaimed(new CustomerId("4421")), "claimed by customer 4421"),
                golden(
                        new LinesAbsorbed(new CartId("c-2"), MergePolicy.SUM, List.of()),
                        "merged cart c-2 into it: DRN-7X from 1 to 3",
                        boots(1, 3)),
                golden(
                        new LinesAbsorbed(new CartId("c-2"), MergePolicy.SUM, List.of()),
                        "merged cart c-2 into it: no line is other than before"),
                golden(new CartMerged(new CartId("c-1")), "merged into cart c-1, and closed"),
                golden(new CartCheckedOut(new OrderReference("O-1")), "checked out as order O-1"),
                golden(
                        new LineCorrected(BOOTS, 1, null, new Ticket("T-12")),
                        "anna corrected DRN-7X from 3 to 1 (ticket T-12): duplicate rows merged",
                        boots(3, 1)),
                golden(
                        new CartRestored(4, List.of(), null),
                        "restored the lines of version 4 (DRN-7X from 0 to 2): duplicate rows merged",
                        boots(0, 2)),
                golden(new CartAbandoned(), "abandoned, as nobody had touched it for long"),
                golden(
                        new AllowanceGranted(
                                BOOT, new Quantity(1), Instant.parse("2027-01-31T12:00:00Z"), new Ticket("T-12")),
                        "anna allowed 1 × DRN-7X more until 2027-01-31T12:00:00Z (ticket T-12)"),
                golden(new AllowanceRevoked(0, new Ticket("T-12")), "anna took back allowance 0 (ticket T-12)"),
                golden(
                        new NoteAdded(null, new Ticket("T-12")),
                        "anna added a note (ticket T-12): call\u00a0back soon"));
    }

    private static String summary(Object event, ChangeEntry change) {
        return switch (event) {
            case CartEvent e -> Summaries.of(e, change);
            case CustomerEvent e -> Summaries.of(e, change, "call\u00a0back\n soon\n");
            default -> throw new IllegalArgumentException(event.toString());
        };
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void everyEventIsToldInPlainLanguage(Golden golden) {
        assertThat(summary(golden.event(), golden.change())).isEqualTo(golden.summary());
    }

    @Test
    void noTypeIsMissingAbove() {
        assertThat(goldens()
                        .map(golden -> golden.event().getClass().getSimpleName())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(CartEvents.CODEC.types().stream(), CustomerEvents.CODEC.types().stream())
                                .toList());
    }

    @Test
    void whatIsNotForTheReaderIsNotInTheWords() {
        ChangeEntry hidden = change(null, null, null, List.of(boots(3, 1)));

        assertThat(Summaries.of(new LineCorrected(BOOTS, 1, null, new Ticket("T-12")), hidden))
                .isEqualTo("support corrected DRN-7X from 3 to 1");
        assertThat(Summaries.of(new NoteAdded(null, null), hidden, null)).isEqualTo("support added a note");
    }

    @Test
    void ofManyLinesTheFirstAreTold() {
        List<ChangedLine> lines = IntStream.range(0, 500)
                .mapToObj(n -> new ChangedLine("S-" + n, "S-" + n, 1, 0))
                .toList();

        assertThat(Summaries.of(new CartCleared(), change(ANNA, null, null, lines)))
                .startsWith("cleared: S-0 from 1 to 0, ")
                .endsWith("S-4 from 1 to 0 and 495 more");
    }
}
