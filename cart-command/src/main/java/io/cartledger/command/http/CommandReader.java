package io.cartledger.command.http;

import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ChangeCart;
import io.cartledger.cart.CartCommand.ChangeQuantity;
import io.cartledger.cart.CartCommand.CheckOut;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartCommand.MergeCart;
import io.cartledger.cart.CartCommand.RemoveItem;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartLimits;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.cart.Item;
import io.cartledger.cart.ItemId;
import io.cartledger.cart.MergePolicy;
import io.cartledger.cart.OrderReference;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.command.http.Requests.AddItemBody;
import io.cartledger.command.http.Requests.ChangeBody;
import io.cartledger.command.http.Requests.ChangeQuantityBody;
import io.cartledger.command.http.Requests.CheckOutBody;
import io.cartledger.command.http.Requests.MergeBody;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes commands of what was sent, or says which field cannot be right and why. Which cart a command goes to may only be
 * known later.
 *
 * @param limits what the shop allows
 */
record CommandReader(CartLimits limits) {

    /** A command, but for the cart that it goes to. */
    interface Change extends Function<CartId, CartCommand> {}

    /** An item to add, read. */
    record Addition(Item item, Quantity quantity) implements Change {
        @Override
        public CartCommand apply(CartId cartId) {
            return new AddItem(cartId, item, quantity);
        }
    }

    Addition add(AddItemBody body) {
        var item = new Item(new Sku(required("sku", body.sku())), body.options());
        int units = body.quantity() == null ? 1 : units("quantity", body.quantity(), 1, limits.quantityPerLine());
        return new Addition(item, new Quantity(units));
    }

    Change change(String itemId, ChangeQuantityBody body) {
        var item = new ItemId(itemId);
        int units = lineUnits(body.quantity());
        return cartId -> new ChangeQuantity(cartId, item, units);
    }

    /** What a line may be set to; 0 is for none. */
    int lineUnits(@Nullable JsonNode quantity) {
        if (quantity == null) {
            throw new InvalidValueException("quantity", "is required: 0 to " + limits.quantityPerLine(), null);
        }
        return units("quantity", quantity, 0, limits.quantityPerLine());
    }

    Change remove(String itemId) {
        var item = new ItemId(itemId);
        return cartId -> new RemoveItem(cartId, item);
    }

    Change checkOut(CheckOutBody body) {
        var order = new OrderReference(required("orderReference", body.orderReference()));
        return cartId -> new CheckOut(cartId, order);
    }

    Change merge(MergeBody body) {
        CartId from = source(required("from", body.from()));
        MergePolicy policy = policy(body.policy());
        return cartId -> new MergeCart(cartId, from, policy);
    }

    private static CartId source(String cartId) {
        try {
            return new CartId(cartId);
        } catch (InvalidValueException e) {
            throw e.of("from");
        }
    }

    static MergePolicy policy(@Nullable String policy) {
        return switch (policy) {
            case null -> MergePolicy.SUM;
            case "sum" -> MergePolicy.SUM;
            case "max" -> MergePolicy.MAX;
            case "keep-target" -> MergePolicy.KEEP_TARGET;
            default -> throw new InvalidValueException("policy", "must be sum, max or keep-target", policy);
        };
    }

    Change changes(List<ChangeBody> bodies) {
        if (bodies.isEmpty() || bodies.size() > ChangeCart.MAX) {
            throw new InvalidValueException("commands", "must be 1 to " + ChangeCart.MAX, bodies.size());
        }
        var changes = new ArrayList<Change>();
        for (int i = 0; i < bodies.size(); i++) {
            try {
                changes.add(change(bodies.get(i)));
            } catch (InvalidValueException e) {
                throw e.of("[" + i + "]." + e.field());
            }
        }
        return cartId -> new ChangeCart(
                cartId, changes.stream().map(change -> change.apply(cartId)).toList());
    }

    private Change change(@Nullable ChangeBody body) {
        if (body == null || body.type() == null) {
            throw new InvalidValueException("type", "is required", null);
        }
        return switch (body.type()) {
            case "AddItem" -> {
                only(body, "sku", "quantity", "options");
                yield add(new AddItemBody(body.sku(), body.quantity(), body.options()));
            }
            case "ChangeQuantity" -> {
                only(body, "itemId", "quantity");
                yield change(required("itemId", body.itemId()), new ChangeQuantityBody(body.quantity()));
            }
            case "RemoveItem" -> {
                only(body, "itemId");
                yield remove(required("itemId", body.itemId()));
            }
            case "ClearCart" -> {
                only(body);
                yield ClearCart::new;
            }
            case "CheckOut" -> {
                only(body, "orderReference");
                yield checkOut(new CheckOutBody(body.orderReference()));
            }
            default ->
                throw new InvalidValueException(
                        "type", "must be AddItem, ChangeQuantity, RemoveItem, ClearCart or CheckOut", body.type());
        };
    }

    /** Refuses fields that are of other commands. */
    private static void only(ChangeBody body, String... own) {
        body.fields().forEach((field, value) -> {
            if (value != null && !List.of(own).contains(field)) {
                throw new InvalidValueException(field, "is not a field of " + body.type() + ": leave it out", null);
            }
        });
    }

    static String required(String field, @Nullable String value) {
        if (value == null) {
            throw new InvalidValueException(field, "is required", null);
        }
        return value;
    }

    static int units(String field, JsonNode units, int least, int most) {
        boolean allowed = units.isIntegralNumber()
                && units.canConvertToInt()
                && units.intValue() >= least
                && units.intValue() <= most;
        if (!allowed) {
            throw new InvalidValueException(field, "must be a whole number, " + least + " to " + most, units);
        }
        return units.intValue();
    }
}
