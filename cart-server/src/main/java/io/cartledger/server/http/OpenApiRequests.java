package io.cartledger.server.http;

import io.cartledger.cart.CartCommand.ChangeCart;
import io.cartledger.http.ConsistencyToken;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The OpenAPI document's requests: the headers that operations take, and what their parameters may be. */
final class OpenApiRequests {

    private static final Map<String, String> DESCRIPTIONS = Map.of(
            "atLeast",
            "A version; waits, within bounds, until the read model has got there",
            "consistency",
            "A Consistency-Token, for who cannot send headers",
            ConsistencyToken.HEADER,
            "From an earlier answer; waits, within bounds, until the read model has got there",
            "allowance",
            "Names it among the customer's; from an answer",
            "ticket",
            "The case in the shop's help desk that explains it",
            "version",
            "As it was in this version",
            "at",
            "As it was at this instant (RFC 3339), which must be past");

    /** Parameters that are called as parts of bodies are, and are something else. */
    private static final Set<String> NO_IDENTIFIERS = Set.of("from");

    private static final List<Map<String, Object>> CHANGES = List.of(
            Map.of("type", "AddItem", "sku", "SOCK"),
            Map.of("type", "ChangeQuantity", "itemId", "SOCK", "quantity", 2));

    private OpenApiRequests() {}

    static void complete(Operation operation, boolean read) {
        if (operation.getOperationId().equals(OpenApiAnswers.FEED)) {
            return; // says it all itself
        }
        List<Parameter> parameters =
                new ArrayList<>(Optional.ofNullable(operation.getParameters()).orElse(List.of()));
        if (operation.getOperationId().equals("addProduct")) {
            parameters.clear();
            operation.setRequestBody(form());
        }
        if (operation.getOperationId().equals("changeCart")
                || operation.getOperationId().equals("changeMyCart")) {
            MediaType changes = changes(operation);
            changes.getSchema().minItems(1).maxItems(ChangeCart.MAX);
            changes.setExample(CHANGES);
        }
        parameters.forEach(OpenApiRequests::complete);
        if (!read) {
            parameters.stream()
                    .filter(parameter -> parameter.getName().equals("ticket"))
                    .forEach(ticket -> ticket.setRequired(true));
            parameters.add(header("Idempotency-Key", "Sent again with the same key, it is done once", "\"k-1\""));
        }
        if (isConditional(operation.getOperationId())) {
            parameters.add(header("If-Match", "Only in one of these versions; else 412", "\"6\""));
            parameters.add(header("If-None-Match", "Only in no such version; else " + (read ? 304 : 412), "\"6\""));
        }
        operation.setParameters(parameters);
    }

    /** Whether it is about one thing, which has a tag. */
    static boolean isConditional(String operation) {
        return !operation.equals("asOf") && !operation.equals(OpenApiAnswers.FEED) && !isSearch(operation);
    }

    private static boolean isSearch(String operation) {
        return operation.equals("searchCarts") || operation.equals("searchChanges");
    }

    /** Says what its parameters may be, and adds none. */
    static void completeParameters(Operation operation) {
        Optional.ofNullable(operation.getParameters()).orElse(List.of()).forEach(OpenApiRequests::complete);
    }

    private static void complete(Parameter parameter) {
        String name = parameter.getName();
        if (DESCRIPTIONS.containsKey(name) && parameter.getDescription() == null) {
            parameter.setDescription(DESCRIPTIONS.get(name));
        }
        // springdoc gives all parameters of one type one schema.
        if (OpenApiSchemas.isIdentifier(name) && !NO_IDENTIFIERS.contains(name)) {
            parameter.setSchema(OpenApiSchemas.bounded(name, OpenApiSchemas.of("string")));
        }
    }

    private static Parameter header(String name, String description, String example) {
        return new Parameter()
                .in("header")
                .name(name)
                .description(description)
                .required(false)
                .schema(OpenApiSchemas.of("string"))
                .example(example);
    }

    private static MediaType changes(Operation operation) {
        MediaType json = operation.getRequestBody().getContent().get("application/json");
        return Objects.requireNonNull(json, "several changes come as JSON");
    }

    /** A form is no JSON, and springdoc takes its fields for parameters of the URL. */
    private static RequestBody form() {
        var schema = OpenApiSchemas.ref(OpenApiSchemas.FORM);
        return new RequestBody()
                .required(true)
                .content(new Content()
                        .addMediaType("application/x-www-form-urlencoded", new MediaType().schema(schema)));
    }
}
