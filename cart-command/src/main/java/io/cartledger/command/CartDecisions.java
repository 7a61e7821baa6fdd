package io.cartledger.command;

import static io.cartledger.command.Decision.accept;
import static io.cartledger.command.Decision.refuse;

import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AbandonCart;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ChangeCart;
import io.cartledger.cart.CartCommand.ChangeQuantity;
import io.cartledger.cart.CartCommand.CheckOut;
import io.cartledger.cart.CartCommand.ClaimCart;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartCommand.CorrectLine;
import io.cartledger.cart.CartCommand.MergeCart;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartCommand.RemoveItem;
import io.cartledger.cart.CartCommand.RestoreCart;
import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartAbandoned;
import io.cartledger.cart.CartEvent.CartCheckedOut;
import io.cartledger.cart.CartEvent.CartClaimed;
import io.cartledger.cart.CartEvent.CartCleared;
import io.cartledger.cart.CartEvent.CartOpened;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.cart.CartEvent.ItemRemoved;
import io.cartledger.cart.CartEvent.LineCorrected;
import io.cartledger.cart.CartEvent.QuantityChanged;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartLimits;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CartStatus;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Item;
import io.cartledger.cart.ItemId;
import io.cartledger.cart.Line;
import io.cartledger.cart.Owner;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Refusal;
import io.cartledger.cart.Refusal.CartClosed;
import io.cartledger.cart.Refusal.CartEmpty;
import io.cartledger.cart.Refusal.CartExists;
import io.cartledger.cart.Refusal.CartIsAbandoned;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.cart.Refusal.ChangeRefused;
import io.cartledger.cart.Refusal.LineNotFound;
import io.cartledger.cart.Refusal.LineQuantityExceeded;
import io.cartledger.cart.Refusal.OtherCustomersCart;
import io.cartledger.cart.Refusal.PreconditionFailed;
import io.cartledger.cart.Refusal.TooLong;
import io.cartledger.cart.Refusal.TooManyLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one cart: one method for each command, from state and command to events or a refusal. Those of two carts
 * at once are {@link MergeDecisions}, those of a cart and its past {@link RestoreDecisions}.
 *
 * @param limits what the shop allows
 */
record CartDecisions(CartLimits limits) {

    /**
     * In this order: is there such a cart for this caller, is it open where it has to be, is it in an expected version, and
     * then what was asked.
     */
    Decision<CartEvent> decide(CartState cart, CartRequest request) {
        CartCommand command = request.command();
        if (cart.exists() ? !isFor(cart, request) : !request.mayOpen()) {
            return refuse(new CartNotFound(command.cartId()));
        }
        if (request.onlyOpen() && cart.exists() && !cart.isOpen()) {
            return refuse(whyNotOpen(command.cartId(), cart));
        }
        if (!request.preconditions().holdFor(command.cartId().value(), cart.version())) {
            return refuse(PreconditionFailed.of(command.cartId(), cart, request.caller()));
        }
        return decide(cart, command, request.caller().owner().orElse(null));
    }

    /** A customer may claim what was theirs as a guest; of what is closed nobody else hears. */
    private static boolean isFor(CartState cart, CartRequest request) {
        boolean claims = request.command() instanceof ClaimCart && !cart.isClosed();
        return claims ? request.caller().mayClaim(cart) : request.caller().mayUse(cart);
    }

    /** @param opener whose the cart is to be, if the command makes it */
    private Decision<CartEvent> decide(CartState cart, CartCommand command, @Nullable Owner opener) {
        return switch (command) {
            case OpenCart c -> open(cart, c);
            case AddItem c -> cart.exists() ? add(cart, c) : openAndAdd(c, opener);
            case ChangeQuantity c -> change(cart, c);
            case RemoveItem c -> remove(cart, c);
            case ClearCart c -> clear(cart, c);
            case ClaimCart c -> claim(cart, c);
            case CheckOut c -> checkOut(cart, c);
            case AbandonCart c -> abandon(cart, c);
            case ChangeCart c -> changeAll(cart, c, opener);
            case CorrectLine c -> correct(cart, c);
            case RestoreCart c -> throw new IllegalArgumentException("it takes the cart's past to decide about it");
            case MergeCart c -> throw new IllegalArgumentException("two carts decide about a merge");
        };
    }

    private Decision<CartEvent> changeAll(CartState cart, ChangeCart command, @Nullable Owner opener) {
        var steps = new ArrayList<List<CartEvent>>();
        CartState state = cart;
        for (CartCommand change : command.changes()) {
            switch (decide(state, change, opener)) {
                case Decision.Refuse<CartEvent>(var refusal) -> {
                    return refuse(new ChangeRefused(steps.size(), refusal));
                }
                case Decision.Accept<CartEvent> accepted -> {
                    steps.add(accepted.events());
                    for (CartEvent event : accepted.events()) {
                        state = state.apply(state.version() + 1, event);
                    }
                }
            }
        }
        return new Decision.Accept<>(steps);
    }

