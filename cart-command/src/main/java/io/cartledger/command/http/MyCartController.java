package io.cartledger.command.http;

import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartLimits;
import io.cartledger.cart.CartState;
import io.cartledger.cart.Owner;
import io.cartledger.command.CartRequest;
import io.cartledger.command.dispatch.CommandDispatcher;
import io.cartledger.command.dispatch.CommandResult;
import io.cartledger.command.http.CommandReader.Addition;
import io.cartledger.command.http.CommandReader.Change;
import io.cartledger.command.http.Requests.AddItemBody;
import io.cartledger.command.http.Requests.ChangeBody;
import io.cartledger.command.http.Requests.ChangeQuantityBody;
import io.cartledger.command.http.Requests.CheckOutBody;
import io.cartledger.command.http.Requests.MergeBody;
import io.cartledger.command.ledger.CommandKey;
import io.cartledger.http.ETag;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
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

/** The routes that change the one open cart of whoever asks. The first add opens it. */
@RestController
@Tag(name = "My cart")
@RequestMapping(path = "/me/cart", produces = MediaType.APPLICATION_JSON_VALUE)
class MyCartController {

    private final CommandDispatcher dispatcher;
    private final CommandReader reader;

    MyCartController(CommandDispatcher dispatcher, CartLimits limits) {
        this.dispatcher = dispatcher;
        this.reader = new CommandReader(limits);
    }

    @Operation(summary = "Add units of an item; opens a cart if you have none")
    @PostMapping(path = "/items", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> addToMyCart(@Parameter(hidden = true) Conditions conditions, @RequestBody AddItemBody body) {
        Addition addition = reader.add(body);
        return CommandAnswers.OF_MINE.added(addition.item().itemId(), send(addition, conditions, body));
    }

    @Operation(summary = "Set the units of a line; 0 removes it")
    @PutMapping(path = "/items/{itemId}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> changeMyQuantity(
            @PathVariable String itemId,
            @Parameter(hidden = true) Conditions conditions,
            @RequestBody ChangeQuantityBody body) {
        return CommandAnswers.OF_MINE.cart(send(reader.change(itemId, body), conditions, body));
    }

    @Operation(summary = "Remove a line; removing what is not there is a success")
    @DeleteMapping("/items/{itemId}")
    ResponseEntity<Object> removeFromMyCart(
            @PathVariable String itemId, @Parameter(hidden = true) Conditions conditions) {
        return CommandAnswers.OF_MINE.cart(send(reader.remove(itemId), conditions, null));
    }

    @Operation(summary = "Remove all lines")
    @DeleteMapping("/items")
    ResponseEntity<Object> clearMyCart(@Parameter(hidden = true) Conditions conditions) {
        return CommandAnswers.OF_MINE.cart(send(ClearCart::new, conditions, null));
    }

    @Operation(summary = "Take the lines of another cart of yours into it; the other closes")
    @PostMapping(path = "/merge", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> mergeIntoMyCart(
            @Parameter(hidden = true) Conditions conditions, @RequestBody MergeBody body) {
        return CommandAnswers.OF_MINE.cart(send(reader.merge(body), conditions, body));
    }

    @Operation(summary = "Close it as an order; the next add opens a new cart")
    @PostMapping(path = "/checkout", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> checkOutMyCart(
            @Parameter(hidden = true) Conditions conditions, @RequestBody CheckOutBody body) {
        return CommandAnswers.OF_MINE.cart(send(reader.checkOut(body), conditions, body));
    }

    @Operation(summary = "Several changes, all or none")
    @PostMapping(path = "/commands", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> changeMyCart(
            @Parameter(hidden = true) Conditions conditions, @RequestBody List<ChangeBody> body) {
        return CommandAnswers.OF_MINE.changes(send(reader.changes(body), conditions, body));
    }

    private CommandResult<CartState> send(Change change, Conditions conditions, @Nullable Object body) {
        return send(dispatcher, change, conditions, conditions.key(body));
    }

    static CommandResult<CartState> send(
            CommandDispatcher dispatcher, Change change, Conditions conditions, @Nullable CommandKey key) {
        Owner owner = conditions
                .caller()
                .owner()
                .orElseThrow(() -> new WrongCallerException(
                        "Only customers and guests have a cart of their own: name the cart, as /carts/{cartId}."));
        return dispatcher.dispatchToOpenCart(
                owner,
                cartId -> new CartRequest(
                        change.apply(cartId),
                        conditions.caller(),
                        conditions.preconditions().with(ETag.CART_AND_VERSION),
                        true),
                conditions.origin(),
                key);
    }
}
