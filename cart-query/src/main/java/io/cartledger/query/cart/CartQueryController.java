package io.cartledger.query.cart;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.cart.ItemId;
import io.cartledger.http.CartJson;
import io.cartledger.http.CartJson.LineJson;
import io.cartledger.http.ConsistencyToken;
import io.cartledger.http.ETag;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import io.cartledger.query.cart.CartQuery.Answer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The routes that read a cart as it is now. */
@RestController
@Tag(name = "Carts")
@RequestMapping(path = "/carts", produces = MediaType.APPLICATION_JSON_VALUE)
class CartQueryController {

    private static final long ANY_VERSION = -1;

    private final CartQuery carts;

    CartQueryController(CartQuery carts) {
        this.carts = carts;
    }

    @Operation(summary = "A cart as it is now, or at least as new as asked")
    @GetMapping("/{cartId}")
    ResponseEntity<Object> cart(
            @PathVariable String cartId,
            @RequestHeader(name = ConsistencyToken.HEADER, required = false) @Nullable String token,
            @RequestParam(name = "consistency", required = false) @Nullable String tokenParameter,
            @RequestParam(name = "atLeast", required = false) @Nullable Long atLeast) {
        var id = new CartId(cartId);
        Answer answer = carts.find(id, position(token, tokenParameter), version(atLeast));
        return response(id, answer, cart -> CartJson.of(id, cart));
    }

    @Operation(summary = "One line of a cart")
    @GetMapping("/{cartId}/items/{itemId}")
    ResponseEntity<Object> line(
            @PathVariable String cartId,
            @PathVariable String itemId,
            @RequestHeader(name = ConsistencyToken.HEADER, required = false) @Nullable String token,
            @RequestParam(name = "consistency", required = false) @Nullable String tokenParameter,
            @RequestParam(name = "atLeast", required = false) @Nullable Long atLeast) {
        var id = new CartId(cartId);
        var item = new ItemId(itemId);
        Answer answer = carts.find(id, position(token, tokenParameter), version(atLeast));
        return response(
                id, answer, cart -> cart.line(item).<Object>map(LineJson::of).orElseGet(() -> lineNotFound(id, item)));
    }

    private static ResponseEntity<Object> response(CartId cartId, Answer answer, Function<CartState, Object> body) {
        return switch (answer) {
            case Answer.Found(var cart, var token) -> found(cart, token, body.apply(cart));
            case Answer.NotFound() ->
                problem(Problem.of(ProblemType.CART_NOT_FOUND, "There is no cart " + cartId + ".", "cartId"));
            case Answer.Behind() ->
                problem(Problem.of(
                        ProblemType.VIEW_BEHIND,
                        "The read model has not got as far as asked, if there is such a version at all: ask again, or ask"
                                + " for less."));
        };
    }

    private static ResponseEntity<Object> found(CartState cart, ConsistencyToken token, Object body) {
        return body instanceof Problem problem
                ? problem(problem)
                : ResponseEntity.ok()
                        .eTag(ETag.of(cart.version()))
                        .header("Cache-Control", "no-cache")
                        .header(ConsistencyToken.HEADER, token.text())
                        .body(body);
    }

    private static Problem lineNotFound(CartId cartId, ItemId itemId) {
        return Problem.of(ProblemType.LINE_NOT_FOUND, "Cart " + cartId + " has no line " + itemId + ".", "itemId");
    }

    private static ResponseEntity<Object> problem(Problem problem) {
        var answer = ResponseEntity.status(problem.status()).contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE));
        if (problem.status() == 503) {
            answer.header("Retry-After", "1");
        }
        return answer.body(problem);
    }

    /** The header and the parameter say the same; whoever sends both gets what satisfies both. */
    private static long position(@Nullable String header, @Nullable String parameter) {
        return Stream.of(header, parameter)
                .filter(token -> token != null && !token.isEmpty())
                .mapToLong(token -> ConsistencyToken.parse(token).position())
                .max()
                .orElse(0);
    }

    private static long version(@Nullable Long atLeast) {
        if (atLeast != null && atLeast < 0) {
            throw new InvalidValueException("atLeast", "must be a version, 0 or more", atLeast);
        }
        return atLeast == null ? ANY_VERSION : atLeast;
    }
}
