package io.cartledger.command.http;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.ItemId;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Outcome.Effect;
import io.cartledger.command.dispatch.CommandResult;
import io.cartledger.customer.CustomerFile;
import io.cartledger.http.CartJson;
import io.cartledger.http.ConsistencyToken;
import io.cartledger.http.CustomerJson;
import io.cartledger.http.ETag;
import io.cartledger.http.Problem;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Answers for what commands came to: the aggregate after, or the refusal as a problem.
 *
 * @param tagging how the route tags what it shows
 */
record CommandAnswers(ETag tagging) {

    /** Of routes that name their cart or customer. */
    static final CommandAnswers OF_NAMED = new CommandAnswers(ETag.VERSION);

    /** Of routes to whichever cart is open. */
    static final CommandAnswers OF_MINE = new CommandAnswers(ETag.CART_AND_VERSION);

    /** Says that this is the first answer to the key, again. */
    static final String REPLAYED = "Idempotency-Replayed";

    /** @param outcomes what each of the changes came to, in order */
    record ChangesJson(CartJson cart, List<Effect> outcomes) {}

    /**
     * @param version of the aggregate
     * @param created where that which was created is to be found, or null if nothing was
     */
    private record Success(
            long version, Object body, @Nullable String created) {}

    /** The cart after. */
    ResponseEntity<Object> cart(CommandResult<CartState> result) {
        return answer(NotedCart.note(result), cart -> new Success(cart.version(), json(cart, result), null));
    }

    /** The cart after, and what each of several changes came to. */
    ResponseEntity<Object> changes(CommandResult<CartState> result) {
        List<Effect> outcomes = switch (result.outcome()) {
            case Outcome.Changed<CartState> changed -> changed.effects();
            case Outcome.Unchanged<CartState> unchanged -> unchanged.effects();
            case Outcome.Refused<CartState> refused -> List.of();
        };
        return answer(
                NotedCart.note(result),
                cart -> new Success(cart.version(), new ChangesJson(json(cart, result), outcomes), null));
    }

    /** The new cart: 201. */
    ResponseEntity<Object> opened(CommandResult<CartState> result) {
        return answer(
                result, cart -> new Success(cart.version(), json(cart, result), "/carts/" + result.aggregateId()));
    }

    /** The cart after: 201 if the item has come onto a line of its own, 200 if its line has grown. */
    ResponseEntity<Object> added(ItemId itemId, CommandResult<CartState> result) {
        NotedCart.note(itemId);
        return answer(NotedCart.note(result), cart -> {
            boolean isNew = cart.line(itemId)
                    .filter(line -> line.since() == cart.version())
                    .isPresent();
            String created = "/carts/" + result.aggregateId() + "/items/" + itemId;
            return new Success(cart.version(), json(cart, result), isNew ? created : null);
        });
    }

    /** The customer's file after. */
    ResponseEntity<Object> customer(CommandResult<CustomerFile> result) {
        return customer(result, null);
    }

    /** The customer's file after something has come into it: 201. */
    ResponseEntity<Object> filed(String folder, CommandResult<CustomerFile> result) {
        return customer(result, folder);
    }

    private ResponseEntity<Object> customer(CommandResult<CustomerFile> result, @Nullable String folder) {
        var customer = new CustomerId(result.aggregateId());
        return answer(result, file -> {
            String created = folder == null ? null : "/customers/" + customer + "/" + folder + "/" + file.version();
            return new Success(file.version(), CustomerJson.of(customer, file), created);
        });
    }

    private static CartJson json(CartState cart, CommandResult<CartState> result) {
        return CartJson.of(new CartId(result.aggregateId()), cart, result.excess());
    }

    private <S> ResponseEntity<Object> answer(CommandResult<S> result, Function<S, Success> success) {
        return switch (result.outcome()) {
            case Outcome.Changed<S> changed -> answer(result, success.apply(changed.state()), true);
            case Outcome.Unchanged<S> unchanged -> answer(result, success.apply(unchanged.state()), false);
            case Outcome.Refused<S>(var refusal) -> problem(RefusalProblems.of(refusal));
        };
    }

    private ResponseEntity<Object> answer(CommandResult<?> result, Success success, boolean changed) {
        var headers = new HttpHeaders();
        headers.setETag(tagging.of(result.aggregateId(), success.version()));
        headers.setCacheControl("no-store");
        result.receipt()
                .ifPresent(receipt ->
                        headers.set(ConsistencyToken.HEADER, new ConsistencyToken(receipt.position()).text()));
        if (result.replayed()) {
            headers.set(REPLAYED, "true");
        }
        boolean created = changed && success.created() != null;
        if (created) {
            headers.setLocation(URI.create(success.created()));
        }
        return new ResponseEntity<>(success.body(), headers, created ? HttpStatus.CREATED : HttpStatus.OK);
    }

    private static ResponseEntity<Object> problem(Problem problem) {
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE))
                .body(problem);
    }
}
