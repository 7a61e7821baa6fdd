package io.cartledger.cart;

import io.cartledger.ledger.StateCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a cart's state is kept in a snapshot. */
public final class CartStates {

    /** Writes states, and reads those that this revision of the fold has written. */
    public static final StateCodec<CartState> CODEC =
            StateCodec.of(CartState.FOLD_REVISION, Form.class, Form::of, Form::state);

    private CartStates() {}

    /** The owner's kind is told by the member that has them; the lines stand in their order. */
    record Form(
            long version,
            CartStatus status,
            @Nullable CustomerId customer,
            @Nullable GuestId guest,
            @Nullable OrderReference orderReference,
            @Nullable CartId mergedInto,
            List<Line> lines) {

        /** Refuses what was kept incompletely. */
        Form {
            Objects.requireNonNull(status, "status");
            lines = List.copyOf(lines);
            for (Line line : lines) {
                Objects.requireNonNull(line.item(), "item");
                Objects.requireNonNull(line.quantity(), "quantity");
            }
        }

        static Form of(CartState cart) {
            return new Form(
                    cart.version(),
                    cart.status(),
                    cart.owner() instanceof CustomerId customer ? customer : null,
                    cart.owner() instanceof GuestId guest ? guest : null,
                    cart.orderReference(),
                    cart.mergedInto(),
                    List.copyOf(cart.lines().values()));
        }

        CartState state() {
            var byItem = new LinkedHashMap<ItemId, Line>();
            lines.forEach(line -> byItem.put(line.item().itemId(), line));
            return new CartState(
                    version, status, customer == null ? guest : customer, orderReference, mergedInto, byItem);
        }
    }
}
