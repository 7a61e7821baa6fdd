package io.cartledger.command.http;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The bodies that commands come in, as they are before anything is checked. A quantity is taken as whatever JSON it is,
 * so that each way to get it wrong can be told in its own words.
 */
final class Requests {

    private Requests() {}

    record OpenCartBody(
            @Schema(example = "c-1") @Nullable String cartId,
            @Schema(example = "4421") @Nullable String customer) {}

    record AddItemBody(
            @Schema(example = "DRN-7X", requiredMode = RequiredMode.REQUIRED) @Nullable
            String sku,

            @Schema(implementation = Integer.class, minimum = "1", maximum = "999", defaultValue = "1", example = "1")
            @Nullable
            JsonNode quantity,

            @Schema(example = "{\"engraving\": \"Mia\"}") @Nullable
            Map<String, String> options) {}

    record ChangeQuantityBody(
            @Schema(
                    implementation = Integer.class,
                    minimum = "0",
                    maximum = "999",
                    example = "2",
                    requiredMode = RequiredMode.REQUIRED)
            @Nullable
            JsonNode quantity) {}
}
