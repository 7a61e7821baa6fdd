package io.cartledger.command.http;

import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ChangeQuantity;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartLimits;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.cart.Item;
import io.cartledger.cart.ItemId;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.command.http.Requests.AddItemBody;
import io.cartledger.command.http.Requests.ChangeQuantityBody;
import io.cartledger.command.http.Requests.OpenCartBody;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes commands of what was sent, or says which field cannot be right and why.
 *
 * <p>Any thread may use it.
 */
final class CommandReader {

    private static final int CART_ID_BYTES = 16; // 128 bits: not to be guessed

    private final CartLimits limits;
    private final SecureRandom random = new SecureRandom();

    CommandReader(CartLimits limits) {
        this.limits = limits;
    }

    OpenCart open(@Nullable OpenCartBody body) {
        String cartId = body == null ? null : body.cartId();
        String customer = body == null ? null : body.customer();
        return new OpenCart(
                cartId == null ? unguessable() : new CartId(cartId),
                customer == null ? null : new CustomerId(customer));
    }

    AddItem add(String cartId, AddItemBody body) {
        if (body.sku() == null) {
            throw new InvalidValueException("sku", "is required", null);
        }
        var item = new Item(new Sku(body.sku()), body.options());
        int units = body.quantity() == null ? 1 : units(body.quantity(), 1);
        return new AddItem(new CartId(cartId), item, new Quantity(units));
    }

    ChangeQuantity change(String cartId, String itemId, ChangeQuantityBody body) {
        if (body.quantity() == null) {
            throw new InvalidValueException("quantity", "is required: 0 to " + limits.quantityPerLine(), null);
        }
        return new ChangeQuantity(new CartId(cartId), new ItemId(itemId), units(body.quantity(), 0));
    }

    private int units(JsonNode quantity, int least) {
        boolean allowed = quantity.isIntegralNumber()
                && quantity.canConvertToInt()
                && quantity.intValue() >= least
                && quantity.intValue() <= limits.quantityPerLine();
        if (!allowed) {
            String rule = "must be a whole number, " + least + " to " + limits.quantityPerLine();
            throw new InvalidValueException("quantity", rule, quantity);
        }
        return quantity.intValue();
    }

    private CartId unguessable() {
        byte[] bytes = new byte[CART_ID_BYTES];
        random.nextBytes(bytes);
        return new CartId(HexFormat.of().formatHex(bytes));
    }
}
