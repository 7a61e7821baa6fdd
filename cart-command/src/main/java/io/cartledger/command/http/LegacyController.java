package io.cartledger.command.http;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartLimits;
import io.cartledger.cart.CartState;
import io.cartledger.cart.InvalidValueException;
import io.cartledger.command.dispatch.CommandDispatcher;
import io.cartledger.command.dispatch.CommandResult;
import io.cartledger.command.http.CommandReader.Addition;
import io.cartledger.command.http.Requests.AddItemBody;
import io.cartledger.command.ledger.CommandKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The route of the shop's old script, over the one open cart of whoever sends the form. */
@RestController
@Tag(name = "Legacy")
class LegacyController {

    static final String PATH = "/add-cart.php";

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");

    private final CommandDispatcher dispatcher;
    private final CommandReader reader;
    private final RepeatWindow repeatWindow;

    LegacyController(CommandDispatcher dispatcher, CartLimits limits, RepeatWindow repeatWindow) {
        this.dispatcher = dispatcher;
        this.reader = new CommandReader(limits);
        this.repeatWindow = repeatWindow;
    }

    @Operation(summary = "Add units of a product to your cart, as the old form does")
    @PostMapping(
            path = PATH,
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_HTML_VALUE})
    ResponseEntity<Object> addProduct(
            @Parameter(hidden = true) Conditions conditions,
            @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable
                    String accept,
            @RequestParam(name = "product_id", required = false) @Nullable String productId,
            @RequestParam(name = "quantity", required = false) @Nullable String quantity,
            @RequestParam(name = "user_id", required = false) @Nullable String userId) {
        NotedSku.note(productId);
        refuseOthers(userId, conditions.caller());
        var body = new AddItemBody(CommandReader.required("product_id", productId), number(quantity), Map.of());
        Addition addition = addition(body);
        CommandKey key = conditions.key(body);
        CommandResult<CartState> result = MyCartController.send(
                dispatcher, addition, conditions, key == null ? repeatWindow.key(conditions, body) : key);
        ResponseEntity<Object> answer =
                CommandAnswers.OF_MINE.added(addition.item().itemId(), result);
        return LegacyAnswer.of(answer, addition, LegacyAnswer.isForBrowser(accept));
    }

    /** The old script filled whoever's cart the form named. */
    private static void refuseOthers(@Nullable String userId, Caller caller) {
        boolean own = caller.kind() == Caller.Kind.CUSTOMER && caller.subject().equals(userId);
        if (userId != null && !userId.isBlank() && !own) {
            throw new WrongCallerException("user_id must be left out, or be the customer whose token comes along:"
                    + " nobody adds to somebody else's cart.");
        }
    }

    private Addition addition(AddItemBody body) {
        try {
            return reader.add(body);
        } catch (InvalidValueException e) {
            throw e.field().equals("sku") ? e.of("product_id") : e;
        }
    }

    /** A form knows only text. */
    private static @Nullable JsonNode number(@Nullable String quantity) {
        if (quantity == null) {
            return null;
        }
        return NUMBER.matcher(quantity).matches()
                ? JsonNodeFactory.instance.numberNode(Integer.parseInt(quantity))
                : JsonNodeFactory.instance.stringNode(quantity);
    }
}
