package io.cartledger.server.http;

import io.cartledger.http.CartJson;
import io.cartledger.http.CartJson.LineJson;
import io.cartledger.http.ConsistencyToken;
import io.cartledger.http.CustomerJson;
import io.cartledger.http.Problem;
import io.cartledger.query.burst.FoundBurst;
import io.cartledger.query.history.ChangeEntry;
import io.cartledger.query.history.HistoryEntry;
import io.cartledger.query.http.ReadAnswers;
import io.cartledger.query.parked.ParkedJson;
import io.cartledger.query.parked.ParkedJson.AllParked;
import io.cartledger.query.past.CartDiff;
import io.cartledger.query.rebuild.Rebuild;
import io.cartledger.query.rebuild.Rebuild.All;
import io.cartledger.query.search.FoundCart;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;

/** The OpenAPI document's answers: what each operation answers with, and with which headers. */
final class OpenApiAnswers {

    /** The operation that answers with lines, of which there is no version. */
    static final String FEED = "events";

    /** The same of operators. */
    private static final String VERIFICATION = "verify";

    private static final String TAG = "The version, in quotes; of /me/cart the cart as well";

    private OpenApiAnswers() {}

    /** @param operation named as the method that handles it */
    static ApiResponses of(String operation, boolean read) {
        var answers = new ApiResponses();
        switch (operation) {
            case "openCart", "grantAllowance", "addNote" -> answers.addApiResponse("201", created(operation));
            case FEED -> answers.addApiResponse("200", lines());
            case "addItem", "addToMyCart", "addProduct" ->
                answers.addApiResponse("200", success("The line has grown; the cart after", operation, false))
                        .addApiResponse("201", created(operation));
            case "asOf" -> answers.addApiResponse("200", linesOfCarts());
            case "searchCarts", "searchChanges", "history", "customerHistory", "bursts" ->
                answers.addApiResponse("200", page(operation));
            default -> answers.addApiResponse("200", success(read ? "As it is" : "As it is after", operation, read));
        }
        if (read && OpenApiRequests.isConditional(operation)) {
            answers.addApiResponse(
                    "304",
                    new ApiResponse()
                            .description("You have it already, as If-None-Match says")
                            .addHeaderObject("ETag", header(TAG)));
        }
        return withProblemsAndLimits(answers);
    }

    /** The same of what operators do. */
    static ApiResponses toOperators(String operation) {
        if (operation.equals(VERIFICATION)) {
            return withProblemsAndLimits(new ApiResponses().addApiResponse("200", linesOfVerification()));
        }
        String status = operation.equals("beginRebuild") ? "202" : "200";
        var success = new ApiResponse()
                .description(operation.equals("beginRebuild") ? "Begun; Location says where to look" : "As it is")
                .content(content("application/json", schema(operation)));
        return withProblemsAndLimits(new ApiResponses().addApiResponse(status, success));
    }

    private static ApiResponses withProblemsAndLimits(ApiResponses answers) {
        answers.addApiResponse("4XX", problem("Refused; nothing has changed"))
                .addApiResponse(
                        "429", laterProblem("Too many requests of this client, address or cart; nothing has changed"))
                .addApiResponse(
                        "5XX",
                        laterProblem(
                                "Not now, or a fault of this service; the problem says whether anything has changed"));
        answers.values()
                .forEach(answer -> answer.addHeaderObject(
                                "RateLimit", header("Of each limit: what is left of it, and for how many seconds"))
                        .addHeaderObject(
                                "RateLimit-Policy", header("Of each limit: requests, and in how many seconds")));
        return answers;
    }

    private static ApiResponse lines() {
        return new ApiResponse()
                .description("An event a line. Without the end of the last chunk it is not the whole answer")
                .content(content("application/x-ndjson", OpenApiSchemas.CLOUD_EVENT))
                .addHeaderObject("Feed-Cursor", header("The end of what was asked for, as a cursor"));
    }

    private static ApiResponse created(String operation) {
        return success("Created; as it is after", operation, false)
                .addHeaderObject("Location", header("Where to find what was created"));
    }

    private static ApiResponse success(String description, String operation, boolean read) {
        var success = new ApiResponse()
                .description(description)
                .content(content("application/json", schema(operation)))
                .addHeaderObject("ETag", header(TAG))
                .addHeaderObject(ConsistencyToken.HEADER, header("Send it with a query to see at least this"));
        if (operation.equals("cart")) {
            success.addHeaderObject(ReadAnswers.RECORDED_AT, header("As it was: when it came to be so"));
        }
        if (!read) {
            success.addHeaderObject("Idempotency-Replayed", header("true: the first answer to this key, again"));
        }
        return success;
    }

    private static ApiResponse linesOfCarts() {
        return new ApiResponse()
                .description(
                        "One a line, in the order of their cartId's bytes; without an end in good order it is not all")
                .content(content("application/x-ndjson", OpenApiSchemas.CART_AS_OF))
                .addHeaderObject(ConsistencyToken.HEADER, header("Send it with a query to see at least this"));
    }

    private static ApiResponse page(String operation) {
        Content page = content("application/json", schema(operation));
        if (operation.equals("history") || operation.equals("customerHistory")) {
            page.addMediaType("text/csv", new MediaType().schema(OpenApiSchemas.of("string")));
        }
        return new ApiResponse()
                .description("A page. It may have fewer items than asked for, or none, and yet lead on")
                .content(page)
                .addHeaderObject("Link", header("The pages that follow and precede: rel=next, rel=prev"))
                .addHeaderObject(ConsistencyToken.HEADER, header("Send it with a query to see at least this"));
    }

    private static ApiResponse linesOfVerification() {
        return new ApiResponse()
                .description("As it goes on, each line with one member. Without a result it has not been done")
                .content(content("application/x-ndjson", OpenApiSchemas.VERIFICATION));
    }

    private static String schema(String operation) {
        return switch (operation) {
            case "searchCarts" -> OpenApiSchemas.page(FoundCart.class);
            case "searchChanges" -> OpenApiSchemas.page(ChangeEntry.class);
            case "history", "customerHistory" -> OpenApiSchemas.page(HistoryEntry.class);
            case "bursts" -> OpenApiSchemas.page(FoundBurst.class);
            case "diff" -> CartDiff.class.getSimpleName();
            case "line" -> LineJson.class.getSimpleName();
            case "customer", "grantAllowance", "revokeAllowance", "addNote" -> CustomerJson.class.getSimpleName();
            case "rebuild", "beginRebuild", "dropRebuild" -> Rebuild.class.getSimpleName();
            case "parked" -> AllParked.class.getSimpleName();
            case "retryParked", "discardParked" -> ParkedJson.class.getSimpleName();
            case "rebuilds" -> All.class.getSimpleName();
            case "changeCart", "changeMyCart" -> OpenApiSchemas.CHANGES;
            case "addProduct" -> OpenApiSchemas.LEGACY;
            default -> CartJson.class.getSimpleName();
        };
    }

    private static ApiResponse problem(String description) {
        return new ApiResponse()
                .description(description)
                .content(content(Problem.MEDIA_TYPE, Problem.class.getSimpleName()));
    }

    private static ApiResponse laterProblem(String description) {
        return problem(description).addHeaderObject("Retry-After", header("Seconds after which to try again"));
    }

    private static Content content(String mediaType, String schema) {
        return new Content().addMediaType(mediaType, new MediaType().schema(OpenApiSchemas.ref(schema)));
    }

    private static Header header(String description) {
        return new Header().description(description).schema(OpenApiSchemas.of("string"));
    }
}
