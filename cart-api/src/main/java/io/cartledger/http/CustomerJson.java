package io.cartledger.http;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.customer.CustomerFile;
import io.cartledger.customer.Ticket;
import java.time.Instant;
import java.util.List;

/**
 * A customer's file as every answer shows it.
 *
 * @param version grows by one with every event; -1 while there is none
 * @param allowances in the order in which they were granted
 */
@JsonPropertyOrder({"customer", "version", "allowances"})
public record CustomerJson(CustomerId customer, long version, List<AllowanceJson> allowances) {

    /**
     * An allowance as every answer shows it.
     *
     * @param allowance names it among the customer's
     * @param revoked whether it was taken back
     */
    @JsonPropertyOrder({"allowance", "sku", "units", "until", "ticket", "revoked"})
    public record AllowanceJson(
            long allowance, Sku sku, Quantity units, Instant until, Ticket ticket, boolean revoked) {}

    /** The file in this state. */
    public static CustomerJson of(CustomerId customer, CustomerFile file) {
        return new CustomerJson(
                customer,
                file.version(),
                file.allowances().entrySet().stream()
                        .map(entry -> new AllowanceJson(
                                entry.getKey(),
                                entry.getValue().sku(),
                                entry.getValue().units(),
                                entry.getValue().until(),
                                entry.getValue().ticket(),
                                entry.getValue().revoked()))
                        .toList());
    }
}
