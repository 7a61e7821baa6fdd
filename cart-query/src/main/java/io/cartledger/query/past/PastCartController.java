package io.cartledger.query.past;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartId;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.http.CartJson;
import io.cartledger.http.ConsistencyToken;
import io.cartledger.http.ETag;
import io.cartledger.http.Preconditions;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import io.cartledger.query.http.ReadAnswers;
import io.cartledger.query.ledger.EventSource;
import io.cartledger.query.past.Moment.InVersion;
import io.cartledger.query.past.Moment.Now;
import io.cartledger.query.past.PastCart.Found;
import io.cartledger.query.past.PastCart.Missing;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The routes that read one cart as it was. */
@RestController
@Tag(name = "Carts")
@RequestMapping(path = "/carts/{cartId}", produces = MediaType.APPLICATION_JSON_VALUE)
class PastCartController {

    private final PastCarts carts;

    PastCartController(EventSource events) {
        this.carts = new PastCarts(new CartEventPages(events));
    }

    @GetMapping(params = {"version", "!at"})
    ResponseEntity<Object> inVersion(
            @PathVariable String cartId,
            @RequestParam(required = false) @Nullable Long version,
            @Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Preconditions preconditions) {
        if (version == null) {
            throw new InvalidValueException("version", "must be a version, 0 or more", null);
        }
        return cart(new CartId(cartId), caller, new InVersion("version", version), preconditions);
    }

    @GetMapping(params = {"at", "!version"})
    ResponseEntity<Object> at(
            @PathVariable String cartId,
            @RequestParam(required = false) @Nullable String at,
            @Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Preconditions preconditions) {
        return cart(new CartId(cartId), caller, Moment.at("at", at), preconditions);
    }

    @Operation(hidden = true)
    @GetMapping(params = {"version", "at"})
    ResponseEntity<Object> both(@PathVariable String cartId) {
        return ReadAnswers.problem(Problem.of(
                ProblemType.MALFORMED_REQUEST,
                "A cart can be shown in a version or at an instant: send version or at, not both.",
                "at"));
    }

    private ResponseEntity<Object> cart(CartId cartId, Caller caller, Moment moment, Preconditions preconditions) {
        return switch (carts.find(cartId, caller, moment)) {
            case Missing missing -> ReadAnswers.problem(missing.problem());
            case Found then ->
                ReadAnswers.found(
                        preconditions,
                        cartId.value(),
                        then.version(),
                        new ConsistencyToken(then.position()),
                        then.recordedAt(),
                        CartJson.of(cartId, then.cart()));
        };
    }

    @Operation(summary = "In what a cart at one moment differs from the same cart at another, or now")
    @GetMapping("/diff")
    ResponseEntity<Object> diff(
            @PathVariable String cartId,
            @Parameter(description = "A version or an instant; may be the later one")
                    @RequestParam(required = false)
                    @Nullable
                    String from,
            @Parameter(description = "A version or an instant; now, if it is left out")
                    @RequestParam(required = false)
                    @Nullable
                    String to,
            @Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Preconditions preconditions) {
        var id = new CartId(cartId);
        Moment first = Moment.of("from", from);
        Moment second = to == null ? new Now() : Moment.of("to", to);
        return switch (carts.find(id, caller, first)) {
            case Missing missing -> ReadAnswers.problem(missing.problem());
            case Found before ->
                switch (carts.find(id, caller, second)) {
                    case Missing missing -> ReadAnswers.problem(missing.problem());
                    case Found after -> diff(id, before, after, preconditions);
                };
        };
    }

    /** The tag names both versions: they tell all differences apart. */
    private static ResponseEntity<Object> diff(CartId cartId, Found from, Found to, Preconditions preconditions) {
        return ReadAnswers.found(
                preconditions.with(ETag.CART_AND_VERSION),
                Long.toString(from.version()),
                to.version(),
                new ConsistencyToken(Math.max(from.position(), to.position())),
                CartDiff.of(cartId, from, to));
    }
}
