package io.cartledger.query.cart;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.ItemId;
import io.cartledger.http.CartJson;
import io.cartledger.http.CartJson.LineJson;
import io.cartledger.http.ConsistencyToken;
import io.cartledger.http.Preconditions;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import io.cartledger.query.consistency.Freshness;
import io.cartledger.query.consistency.ViewReader;
import io.cartledger.query.consistency.ViewReader.Seen;
import io.cartledger.query.http.ReadAnswers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The routes that read a cart that the request names, as it is now. */
@RestController
@Tag(name = "Carts")
@RequestMapping(path = "/carts", produces = MediaType.APPLICATION_JSON_VALUE)
class CartQueryController {

    private final ViewReader view;

    CartQueryController(ViewReader view) {
        this.view = view;
    }

    @Operation(summary = "A cart as it is now, or at least as new as asked")
    @GetMapping("/{cartId}")
    ResponseEntity<Object> cart(
            @PathVariable String cartId,
            @RequestHeader(name = ConsistencyToken.HEADER, required = false) @Nullable String token,
            @RequestParam(name = "consistency", required = false) @Nullable String tokenParameter,
            @RequestParam(name = "atLeast", required = false) @Nullable Long atLeast,
            @Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Preconditions preconditions) {
        var id = new CartId(cartId);
        Seen<CartState> seen = find(id, caller, Freshness.of(token, tokenParameter, atLeast));
        CartState cart = seen.value();
        return cart.exists()
                ? ReadAnswers.found(preconditions, cartId, cart.version(), seen.token(), CartJson.of(id, cart))
                : cartNotFound(id);
    }

    @Operation(summary = "One line of a cart")
    @GetMapping("/{cartId}/items/{itemId}")
    ResponseEntity<Object> line(
            @PathVariable String cartId,
            @PathVariable String itemId,
            @RequestHeader(name = ConsistencyToken.HEADER, required = false) @Nullable String token,
            @RequestParam(name = "consistency", required = false) @Nullable String tokenParameter,
            @RequestParam(name = "atLeast", required = false) @Nullable Long atLeast,
            @Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Preconditions preconditions) {
        var id = new CartId(cartId);
        var item = new ItemId(itemId);
        Seen<CartState> seen = find(id, caller, Freshness.of(token, tokenParameter, atLeast));
        CartState cart = seen.value();
        if (!cart.exists()) {
            return cartNotFound(id);
        }
        return cart.line(item)
                .map(line -> ReadAnswers.found(preconditions, cartId, cart.version(), seen.token(), LineJson.of(line)))
                .orElseGet(() -> lineNotFound(id, item));
    }

    /** For whom a cart is not, there is none; also as to how long one waits for it. */
    private Seen<CartState> find(CartId cartId, Caller caller, Freshness asked) {
        return view.read(
                asked,
                connection -> {
                    CartState cart =
                            CartTable.load(connection, List.of(cartId.value())).getOrDefault(cartId, CartState.NONE);
                    return caller.mayUse(cart) ? cart : CartState.NONE;
                },
                CartState::version);
    }

    private static ResponseEntity<Object> cartNotFound(CartId cartId) {
        return ReadAnswers.problem(
                Problem.of(ProblemType.CART_NOT_FOUND, "There is no cart " + cartId + ".", "cartId"));
    }

    private static ResponseEntity<Object> lineNotFound(CartId cartId, ItemId itemId) {
        return ReadAnswers.problem(
                Problem.of(ProblemType.LINE_NOT_FOUND, "Cart " + cartId + " has no line " + itemId + ".", "itemId"));
    }
}
