package io.cartledger.query.history;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.http.ConsistencyToken;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import io.cartledger.query.consistency.Freshness;
import io.cartledger.query.consistency.ViewReader;
import io.cartledger.query.history.Histories.History;
import io.cartledger.query.http.ReadAnswers;
import io.cartledger.query.ledger.EventSource;
import io.cartledger.query.ledger.RefusalSource;
import io.cartledger.query.page.PageAnswers;
import io.cartledger.query.page.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder;

/** The routes that tell what has happened, and what was refused. */
@RestController
@Tag(name = "History")
@RequestMapping(produces = {MediaType.APPLICATION_JSON_VALUE, HistoryController.CSV})
class HistoryController {

    /** RFC 7111. */
    static final String CSV = "text/csv";

    private static final MediaType CSV_TYPE = MediaType.parseMediaType(CSV);
    private static final MediaType CSV_AS_SENT =
            new MediaType(MediaType.parseMediaType(CSV + ";header=present"), StandardCharsets.UTF_8);

    private static final String OLDEST = "oldest";
    private static final String NEWEST = "newest";

    private final Histories histories;

    HistoryController(ViewReader view, RefusalSource refusals, EventSource events) {
        this.histories = new Histories(view, refusals, events);
    }

    @Operation(summary = "Every change of a cart, and what was refused in between, in the order of their times")
    @GetMapping("/carts/{cartId}/history")
    ResponseEntity<Object> history(
            @PathVariable String cartId,
            @Parameter(
                            description = "With what it begins",
                            schema =
                                    @Schema(
                                            allowableValues = {OLDEST, NEWEST},
                                            defaultValue = OLDEST))
                    @RequestParam(required = false)
                    @Nullable
                    String order,
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "100"))
                    @RequestParam(name = PageRequest.LIMIT, required = false)
                    @Nullable
                    String limit,
            @RequestParam(name = PageRequest.CURSOR, required = false) @Nullable String cursor,
            @RequestHeader(name = ConsistencyToken.HEADER, required = false) @Nullable String token,
            @RequestParam(name = "consistency", required = false) @Nullable String tokenParameter,
            @RequestParam(name = "atLeast", required = false) @Nullable Long atLeast,
            @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable
                    String accept,
            @Parameter(hidden = true) Caller caller,
            HttpServletRequest request) {
        var id = new CartId(cartId);
        Freshness asked = Freshness.of(token, tokenParameter, atLeast);
        return histories
                .of(id, wanted("cart " + id, order, limit, cursor, asked, caller))
                .map(history -> answer(history, request, accept))
                .orElseGet(() -> ReadAnswers.problem(
                        Problem.of(ProblemType.CART_NOT_FOUND, "There is no cart " + id + ".", "cartId")));
    }

    @Operation(
            summary =
                    "Every change of a customer's carts and file, and what was refused in between, in the order of their times")
    @GetMapping("/customers/{customer}/history")
    ResponseEntity<Object> customerHistory(
            @PathVariable String customer,
            @Parameter(
                            description = "With what it begins",
                            schema =
                                    @Schema(
                                            allowableValues = {OLDEST, NEWEST},
                                            defaultValue = OLDEST))
                    @RequestParam(required = false)
                    @Nullable
                    String order,
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "100"))
                    @RequestParam(name = PageRequest.LIMIT, required = false)
                    @Nullable
                    String limit,
            @RequestParam(name = PageRequest.CURSOR, required = false) @Nullable String cursor,
            @RequestHeader(name = ConsistencyToken.HEADER, required = false) @Nullable String token,
            @RequestParam(name = "consistency", required = false) @Nullable String tokenParameter,
            @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable
                    String accept,
            @Parameter(hidden = true) Caller caller,
            HttpServletRequest request) {
        var id = new CustomerId(customer);
        Freshness asked = Freshness.of(token, tokenParameter, null);
        History history = histories.of(id, wanted("customer " + id, order, limit, cursor, asked, caller));
        return answer(history, request, accept);
    }

    /** @param whose so that no cursor of another history is taken */
    private static HistoryQuery wanted(
            String whose,
            @Nullable String order,
            @Nullable String limit,
            @Nullable String cursor,
            Freshness asked,
            Caller caller) {
        if (order != null && !order.equals(OLDEST) && !order.equals(NEWEST)) {
            throw new InvalidValueException("order", "must be " + OLDEST + " or " + NEWEST, order);
        }
        boolean newestFirst = NEWEST.equals(order);
        var page = PageRequest.asked("history of " + whose + (newestFirst ? ", newest" : ""), limit, cursor);
        return new HistoryQuery(page, newestFirst, asked, caller);
    }

    private static ResponseEntity<Object> answer(History history, HttpServletRequest request, @Nullable String accept) {
        UriComponentsBuilder asked = ServletUriComponentsBuilder.fromRequest(request);
        return wantsCsv(accept)
                ? PageAnswers.linked(asked, history.page(), history.token())
                        .contentType(CSV_AS_SENT)
                        .body(HistoryCsv.of(history.page().rows()))
                : PageAnswers.json(asked, history.page(), history.total(), history.token());
    }

    /** Whether, of the two, CSV is accepted before JSON. */
    private static boolean wantsCsv(@Nullable String accept) {
        List<MediaType> accepted = new ArrayList<>(MediaType.parseMediaTypes(accept));
        accepted.sort(Comparator.comparingDouble(MediaType::getQualityValue).reversed());
        return accepted.stream()
                .filter(type -> type.includes(MediaType.APPLICATION_JSON) || type.includes(CSV_TYPE))
                .findFirst()
                .map(type -> !type.includes(MediaType.APPLICATION_JSON))
                .orElse(false);
    }
}
