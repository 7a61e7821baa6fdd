package io.cartledger.command.http;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.ClaimCart;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartLimits;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Owner;
import io.cartledger.command.CartRequest;
import io.cartledger.command.dispatch.CommandDispatcher;
import io.cartledger.command.dispatch.CommandResult;
import io.cartledger.command.dispatch.UnguessableId;
import io.cartledger.command.http.CommandReader.Addition;
import io.cartledger.command.http.Requests.AddItemBody;
import io.cartledger.command.http.Requests.ChangeBody;
import io.cartledger.command.http.Requests.ChangeQuantityBody;
import io.cartledger.command.http.Requests.CheckOutBody;
import io.cartledger.command.http.Requests.ClaimBody;
import io.cartledger.command.http.Requests.MergeBody;
import io.cartledger.command.http.Requests.OpenCartBody;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
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

/** The routes that change a cart that the request names. */
@RestController
@Tag(name = "Carts")
@RequestMapping(path = "/carts", produces = MediaType.APPLICATION_JSON_VALUE)
class CartCommandController {

    private final CommandDispatcher dispatcher;
    private final CommandReader reader;

    CartCommandController(CommandDispatcher dispatcher, CartLimits limits) {
        this.dispatcher = dispatcher;
        this.reader = new CommandReader(limits);
    }

    @Operation(summary = "Open an empty cart, under an unguessable id unless a back end gives one")
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> openCart(
            @Parameter(hidden = true) Conditions conditions,
            @RequestBody(required = false) @Nullable OpenCartBody body) {
        String cartId = body == null ? null : body.cartId();
        CartId id = cartId == null ? UnguessableId.cart() : new CartId(cartId);
        var command = new OpenCart(id, owner(conditions.caller(), body));
        return CommandAnswers.OF_NAMED.opened(send(command, true, conditions, body));
    }

    /** Shoppers open carts for themselves. */
    private static @Nullable Owner owner(Caller caller, @Nullable OpenCartBody body) {
        Optional<Owner> shopper = caller.owner();
        if (!caller.mayChooseCarts() && body != null && (body.cartId() != null || body.customer() != null)) {
            throw new WrongCallerException("Only back ends choose a cart's identifier or customer.");
        }
        String customer = body == null ? null : body.customer();
        return shopper.orElse(customer == null ? null : new CustomerId(customer));
    }

    @Operation(summary = "Add units of an item; from a back end the first add opens the cart")
    @PostMapping(path = "/{cartId}/items", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> addItem(
            @PathVariable String cartId,
            @Parameter(hidden = true) Conditions conditions,
            @RequestBody AddItemBody body) {
        var id = new CartId(cartId);
        Addition addition = reader.add(body);
        return CommandAnswers.OF_NAMED.added(addition.item().itemId(), send(addition.apply(id), conditions, body));
    }

    @Operation(summary = "Set the units of a line; 0 removes it")
    @PutMapping(path = "/{cartId}/items/{itemId}", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> changeQuantity(
            @PathVariable String cartId,
            @PathVariable String itemId,
            @Parameter(hidden = true) Conditions conditions,
            @RequestBody ChangeQuantityBody body) {
        var id = new CartId(cartId);
        return CommandAnswers.OF_NAMED.cart(send(reader.change(itemId, body).apply(id), conditions, body));
    }

    @Operation(summary = "Remove a line; removing what is not there is a success")
    @DeleteMapping("/{cartId}/items/{itemId}")
    ResponseEntity<Object> removeItem(
            @PathVariable String cartId, @PathVariable String itemId, @Parameter(hidden = true) Conditions conditions) {
        var id = new CartId(cartId);
        return CommandAnswers.OF_NAMED.cart(send(reader.remove(itemId).apply(id), conditions, null));
    }

    @Operation(summary = "Remove all lines")
    @DeleteMapping("/{cartId}/items")
    ResponseEntity<Object> clearCart(@PathVariable String cartId, @Parameter(hidden = true) Conditions conditions) {
        return CommandAnswers.OF_NAMED.cart(send(new ClearCart(new CartId(cartId)), conditions, null));
    }

    @Operation(summary = "Make a guest's cart a customer's; merged into the customer's open cart, if there is one")
    @PostMapping(path = "/{cartId}/claim", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> claimCart(
            @PathVariable String cartId,
            @Parameter(hidden = true) Conditions conditions,
            @RequestBody(required = false) @Nullable ClaimBody body) {
        var command = new ClaimCart(
                new CartId(cartId),
                claimant(conditions.caller(), body),
                CommandReader.policy(body == null ? null : body.policy()));
        return CommandAnswers.OF_NAMED.cart(send(command, conditions, body));
    }

    private static CustomerId claimant(Caller caller, @Nullable ClaimBody body) {
        String customer = body == null ? null : body.customer();
        Optional<Owner> shopper = caller.owner();
        if (shopper.isEmpty()) {
            return new CustomerId(CommandReader.required("customer", customer));
        }
        if (!(shopper.get() instanceof CustomerId self) || !(customer == null || customer.equals(self.value()))) {
            throw new WrongCallerException("A customer claims a cart for themselves; a guest has to log in before.");
        }
        return self;
    }

    @Operation(summary = "Take the lines of another cart into this one; the other closes")
    @PostMapping(path = "/{cartId}/merge", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> mergeCart(
            @PathVariable String cartId, @Parameter(hidden = true) Conditions conditions, @RequestBody MergeBody body) {
        var id = new CartId(cartId);
        return CommandAnswers.OF_NAMED.cart(send(reader.merge(body).apply(id), conditions, body));
    }

    @Operation(summary = "Close the cart as an order; the same order reference again is the same success")
    @PostMapping(path = "/{cartId}/checkout", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> checkOut(
            @PathVariable String cartId,
            @Parameter(hidden = true) Conditions conditions,
            @RequestBody CheckOutBody body) {
        var id = new CartId(cartId);
        return CommandAnswers.OF_NAMED.cart(send(reader.checkOut(body).apply(id), conditions, body));
    }

    @Operation(summary = "Several changes, all or none")
    @PostMapping(path = "/{cartId}/commands", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> changeCart(
            @PathVariable String cartId,
            @Parameter(hidden = true) Conditions conditions,
            @RequestBody List<ChangeBody> body) {
        var id = new CartId(cartId);
        return CommandAnswers.OF_NAMED.changes(send(reader.changes(body).apply(id), conditions, body));
    }

    private CommandResult<CartState> send(CartCommand command, Conditions conditions, @Nullable Object body) {
        return send(command, conditions.caller().mayChooseCarts(), conditions, body);
    }

    private CommandResult<CartState> send(
            CartCommand command, boolean mayOpen, Conditions conditions, @Nullable Object body) {
        var request = new CartRequest(command, conditions.caller(), conditions.preconditions(), mayOpen);
        return dispatcher.dispatch(request, conditions.origin(), conditions.key(body));
    }
}
