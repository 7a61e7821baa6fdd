package io.cartledger.command.http;

import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Ticket;
import io.cartledger.command.CustomerRequest;
import io.cartledger.command.dispatch.CommandDispatcher;
import io.cartledger.command.http.Requests.NoteBody;
import io.cartledger.customer.CustomerCommand.AddNote;
import io.cartledger.customer.NoteText;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The route that notes something about a customer. */
@RestController
@Tag(name = "Customers")
class NoteController {

    private final CommandDispatcher dispatcher;

    NoteController(CommandDispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Operation(summary = "Note something in a customer's file, for support")
    @PostMapping(
            path = "/customers/{customer}/notes",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> addNote(
            @PathVariable String customer,
            @Parameter(hidden = true) Conditions conditions,
            @RequestBody NoteBody body) {
        var note = new AddNote(
                new CustomerId(customer),
                new NoteText(CommandReader.required("text", body.text())),
                body.ticket() == null ? null : new Ticket(body.ticket()));
        var request = new CustomerRequest(note, conditions.preconditions());
        return CommandAnswers.OF_NAMED.filed(
                "notes", dispatcher.dispatch(request, conditions.origin(), conditions.key(body)));
    }
}
