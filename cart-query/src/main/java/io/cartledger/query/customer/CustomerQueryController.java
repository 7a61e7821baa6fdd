package io.cartledger.query.customer;

import io.cartledger.cart.CustomerId;
import io.cartledger.customer.CustomerFile;
import io.cartledger.http.ConsistencyToken;
import io.cartledger.http.CustomerJson;
import io.cartledger.http.Preconditions;
import io.cartledger.query.consistency.Freshness;
import io.cartledger.query.consistency.ViewReader;
import io.cartledger.query.consistency.ViewReader.Seen;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.http.ReadAnswers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The route that reads a customer's file as it is now. */
@RestController
@Tag(name = "Customers")
class CustomerQueryController {

    private final ViewReader view;

    CustomerQueryController(ViewReader view) {
        this.view = view;
    }

    @Operation(
            summary =
                    "A customer's file: the allowances, and the newest notes. Everybody has one; it is empty at first")
    @GetMapping(path = "/customers/{customer}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> customer(
            @PathVariable String customer,
            @RequestHeader(name = ConsistencyToken.HEADER, required = false) @Nullable String token,
            @RequestParam(name = "consistency", required = false) @Nullable String tokenParameter,
            @RequestParam(name = "atLeast", required = false) @Nullable Long atLeast,
            @Parameter(hidden = true) Preconditions preconditions) {
        var id = new CustomerId(customer);
        Seen<CustomerJson> seen = view.read(
                Freshness.of(token, tokenParameter, atLeast),
                connection -> read(connection, id),
                CustomerJson::version);
        return ReadAnswers.found(preconditions, customer, seen.value().version(), seen.token(), seen.value());
    }

    private static CustomerJson read(ViewConnection view, CustomerId customer) throws SQLException {
        CustomerFile file =
                CustomerTable.load(view, List.of(customer.value())).getOrDefault(customer, CustomerFile.EMPTY);
        // A note that comes in between belongs to a later version.
        return CustomerJson.of(
                customer, file, NoteTable.newest(view, customer, file.version(), CustomerJson.MOST_NOTES));
    }
}
