package io.cartledger.query.past;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartStatus;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.GuestId;
import io.cartledger.cart.Item;
import io.cartledger.cart.ItemId;
import io.cartledger.cart.Line;
import io.cartledger.cart.OrderReference;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.http.CartJson;
import io.cartledger.http.CartJson.LineJson;
import io.cartledger.query.past.PastCart.Found;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * In what a cart at one moment differs from the same cart at another. What is the same at both is left out.
 *
 * @param from what is compared; its version may be the later one
 * @param to with what
 * @param added lines that only {@code to} has, in its order
 * @param removed lines that only {@code from} has, in its order
 * @param changed lines that have other units, in the order of {@code to}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "cartId",
    "from",
    "to",
    "status",
    "customer",
    "guest",
    "orderReference",
    "mergedInto",
    "units",
    "added",
    "removed",
    "changed"
})
public record CartDiff(
        CartId cartId,
        CartVersion from,
        CartVersion to,
        @Nullable Change<CartStatus> status,
        @Nullable Change<CustomerId> customer,
        @Nullable Change<GuestId> guest,
        @Nullable Change<OrderReference> orderReference,
        @Nullable Change<CartId> mergedInto,
        @Nullable Change<Long> units,
        List<LineJson> added,
        List<LineJson> removed,
        List<LineChange> changed) {

    /**
     * One of the two that are compared.
     *
     * @param version that the cart had
     * @param recordedAt when it came to that version
     */
    public record CartVersion(long version, Instant recordedAt) {}

    /** A value that differs; what one of them does not have is left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Change<T>(@Nullable T before, @Nullable T after) {

        static <T> @Nullable Change<T> of(@Nullable T before, @Nullable T after) {
            return Objects.equals(before, after) ? null : new Change<>(before, after);
        }
    }

    /** A line that has other units. */
    @JsonPropertyOrder({"itemId", "sku", "options", "before", "after"})
    public record LineChange(ItemId itemId, Sku sku, Map<String, String> options, Quantity before, Quantity after) {

        static LineChange of(Line before, Line after) {
            Item item = after.item();
            return new LineChange(item.itemId(), item.sku(), item.options(), before.quantity(), after.quantity());
        }
    }

    static CartDiff of(CartId cartId, Found from, Found to) {
        CartJson before = CartJson.of(cartId, from.cart());
        CartJson after = CartJson.of(cartId, to.cart());
        SequencedMap<ItemId, Line> linesBefore = from.cart().lines();
        SequencedMap<ItemId, Line> linesAfter = to.cart().lines();
        return new CartDiff(
                cartId,
                new CartVersion(from.version(), from.recordedAt()),
                new CartVersion(to.version(), to.recordedAt()),
                Change.of(before.status(), after.status()),
                Change.of(before.customer(), after.customer()),
                Change.of(before.guest(), after.guest()),
                Change.of(before.orderReference(), after.orderReference()),
                Change.of(before.mergedInto(), after.mergedInto()),
                Change.of(before.units(), after.units()),
                onlyIn(linesAfter, linesBefore),
                onlyIn(linesBefore, linesAfter),
                changed(linesBefore, linesAfter));
    }

    private static List<LineJson> onlyIn(SequencedMap<ItemId, Line> lines, SequencedMap<ItemId, Line> others) {
        return lines.entrySet().stream()
                .filter(line -> !others.containsKey(line.getKey()))
                .map(line -> LineJson.of(line.getValue()))
                .toList();
    }

    private static List<LineChange> changed(SequencedMap<ItemId, Line> before, SequencedMap<ItemId, Line> after) {
        return after.entrySet().stream()
                .flatMap(line -> {
                    Line old = before.get(line.getKey());
                    return old == null || old.quantity().equals(line.getValue().quantity())
                            ? Stream.empty()
                            : Stream.of(LineChange.of(old, line.getValue()));
                })
                .toList();
    }
}
