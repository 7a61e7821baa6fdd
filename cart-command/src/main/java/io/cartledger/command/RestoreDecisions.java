package io.cartledger.command;

import static io.cartledger.command.Decision.accept;
import static io.cartledger.command.Decision.refuse;

import io.cartledger.cart.CartCommand.RestoreCart;
import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.CartRestored;
import io.cartledger.cart.CartEvent.LineAfter;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartLimits;
import io.cartledger.cart.CartState;
import io.cartledger.cart.ItemId;
import io.cartledger.cart.Line;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Refusal;
import io.cartledger.cart.Refusal.CartNotFound;
import io.cartledger.cart.Refusal.LineQuantityExceeded;
import io.cartledger.cart.Refusal.PreconditionFailed;
import io.cartledger.cart.Refusal.RestorationRefused;
import io.cartledger.cart.Refusal.TooLong;
import io.cartledger.cart.Refusal.TooManyLines;
import io.cartledger.cart.Refusal.VersionNotFound;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rules of a cart that is to have the lines of an earlier version again.
 *
 * @param limits what the shop allows; it may have allowed more when the cart was in that version
 */
record RestoreDecisions(CartLimits limits) {

    /** What keeps it from being restored whatever the earlier version was; in the order of {@link CartDecisions}. */
    static Optional<Refusal> whyNot(CartState cart, RestoreRequest request) {
        CartId cartId = request.command().cartId();
        long version = request.command().version();
        if (!cart.exists() || !request.caller().mayUse(cart)) {
            return Optional.of(new CartNotFound(cartId));
        }
        if (!request.preconditions().holdFor(cartId.value(), cart.version())) {
            return Optional.of(PreconditionFailed.of(cartId, cart, request.caller()));
        }
        if (!cart.isOpen()) {
            return Optional.of(CartDecisions.whyNotOpen(cartId, cart));
        }
        return version > cart.version()
                ? Optional.of(new VersionNotFound(cartId, version, cart.version()))
                : Optional.empty();
    }

    /** @param earlier the cart in the version that the command names */
    Decision<CartEvent> decide(CartState cart, CartState earlier, RestoreCart command) {
        if (quantities(cart).equals(quantities(earlier))) {
            return accept();
        }
        Collection<Line> lines = earlier.lines().values();
        Optional<Refusal> tooMuch = tooMuch(cart, lines);
        if (tooMuch.isPresent()) {
            return refuse(new RestorationRefused(command.version(), tooMuch.get()));
        }
        return accept(new CartRestored(
                command.version(),
                lines.stream()
                        .map(line -> new LineAfter(line.item(), line.quantity()))
                        .toList(),
                command.reason()));
    }

    private static Map<ItemId, Quantity> quantities(CartState cart) {
        return cart.lines().values().stream()
                .collect(Collectors.toMap(line -> line.item().itemId(), Line::quantity));
    }

    private Optional<Refusal> tooMuch(CartState cart, Collection<Line> lines) {
        if (lines.size() > limits.linesPerCart()) {
            return Optional.of(new TooManyLines(limits.linesPerCart()));
        }
        return lines.stream().flatMap(line -> tooMuch(cart, line).stream()).findFirst();
    }

    private Optional<Refusal> tooMuch(CartState cart, Line line) {
        ItemId itemId = line.item().itemId();
        int skuLength = line.item().sku().value().length();
        int units = line.quantity().units();
        if (skuLength > limits.skuLength()) {
            return Optional.of(new TooLong("sku", skuLength, limits.skuLength()));
        }
        if (units > limits.quantityPerLine()) {
            int present = cart.line(itemId).map(now -> now.quantity().units()).orElse(0);
            return Optional.of(new LineQuantityExceeded(itemId, present, units, limits.quantityPerLine()));
        }
        return Optional.empty();
    }
}
