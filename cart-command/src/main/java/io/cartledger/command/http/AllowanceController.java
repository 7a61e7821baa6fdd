package io.cartledger.command.http;

import io.cartledger.cart.CustomerId;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.cart.PurchaseLimits;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.command.CustomerRequest;
import io.cartledger.command.dispatch.CommandDispatcher;
import io.cartledger.command.dispatch.CommandResult;
import io.cartledger.command.http.Requests.AllowanceBody;
import io.cartledger.customer.CustomerCommand;
import io.cartledger.customer.CustomerCommand.GrantAllowance;
import io.cartledger.customer.CustomerCommand.RevokeAllowance;
import io.cartledger.customer.CustomerFile;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The routes that raise one customer's purchase limits. */
@RestController
@Tag(name = "Customers")
@RequestMapping(path = "/customers/{customer}/allowances", produces = MediaType.APPLICATION_JSON_VALUE)
class AllowanceController {

    private static final int LAST_YEAR = 9999; // RFC 3339 has four digits

    private final CommandDispatcher dispatcher;
    private final Clock clock;

    AllowanceController(CommandDispatcher dispatcher, Clock clock) {
        this.dispatcher = dispatcher;
        this.clock = clock;
    }

    @Operation(summary = "Raise the purchase limit of a SKU for this customer, until a time")
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> grantAllowance(
            @PathVariable String customer,
            @Parameter(hidden = true) Conditions conditions,
            @RequestBody AllowanceBody body) {
        if (body.units() == null) {
            throw new InvalidValueException("units", "is required", null);
        }
        var command = new GrantAllowance(
                new CustomerId(customer),
                new Sku(CommandReader.required("sku", body.sku())),
                new Quantity(CommandReader.units("units", body.units(), 1, PurchaseLimits.MAX)),
                until(CommandReader.required("until", body.until())),
                new Ticket(CommandReader.required("ticket", body.ticket())));
        return CommandAnswers.OF_NAMED.filed("allowances", send(command, conditions, body));
    }

    @Operation(summary = "Take an allowance back; what the customer has stays")
    @DeleteMapping("/{allowance}")
    ResponseEntity<Object> revokeAllowance(
            @PathVariable String customer,
            @PathVariable long allowance,
            @RequestParam(required = false) @Nullable String ticket,
            @Parameter(hidden = true) Conditions conditions) {
        var reason = new Ticket(CommandReader.required("ticket", ticket));
        return CommandAnswers.OF_NAMED.customer(
                send(new RevokeAllowance(new CustomerId(customer), allowance, reason), conditions, reason));
    }

    private CommandResult<CustomerFile> send(CustomerCommand command, Conditions conditions, Object body) {
        var request = new CustomerRequest(command, conditions.preconditions());
        return dispatcher.dispatch(request, conditions.origin(), conditions.key(body));
    }

    private Instant until(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            Instant until = time.toInstant().truncatedTo(ChronoUnit.SECONDS);
            if (time.getYear() > LAST_YEAR) {
                throw new InvalidValueException("until", "must be in the year " + LAST_YEAR + " at the latest", text);
            }
            if (until.isAfter(clock.instant())) {
                return until;
            }
            throw new InvalidValueException("until", "must be later than now", text);
        } catch (DateTimeParseException e) {
            throw new InvalidValueException("until", "must be a time such as 2027-01-31T00:00:00Z", text);
        }
    }
}
