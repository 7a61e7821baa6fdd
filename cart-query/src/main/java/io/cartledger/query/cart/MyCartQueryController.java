package io.cartledger.query.cart;

import static java.util.function.Predicate.not;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.Owner;
import io.cartledger.http.CartJson;
import io.cartledger.http.ConsistencyToken;
import io.cartledger.http.ETag;
import io.cartledger.http.Preconditions;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import io.cartledger.query.consistency.Freshness;
import io.cartledger.query.consistency.ViewReader;
import io.cartledger.query.consistency.ViewReader.Seen;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.http.ReadAnswers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The route that reads the one open cart of whoever asks. Reading makes nothing. */
@RestController
@Tag(name = "My cart")
class MyCartQueryController {

    private final ViewReader view;

    MyCartQueryController(ViewReader view) {
        this.view = view;
    }

    /** @param cartId empty while there is no open cart; the state is then that of an empty one */
    private record Open(Optional<CartId> cartId, CartState cart) {}

    @Operation(summary = "Your open cart; an empty one if you have none")
    @GetMapping(path = "/me/cart", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> myCart(
            @RequestHeader(name = ConsistencyToken.HEADER, required = false) @Nullable String token,
            @RequestParam(name = "consistency", required = false) @Nullable String tokenParameter,
            @Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Preconditions preconditions) {
        Optional<Owner> owner = caller.owner();
        if (owner.isEmpty()) {
            return ReadAnswers.problem(Problem.of(
                    ProblemType.WRONG_CALLER,
                    "Only customers and guests have a cart of their own: name the cart, as /carts/{cartId}."));
        }
        Seen<Open> seen = view.read(
                Freshness.of(token, tokenParameter, null),
                connection -> find(connection, owner.get()),
                open -> open.cart().version());
        Open open = seen.value();
        CartJson body = CartJson.of(open.cartId().orElse(null), open.cart());
        String id = open.cartId().map(CartId::value).orElse("");
        return ReadAnswers.found(
                preconditions.with(ETag.CART_AND_VERSION), id, open.cart().version(), seen.token(), body);
    }

    private static Open find(ViewConnection view, Owner owner) throws SQLException {
        Optional<CartId> cartId = OpenCartTable.find(view, owner);
        while (cartId.isPresent()) {
            CartState cart =
                    CartTable.load(view, List.of(cartId.get().value())).getOrDefault(cartId.get(), CartState.NONE);
            if (cart.isOpen() && owner.equals(cart.owner())) {
                return new Open(cartId, cart);
            }
            // It has closed between the two statements, and another may have its place.
            cartId = OpenCartTable.find(view, owner).filter(not(cartId.get()::equals));
        }
        var empty = new CartState(
                CartState.NONE.version(), CartState.NONE.status(), owner, null, null, new LinkedHashMap<>());
        return new Open(Optional.empty(), empty);
    }
}