    private Decision<CartEvent> open(CartState cart, OpenCart command) {
        if (cart.exists()) {
            return refuse(new CartExists(command.cartId()));
        }
        return tooLong(command.cartId()).orElseGet(() -> accept(CartOpened.by(command.owner())));
    }

    private Decision<CartEvent> openAndAdd(AddItem command, @Nullable Owner opener) {
        Optional<Decision<CartEvent>> tooLong = tooLong(command.cartId());
        if (tooLong.isPresent()) {
            return tooLong.get();
        }
        CartEvent opened = CartOpened.by(opener);
        return switch (add(CartState.NONE.apply(0, opened), command)) {
            case Decision.Accept<CartEvent> add -> accept(opened, add.events().getFirst());
            case Decision.Refuse<CartEvent> refuse -> refuse;
        };
    }

    private Decision<CartEvent> add(CartState cart, AddItem command) {
        if (cart.isClosed()) {
            return notOpen(command.cartId(), cart);
        }
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

    private Decision<CartEvent> change(CartState cart, ChangeQuantity command) {
        if (!cart.isOpen()) {
            return notOpen(command.cartId(), cart);
        }
        ItemId itemId = command.itemId();
        Optional<Line> line = cart.line(itemId);
        if (line.isEmpty() && command.units() > 0) {
            return refuse(new LineNotFound(command.cartId(), itemId));
        }
        int present = line.map(found -> found.quantity().units()).orElse(0);
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

    private Decision<CartEvent> correct(CartState cart, CorrectLine command) {
        if (!cart.isOpen()) {
            return notOpen(command.cartId(), cart);
        }
        Optional<Line> line = cart.line(command.itemId());
        if (line.isEmpty()) {
            return refuse(new LineNotFound(command.cartId(), command.itemId()));
        }
        int present = line.get().quantity().units();
        if (command.units() == present) {
            return accept();
        }
        return command.units() > limits.quantityPerLine()
                ? exceeded(command.itemId(), present, command.units())
                : accept(new LineCorrected(command.itemId(), command.units(), command.reason(), command.ticket()));
    }

    private Decision<CartEvent> remove(CartState cart, RemoveItem command) {
        if (!cart.isOpen()) {
            return notOpen(command.cartId(), cart);
        }
        return cart.line(command.itemId()).isPresent() ? accept(new ItemRemoved(command.itemId())) : accept();
    }

    private Decision<CartEvent> clear(CartState cart, ClearCart command) {
        if (!cart.isOpen()) {
            return notOpen(command.cartId(), cart);
        }
        return cart.lines().isEmpty() ? accept() : accept(new CartCleared());
    }

    private Decision<CartEvent> claim(CartState cart, ClaimCart command) {
        Optional<CustomerId> customer = cart.customer();
        if (customer.isPresent() && !customer.get().equals(command.customer())) {
            return refuse(new OtherCustomersCart(command.cartId()));
        }
        if (!cart.exists() || cart.isClosed()) {
            return notOpen(command.cartId(), cart);
        }
        return customer.isPresent() && cart.isOpen() ? accept() : accept(new CartClaimed(command.customer()));
    }

    private Decision<CartEvent> checkOut(CartState cart, CheckOut command) {
        if (command.orderReference().equals(cart.orderReference())) {
            return accept();
        }
        if (!cart.isOpen()) {
            return notOpen(command.cartId(), cart);
        }
        return cart.lines().isEmpty()
                ? refuse(new CartEmpty(command.cartId()))
                : accept(new CartCheckedOut(command.orderReference()));
    }

    private Decision<CartEvent> abandon(CartState cart, AbandonCart command) {
        return cart.isOpen() && cart.version() == command.version() ? accept(new CartAbandoned()) : accept();
    }

    private Decision<CartEvent> exceeded(ItemId itemId, int present, int requested) {
        return refuse(new LineQuantityExceeded(itemId, present, requested, limits.quantityPerLine()));
    }

    private Optional<Decision<CartEvent>> tooLong(CartId cartId) {
        int length = cartId.value().length();
        return length > limits.cartIdLength()
                ? Optional.of(refuse(new TooLong("cartId", length, limits.cartIdLength())))
                : Optional.empty();
    }

    private static Decision<CartEvent> notOpen(CartId cartId, CartState cart) {
        return refuse(whyNotOpen(cartId, cart));
    }

    /** @param cart one that is not open */
    static Refusal whyNotOpen(CartId cartId, CartState cart) {
        if (!cart.exists()) {
            return new CartNotFound(cartId);
        }
        return cart.status() == CartStatus.ABANDONED
                ? new CartIsAbandoned(cartId)
                : new CartClosed(cartId, cart.orderReference(), cart.mergedInto());
    }
}
