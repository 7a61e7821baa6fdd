package io.cartledger.query.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.cartledger.http.CartJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A cart that was found.
 *
 * @param cart as it is now
 * @param changedAt when it came to be so, by the ledger's time
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"cart", "changedAt"})
public record FoundCart(CartJson cart, @Nullable Instant changedAt) {}
