package io.cartledger.query.past;

import io.cartledger.http.ConsistencyToken;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import io.cartledger.query.http.ReadAnswers;
import io.cartledger.query.ledger.EventSource;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The route that reads all carts as they were. */
@RestController
@Tag(name = "Carts")
class AsOfController {

    /** Each reads the ledger as fast as its client reads: more would take the connections of all other questions to it. */
    private static final int MOST_AT_ONCE = 4;

    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final CartEventPages events;
    private final CartsAsOf carts;

    AsOfController(EventSource source, JsonMapper json) {
        this.events = new CartEventPages(source);
        this.carts = new CartsAsOf(events, json);
    }

    /** Written within the request, at the pace of whoever reads it; null where it has been. */
    @Operation(summary = "Every cart as it was at an instant, one a line")
    @GetMapping("/carts/as-of")
    @Nullable
    ResponseEntity<Object> asOf(
            @RequestParam(required = false) @Nullable String at, HttpMethod method, HttpServletResponse response)
            throws IOException {
        Moment.At moment = Moment.at("at", at);
        OptionalLong position = events.positionAt(moment);
        if (position.isEmpty()) {
            return ReadAnswers.problem(PastCarts.notPast(moment));
        }
        if (!places.tryAcquire()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
            return ReadAnswers.problem(Problem.of(
                    ProblemType.OVERLOADED,
                    "This node answers " + MOST_AT_ONCE + " such requests at once: ask again, or another node."));
        }
        try {
            response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            response.setHeader(ConsistencyToken.HEADER, new ConsistencyToken(position.getAsLong()).text());
            if (!method.equals(HttpMethod.HEAD)) {
                carts.write(position.getAsLong(), response.getOutputStream());
            }
            return null;
        } finally {
            places.release();
        }
    }
}
