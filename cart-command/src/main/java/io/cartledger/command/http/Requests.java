package io.cartledger.command.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The bodies that commands come in, as they are before anything is checked. A quantity is taken as whatever JSON it is,
 * so that each way to get it wrong can be told in its own words.
 */
final class Requests {

    private Requests() {}

    record OpenCartBody(@Nullable String cartId, @Nullable String customer) {}

    record AddItemBody(@Nullable String sku, @Nullable JsonNode quantity, @Nullable Map<String, String> options) {}

    record ChangeQuantityBody(@Nullable JsonNode quantity) {}
}
