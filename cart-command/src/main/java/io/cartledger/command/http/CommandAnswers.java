package io.cartledger.command.http;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.Outcome;
import io.cartledger.command.dispatch.CommandResult;
import io.cartledger.http.CartJson;
import io.cartledger.http.ConsistencyToken;
import io.cartledger.http.ETag;
import io.cartledger.http.Problem;
import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Answers for what commands came to: the cart after, or the refusal as a problem. */
final class CommandAnswers {

    private CommandAnswers() {}

    /** 200 with the cart after. */
    static ResponseEntity<Object> ok(CartId cartId, CommandResult result) {
        return createdOrOk(cartId, result, changed -> null);
    }

    /**
     * 201 where something was created, else 200; with the cart after in both cases.
     *
     * @param created where that which was created is to be found, or null if nothing was
     */
    static ResponseEntity<Object> createdOrOk(
            CartId cartId, CommandResult result, Function<CartState, @Nullable URI> created) {
        return switch (result.outcome()) {
            case Outcome.Changed(var cart) -> cart(cartId, cart, result, created.apply(cart));
            case Outcome.Unchanged(var cart) -> cart(cartId, cart, result, null);
            case Outcome.Refused(var refusal) -> problem(RefusalProblems.of(refusal));
        };
    }

    private static ResponseEntity<Object> cart(
            CartId cartId, CartState cart, CommandResult result, @Nullable URI created) {
        var headers = new HttpHeaders();
        headers.setETag(ETag.of(cart.version()));
        headers.setCacheControl("no-store");
        result.receipt()
                .ifPresent(receipt ->
                        headers.set(ConsistencyToken.HEADER, new ConsistencyToken(receipt.position()).text()));
        if (created != null) {
            headers.setLocation(created);
        }
        return new ResponseEntity<>(
                CartJson.of(cartId, cart), headers, created == null ? HttpStatus.OK : HttpStatus.CREATED);
    }

    private static ResponseEntity<Object> problem(Problem problem) {
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE))
                .body(problem);
    }
}
