package io.cartledger.server.testing;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.customer.CustomerEvents;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * All that was in the ledger at one instant.
 *
 * @param entries by position
 */
public record LedgerContents(List<Entry> entries) {

    private static final String ALL = """
            select position, aggregate_type, aggregate_id, sequence_number, event_id, recorded_at, origin, type, revision, payload,
              origin ->> 'channel' as channel
            from ledger.event
            order by position
            """;

    /** @param channel the channel that the event's origin names */
    public record Entry(Recorded<Object> recorded, String channel) {

        boolean isOfCart() {
            return recorded.aggregateType().equals(CartEvents.AGGREGATE_TYPE);
        }
    }

    /** Reads it all, in one snapshot. */
    public static LedgerContents read(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(ALL);
                ResultSet row = statement.executeQuery()) {
            var entries = new ArrayList<Entry>();
            while (row.next()) {
                entries.add(new Entry(recorded(row), row.getString("channel")));
            }
            return new LedgerContents(entries);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Recorded<Object> recorded(ResultSet row) throws SQLException {
        String type = row.getString("aggregate_type");
        var written = new Written(row.getString("type"), row.getInt("revision"), row.getString("payload"))
                .opened((member, closed) -> Optional.empty());
        return new Recorded<>(
                row.getLong("position"),
                type,
                row.getString("aggregate_id"),
                row.getLong("sequence_number"),
                row.getObject("event_id", UUID.class),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getString("origin"),
                type.equals(CartEvents.AGGREGATE_TYPE)
                        ? CartEvents.CODEC.read(written)
                        : CustomerEvents.CODEC.read(written));
    }

    /** The last position; 0 for an empty ledger. */
    public long head() {
        return entries.isEmpty() ? 0 : entries.getLast().recorded().position();
    }

    /** The event of this cart that made it this version. */
    public CartEvent event(CartId cartId, long version) {
        return cartEvents()
                .filter(event -> event.aggregateId().equals(cartId.value()) && event.sequenceNumber() == version)
                .map(Recorded::event)
                .findFirst()
                .orElseThrow(() -> new AssertionError("cart " + cartId + " has no version " + version));
    }

    /** What has happened to carts, by position. */
    public Stream<Recorded<CartEvent>> cartEvents() {
        return entries.stream()
                .filter(Entry::isOfCart)
                .map(Entry::recorded)
                .map(event -> event.with((CartEvent) event.event()));
    }

    /** Every cart as its events make it. */
    public Map<CartId, CartState> fold() {
        var carts = new HashMap<CartId, CartState>();
        cartEvents()
                .forEach(event -> carts.compute(
                        new CartId(event.aggregateId()),
                        (cartId, cart) ->
                                (cart == null ? CartState.NONE : cart).apply(event.sequenceNumber(), event.event())));
        return carts;
    }

    /**
     * Positions, and the sequence numbers of each cart, come without gap or double; time does not go back; and each add
     * was decided on what the events before it had made of its cart.
     */
    public LedgerContents assertSound() {
        assertThat(entries)
                .extracting(entry -> entry.recorded().position())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, entries.size()).boxed().toList());
        assertThat(entries).extracting(entry -> entry.recorded().recordedAt()).isSorted();
        cartEvents().collect(groupingBy(Recorded::aggregateId)).forEach(LedgerContents::assertHistoryIsSound);
        return this;
    }

    private static void assertHistoryIsSound(String cartId, List<Recorded<CartEvent>> history) {
        assertThat(history)
                .extracting(Recorded::sequenceNumber)
                .as("sequence numbers of cart %s", cartId)
                .containsExactlyElementsOf(
                        LongStream.range(0, history.size()).boxed().toList());
        CartState before = CartState.NONE;
        for (Recorded<CartEvent> event : history) {
            if (event.event() instanceof ItemAdded(var item, var added, var lineQuantity)) {
                int present = before.line(item.itemId())
                        .map(line -> line.quantity().units())
                        .orElse(0);
                assertThat(lineQuantity.units())
                        .as("units in cart %s after version %d", cartId, event.sequenceNumber())
                        .isEqualTo(present + added.units());
            }
            before = before.apply(event.sequenceNumber(), event.event());
        }
    }
}
