package io.cartledger.query.feed;

import io.cartledger.cart.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The route that follows what happens. */
@RestController
@Tag(name = "Events")
class FeedController {

    private final Feed feed;

    FeedController(Feed feed) {
        this.feed = feed;
    }

    @Operation(
            summary = "What has happened, in the order of its commits: a CloudEvent a line, up to the end as it is now")
    @GetMapping(path = "/events", produces = MediaType.APPLICATION_NDJSON_VALUE)
    void events(
            @Parameter(description = "A cursor: only what follows it. From a line, or a Feed-Cursor")
                    @RequestParam(name = "after", required = false)
                    @Nullable
                    String after,
            @Parameter(description = "Only events of these types, for example ItemAdded")
                    @RequestParam(name = "type", required = false)
                    @Nullable
                    List<String> types,
            @Parameter(description = "Only what happened to this cart")
                    @RequestParam(name = "cart", required = false)
                    @Nullable
                    String cart,
            @Parameter(description = "Only what changed a line of this SKU")
                    @RequestParam(name = "sku", required = false)
                    @Nullable
                    String sku,
            @Parameter(description = "Only what happened to carts while they were this customer's, and to the file")
                    @RequestParam(name = "customer", required = false)
                    @Nullable
                    String customer,
            @Parameter(
                            description = "Only what was recorded at this time or later",
                            schema = @Schema(format = "date-time"))
                    @RequestParam(name = "from", required = false)
                    @Nullable
                    String from,
            @Parameter(description = "Only what was recorded before this time", schema = @Schema(format = "date-time"))
                    @RequestParam(name = "to", required = false)
                    @Nullable
                    String to,
            @Parameter(description = "Most lines", schema = @Schema(minimum = "1"))
                    @RequestParam(name = "limit", required = false)
                    @Nullable
                    Long limit,
            @Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) HttpMethod method,
            HttpServletResponse response)
            throws IOException {
        FeedQuery query = FeedQuery.of(after, types, cart, from, to, limit).about(sku, customer);
        Range range = feed.range(query);
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(FeedCursor.HEADER, new FeedCursor(range.upTo()).text());
        if (!method.equals(HttpMethod.HEAD)) {
            feed.write(query, range, caller.maySeePersonal(), response.getOutputStream());
        }
    }
}
