package io.cartledger.command.http;

import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ChangeQuantity;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartCommand.RemoveItem;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartLimits;
import io.cartledger.cart.CartState;
import io.cartledger.cart.ItemId;
import io.cartledger.command.dispatch.CommandDispatcher;
import io.cartledger.command.dispatch.CommandResult;
import io.cartledger.command.http.Requests.AddItemBody;
import io.cartledger.command.http.Requests.ChangeQuantityBody;
import io.cartledger.command.http.Requests.OpenCartBody;
import io.cartledger.ledger.Origin;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The routes that change a cart. */
@RestController
@Tag(name = "Carts")
@RequestMapping(path = "/carts", produces = MediaType.APPLICATION_JSON_VALUE)
class CartCommandController {

    private static final String CHANNEL = "api";

    private final CommandDispatcher dispatcher;
    private final CommandReader reader;
    private final Clock clock;

    CartCommandController(CommandDispatcher dispatcher, CartLimits limits, Clock clock) {
        this.dispatcher = dispatcher;
        this.reader = new CommandReader(limits);
        this.clock = clock;
    }

    @Operation(summary = "Open an empty cart, under an unguessable id unless one is given")
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> openCart(@RequestBody(required = false) @Nullable OpenCartBody body) {
        OpenCart command = reader.open(body);
        return CommandAnswers.createdOrOk(command.cartId(), dispatch(command), cart -> uri(command.cartId()));
    }

    @Operation(summary = "Add units of an item; the first add opens the cart")
    @PostMapping(path = "/{cartId}/items", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> addItem(@PathVariable String cartId, @RequestBody AddItemBody body) {
        AddItem command = reader.add(cartId, body);
        ItemId itemId = command.item().itemId();
        return CommandAnswers.createdOrOk(
                command.cartId(),
                dispatch(command),
                cart -> isNew(itemId, cart) ? URI.create(uri(command.cartId()) + "/items/" + itemId) : null);
    }

    @Operation(summary = "Set the units of a line; 0 removes it")
    @PutMapping(path = "/{cartId}/items/{itemId}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> changeQuantity(
            @PathVariable String cartId, @PathVariable String itemId, @RequestBody ChangeQuantityBody body) {
        ChangeQuantity command = reader.change(cartId, itemId, body);
        return CommandAnswers.ok(command.cartId(), dispatch(command));
    }

    @Operation(summary = "Remove a line; removing what is not there is a success")
    @DeleteMapping("/{cartId}/items/{itemId}")
    ResponseEntity<Object> removeItem(@PathVariable String cartId, @PathVariable String itemId) {
        var command = new RemoveItem(new CartId(cartId), new ItemId(itemId));
        return CommandAnswers.ok(command.cartId(), dispatch(command));
    }

    @Operation(summary = "Remove all lines")
    @DeleteMapping("/{cartId}/items")
    ResponseEntity<Object> clearCart(@PathVariable String cartId) {
        var command = new ClearCart(new CartId(cartId));
        return CommandAnswers.ok(command.cartId(), dispatch(command));
    }

    private CommandResult dispatch(CartCommand command) {
        return dispatcher.dispatch(command, new Origin(CHANNEL, clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }

    private static boolean isNew(ItemId itemId, CartState cart) {
        return cart.line(itemId).filter(line -> line.since() == cart.version()).isPresent();
    }

    private static URI uri(CartId cartId) {
        return URI.create("/carts/" + cartId);
    }
}
