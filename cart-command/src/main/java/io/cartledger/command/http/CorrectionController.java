package io.cartledger.command.http;

import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.CorrectLine;
import io.cartledger.cart.CartCommand.RestoreCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartLimits;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.cart.ItemId;
import io.cartledger.cart.Reason;
import io.cartledger.cart.Ticket;
import io.cartledger.command.CartRequest;
import io.cartledger.command.dispatch.CommandDispatcher;
import io.cartledger.command.http.Requests.CorrectionBody;
import io.cartledger.command.http.Requests.RestorationBody;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The routes that set a cart right, and say why. They make no carts. */
@RestController
@Tag(name = "Carts")
@RequestMapping(path = "/carts/{cartId}", produces = MediaType.APPLICATION_JSON_VALUE)
class CorrectionController {

    private final CommandDispatcher dispatcher;
    private final CommandReader reader;

    CorrectionController(CommandDispatcher dispatcher, CartLimits limits) {
        this.dispatcher = dispatcher;
        this.reader = new CommandReader(limits);
    }

    @Operation(
            summary = "Set the units of a line, for support; also beyond a purchase limit, which the ticket explains")
    @PostMapping(path = "/corrections", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> correctLine(
            @PathVariable String cartId,
            @Parameter(hidden = true) Conditions conditions,
            @RequestBody CorrectionBody body) {
        var command = new CorrectLine(
                new CartId(cartId),
                new ItemId(CommandReader.required("itemId", body.itemId())),
                reader.lineUnits(body.quantity()),
                new Reason(CommandReader.required("reason", body.reason())),
                new Ticket(CommandReader.required("ticket", body.ticket())));
        return send(command, conditions, body);
    }

    @Operation(summary = "Give the cart the lines of an earlier version again, as a new change")
    @PostMapping(path = "/restorations", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> restoreCart(
            @PathVariable String cartId,
            @Parameter(hidden = true) Conditions conditions,
            @RequestBody RestorationBody body) {
        if (body.version() == null) {
            throw new InvalidValueException("version", "is required", null);
        }
        var command = new RestoreCart(
                new CartId(cartId),
                CommandReader.units("version", body.version(), 0, Integer.MAX_VALUE),
                new Reason(CommandReader.required("reason", body.reason())));
        return send(command, conditions, body);
    }

    private ResponseEntity<Object> send(CartCommand command, Conditions conditions, Object body) {
        var request = new CartRequest(command, conditions.caller(), conditions.preconditions(), false);
        return CommandAnswers.OF_NAMED.cart(dispatcher.dispatch(request, conditions.origin(), conditions.key(body)));
    }
}
