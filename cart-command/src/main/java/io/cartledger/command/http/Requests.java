package io.cartledger.command.http;

import io.cartledger.cart.MergePolicy;
import io.cartledger.cart.Reason;
import io.cartledger.customer.NoteText;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.LinkedHashMap;
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
            @Schema(description = "Only from back ends; a random one if absent", example = "c-1") @Nullable
            String cartId,

            @Schema(description = "Only from back ends", example = "4421") @Nullable
            String customer) {}

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

    record ClaimBody(
            @Schema(description = "Needed from back ends; a customer claims for themselves", example = "4421") @Nullable
            String customer,

            @Schema(implementation = MergePolicy.class, defaultValue = "sum") @Nullable
            String policy) {}

    record MergeBody(
            @Schema(
                    description = "The cart whose lines move; it closes",
                    example = "c-2",
                    requiredMode = RequiredMode.REQUIRED)
            @Nullable
            String from,

            @Schema(implementation = MergePolicy.class, defaultValue = "sum") @Nullable
            String policy) {}

    record CheckOutBody(
            @Schema(example = "O-2026-117", requiredMode = RequiredMode.REQUIRED) @Nullable
            String orderReference) {}

    record ChangeBody(
            @Schema(
                    allowableValues = {"AddItem", "ChangeQuantity", "RemoveItem", "ClearCart", "CheckOut"},
                    requiredMode = RequiredMode.REQUIRED)
            @Nullable
            String type,

            @Schema(description = "Of AddItem", example = "DRN-7X") @Nullable
            String sku,

            @Schema(
                    implementation = Integer.class,
                    description = "Of AddItem, 1 if absent, and of ChangeQuantity",
                    minimum = "0",
                    maximum = "999",
                    example = "1")
            @Nullable
            JsonNode quantity,

            @Schema(description = "Of AddItem", example = "{\"engraving\": \"Mia\"}") @Nullable
            Map<String, String> options,

            @Schema(description = "Of ChangeQuantity and RemoveItem", example = "DRN-7X") @Nullable
            String itemId,

            @Schema(description = "Of CheckOut", example = "O-2026-117") @Nullable
            String orderReference) {

        /** All but the type, in order; null for what is absent. */
        Map<String, @Nullable Object> fields() {
            var fields = new LinkedHashMap<String, @Nullable Object>();
            fields.put("sku", sku);
            fields.put("quantity", quantity);
            fields.put("options", options);
            fields.put("itemId", itemId);
            fields.put("orderReference", orderReference);
            return fields;
        }
    }

    record CorrectionBody(
            @Schema(example = "DRN-7X", requiredMode = RequiredMode.REQUIRED) @Nullable
            String itemId,

            @Schema(
                    implementation = Integer.class,
                    minimum = "0",
                    maximum = "999",
                    example = "1",
                    requiredMode = RequiredMode.REQUIRED)
            @Nullable
            JsonNode quantity,

            @Schema(
                    description = "One line, for the record",
                    minLength = 1,
                    maxLength = Reason.MAX_LENGTH,
                    example = "Added twice by a slow phone",
                    requiredMode = RequiredMode.REQUIRED)
            @Nullable
            String reason,

            @Schema(example = "T-4711", requiredMode = RequiredMode.REQUIRED) @Nullable
            String ticket) {}

    record RestorationBody(
            @Schema(
                    implementation = Long.class,
                    description = "The version whose lines the cart is to have again",
                    minimum = "0",
                    example = "17",
                    requiredMode = RequiredMode.REQUIRED)
            @Nullable
            JsonNode version,

            @Schema(
                    description = "One line, for the record",
                    minLength = 1,
                    maxLength = Reason.MAX_LENGTH,
                    example = "Cleared by mistake",
                    requiredMode = RequiredMode.REQUIRED)
            @Nullable
            String reason) {}

    record NoteBody(
            @Schema(
                    description = "May have line breaks",
                    minLength = 1,
                    maxLength = NoteText.MAX_LENGTH,
                    example = "Approved for a second pair on the next restock",
                    requiredMode = RequiredMode.REQUIRED)
            @Nullable
            String text,

            @Schema(example = "T-4711") @Nullable String ticket) {}

    record AllowanceBody(
            @Schema(example = "DRN-7X", requiredMode = RequiredMode.REQUIRED) @Nullable
            String sku,

            @Schema(
                    implementation = Integer.class,
                    minimum = "1",
                    maximum = "1000000",
                    example = "1",
                    requiredMode = RequiredMode.REQUIRED)
            @Nullable
            JsonNode units,

            @Schema(
                    description = "RFC 3339, later than now",
                    example = "2027-01-31T00:00:00Z",
                    requiredMode = RequiredMode.REQUIRED)
            @Nullable
            String until,

            @Schema(example = "T-4711", requiredMode = RequiredMode.REQUIRED) @Nullable
            String ticket) {}
}
