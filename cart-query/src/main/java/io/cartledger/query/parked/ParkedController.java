package io.cartledger.query.parked;

import io.cartledger.cart.Caller;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.cart.Reason;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import io.cartledger.query.http.ReadAnswers;
import io.cartledger.query.parked.ParkedJson.AllParked;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The routes by which operators look after what is parked in the read model that is read. */
@RestController
@Tag(name = "Operators")
@RequestMapping(path = "/parked", produces = MediaType.APPLICATION_JSON_VALUE)
class ParkedController {

    private final Parking parking;

    ParkedController(Parking parking) {
        this.parking = parking;
    }

    /** @param reason why nobody is to wait for it any more; null if it was not sent, which is a mistake */
    record DiscardBody(
            @Schema(
                    description = "One line, for the record",
                    minLength = 1,
                    maxLength = Reason.MAX_LENGTH,
                    requiredMode = RequiredMode.REQUIRED)
            @Nullable
            String reason) {

        Reason given() {
            if (reason == null) {
                throw new InvalidValueException("reason", "is required", null);
            }
            return new Reason(reason);
        }
    }

    @Operation(summary = "What could not be folded into the read model, and waits")
    @GetMapping
    ResponseEntity<Object> parked() {
        return ResponseEntity.ok(new AllParked(parking.all()));
    }

    @Operation(summary = "Fold it again from the ledger: after an upgrade, or once the fault is mended")
    @PostMapping("/{aggregateType}/{aggregateId}/retry")
    ResponseEntity<Object> retryParked(@PathVariable String aggregateType, @PathVariable String aggregateId) {
        var aggregate = new Aggregate(aggregateType, aggregateId);
        Optional<ParkedJson> parked = parking.find(aggregate);
        if (parked.isEmpty()) {
            return notParked(aggregate);
        }
        Optional<String> cause = parking.retry(aggregate);
        return cause.isPresent()
                ? ReadAnswers.problem(
                        Problem.of(ProblemType.STILL_PARKED, "It cannot be folded still: " + cause.get() + "."))
                : ResponseEntity.ok(parked.get());
    }

    @Operation(summary = "Wait for it no longer: it stays as it was before the event, and is no fault any more")
    @PostMapping("/{aggregateType}/{aggregateId}/discard")
    ResponseEntity<Object> discardParked(
            @PathVariable String aggregateType,
            @PathVariable String aggregateId,
            @RequestBody DiscardBody body,
            @Parameter(hidden = true) Caller caller) {
        var aggregate = new Aggregate(aggregateType, aggregateId);
        return parking.discard(aggregate, caller.subject(), body.given())
                .<ResponseEntity<Object>>map(ResponseEntity::ok)
                .orElseGet(() -> notParked(aggregate));
    }

    private static ResponseEntity<Object> notParked(Aggregate aggregate) {
        return ReadAnswers.problem(Problem.of(
                ProblemType.NOT_PARKED,
                aggregate.type() + " " + aggregate.id() + " is not parked: GET /parked lists what is."));
    }
}
