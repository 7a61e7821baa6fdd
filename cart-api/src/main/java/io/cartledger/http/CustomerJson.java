package io.cartledger.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerFile;
import io.cartledger.customer.NoteText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer's file as every answer shows it.
 *
 * @param version grows by one with every event; -1 while there is none
 * @param allowances in the order in which they were granted
 * @param notes in the answer to a query: the newest {@value #MOST_NOTES}, the newest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"customer", "version", "allowances", "notes"})
public record CustomerJson(
        CustomerId customer,
        long version,
        List<AllowanceJson> allowances,
        @Nullable List<NoteJson> notes) {

    /** The most notes that an answer shows. */
    public static final int MOST_NOTES = 100;

    /**
     * An allowance as every answer shows it.
     *
     * @param allowance names it among the customer's
     * @param revoked whether it was taken back
     */
    @JsonPropertyOrder({"allowance", "sku", "units", "until", "ticket", "revoked"})
    public record AllowanceJson(
            long allowance, Sku sku, Quantity units, Instant until, Ticket ticket, boolean revoked) {}

    /**
     * A note as every answer shows it.
     *
     * @param note names it among the customer's: the file's version with which it came
     * @param addedAt when, by the ledger's time
     * @param actorKind in what capacity somebody added it, for example {@code support}
     * @param actor who added it, among their kind
     * @param text left out once the customer has been erased
     * @param ticket what it is about in the shop's help desk, if it says so
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"note", "addedAt", "actorKind", "actor", "text", "ticket"})
    public record NoteJson(
            long note,
            Instant addedAt,
            String actorKind,
            String actor,
            @Nullable NoteText text,
            @Nullable Ticket ticket) {}

    /** The file in this state, as a command has left it. */
    public static CustomerJson of(CustomerId customer, CustomerFile file) {
        return of(customer, file, null);
    }

    /** The file in this state, with what is noted in it. */
    public static CustomerJson of(CustomerId customer, CustomerFile file, @Nullable List<NoteJson> notes) {
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
                        .toList(),
                notes);
    }
}
