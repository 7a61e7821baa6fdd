package io.cartledger.command;

import static io.cartledger.command.Decision.accept;

import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ChangeQuantity;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartCommand.RemoveItem;
import io.cartledger.cart.CartEvent.CartCleared;
import io.cartledger.cart.CartEvent.CartOpened;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartEvent.ItemRemoved;
import io.cartledger.cart.CartEvent.QuantityChanged;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartLimits;
import io.cartledger.cart.CartState;
import io.cartledger.cart.Item;
import io.cartledger.cart.ItemId;
import io.cartledger.cart.Line;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Refusal;
import io.cartledger.cart.Refusal.CartExists;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.cart.Refusal.LineNotFound;
import io.cartledger.cart.Refusal.LineQuantityExceeded;
import io.cartledger.cart.Refusal.TooLong;
import io.cartledger.cart.Refusal.TooManyLines;
import io.cartledger.command.Decision.Refuse;
import java.util.Optional;

/**
 * The rules of a cart: one method for each command, from state and command to events or a refusal.
 *
 * @param limits what the shop allows
 */
record CartDecisions(CartLimits limits) {

    Decision decide(CartState cart, CartCommand command) {
        return switch (command) {
            case OpenCart c -> open(cart, c);
            case AddItem c -> add(cart, c);
            case ChangeQuantity c -> cart.exists() ? change(cart, c) : notFound(c);
            case RemoveItem c -> cart.exists() ? remove(cart, c) : notFound(c);
            case ClearCart c -> cart.exists() ? clear(cart) : notFound(c);
        };
    }

    private Decision open(CartState cart, OpenCart command) {
        if (cart.exists()) {
            return refuse(new CartExists(command.cartId()));
        }
        return tooLong(command.cartId()).orElseGet(() -> accept(new CartOpened(command.customer())));
    }

    private Decision add(CartState cart, AddItem command) {
        return cart.exists()
                ? addToLine(cart, command)
                : tooLong(command.cartId()).orElseGet(() -> addToNew(command));
    }

    private Decision addToNew(AddItem command) {
        var opened = new CartOpened(null);
        return switch (addToLine(CartState.NONE.apply(0, opened), command)) {
            case Decision.Accept add -> accept(opened, add.events().getFirst());
            case Refuse refuse -> refuse;
        };
    }

    private Decision addToLine(CartState cart, AddItem command) {
        Item item = command.item();
        ItemId itemId = item.itemId();
        int present = cart.line(itemId).map(line -> line.quantity().units()).orElse(0);
        int requested = present + command.quantity().units();
        if (item.sku().value().length() > limits.skuLength()) {
            return refuse(new TooLong("sku", item.sku().value().length(), limits.skuLength()));
        }
        if (requested > limits.quantityPerLine()) {
            return exceeded(itemId, present, requested);
        }
        if (present == 0 && cart.lines().size() >= limits.linesPerCart()) {
            return refuse(new TooManyLines(limits.linesPerCart()));
        }
        return accept(new ItemAdded(item, command.quantity(), new Quantity(requested)));
    }

    private Decision change(CartState cart, ChangeQuantity command) {
        ItemId itemId = command.itemId();
        Optional<Line> line = cart.line(itemId);
        if (line.isEmpty()) {
            return refuse(new LineNotFound(command.cartId(), itemId));
        }
        int present = line.get().quantity().units();
        if (command.units() == present) {
            return accept();
        }
        if (command.units() == 0) {
            return accept(new ItemRemoved(itemId));
        }
        return command.units() > limits.quantityPerLine()
                ? exceeded(itemId, present, command.units())
                : accept(new QuantityChanged(itemId, new Quantity(command.units())));
    }

    private Decision remove(CartState cart, RemoveItem command) {
        return cart.line(command.itemId()).isPresent() ? accept(new ItemRemoved(command.itemId())) : accept();
    }

    private Decision clear(CartState cart) {
        return cart.lines().isEmpty() ? accept() : accept(new CartCleared());
    }

    private Decision exceeded(ItemId itemId, int present, int requested) {
        return refuse(new LineQuantityExceeded(itemId, present, requested, limits.quantityPerLine()));
    }

    private Optional<Decision> tooLong(CartId cartId) {
        int length = cartId.value().length();
        return length > limits.cartIdLength()
                ? Optional.of(refuse(new TooLong("cartId", length, limits.cartIdLength())))
                : Optional.empty();
    }

    private static Decision notFound(CartCommand command) {
        return refuse(new CartNotFound(command.cartId()));
    }

    private static Decision refuse(Refusal refusal) {
        return new Refuse(refusal);
    }
}
