package io.cartledger.query.search;

import io.cartledger.cart.Caller;
import io.cartledger.cart.CartStatus;
import io.cartledger.http.ConsistencyToken;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import io.cartledger.query.consistency.Freshness;
import io.cartledger.query.consistency.ViewReader;
import io.cartledger.query.consistency.ViewReader.Seen;
import io.cartledger.query.http.IpRange;
import io.cartledger.query.http.Parameters;
import io.cartledger.query.http.ReadAnswers;
import io.cartledger.query.page.PageAnswers;
import io.cartledger.query.page.PageRequest;
import io.cartledger.query.search.CartSearch.CartsFound;
import io.cartledger.query.search.ChangeSearch.ChangesFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** The routes that search. */
@RestController
@Tag(name = "Search")
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class SearchController {

    private static final List<String> STATUSES =
            Stream.of(CartStatus.values()).map(CartStatus::name).toList();

    private final ViewReader view;

    SearchController(ViewReader view) {
        this.view = view;
    }

    @Operation(summary = "Carts of which all this holds, in the order of their identifiers")
    @GetMapping("/carts")
    ResponseEntity<Object> searchCarts(
            @Parameter(description = "Whose carts they are") @RequestParam(required = false) @Nullable String customer,
            @Parameter(description = "On one of their lines") @RequestParam(required = false) @Nullable String sku,
            @Parameter(description = "One of these; OPEN, ABANDONED, CHECKED_OUT or MERGED")
                    @RequestParam(required = false)
                    @Nullable
                    List<String> status,
            @Parameter(description = "Words that they have all: identifiers, or what was chosen of an item")
                    @RequestParam(required = false)
                    @Nullable
                    String q,
            @Parameter(
                            description = "With a change at this time or later",
                            schema = @Schema(type = "string", format = "date-time"))
                    @RequestParam(required = false)
                    @Nullable
                    String changedFrom,
            @Parameter(
                            description = "With a change before this time; with both, in between",
                            schema = @Schema(type = "string", format = "date-time"))
                    @RequestParam(required = false)
                    @Nullable
                    String changedTo,
            @Parameter(schema = @Schema(type = "integer", minimum = "0")) @RequestParam(required = false) @Nullable
                    String minLines,
            @Parameter(schema = @Schema(type = "integer", minimum = "0")) @RequestParam(required = false) @Nullable
                    String maxLines,
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "100"))
                    @RequestParam(required = false)
                    @Nullable
                    String limit,
            @Parameter(description = "The next or the previous of a page") @RequestParam(required = false) @Nullable
                    String cursor,
            @RequestHeader(name = ConsistencyToken.HEADER, required = false) @Nullable String token,
            @RequestParam(name = "consistency", required = false) @Nullable String tokenParameter,
            HttpServletRequest request) {
        Parameters.once(request.getParameterMap(), Set.of("status"));
        PageRequest page = PageRequest.asked(CartSearch.LIST, limit, cursor);
        var query = new CartQuery(
                Parameters.customer(customer),
                Parameters.sku(sku),
                Parameters.words("status", status, STATUSES),
                Parameters.text("q", q),
                Parameters.instant("changedFrom", changedFrom),
                Parameters.instant("changedTo", changedTo),
                Parameters.number("minLines", minLines),
                Parameters.number("maxLines", maxLines));
        Seen<CartsFound> seen = view.read(
                Freshness.of(token, tokenParameter, null),
                connection -> CartSearch.find(connection, query, page),
                found -> 0);
        return PageAnswers.json(
                ServletUriComponentsBuilder.fromCurrentRequest(),
                seen.value().page(),
                seen.value().total(),
                seen.token());
    }

    @Operation(summary = "Changes of carts and customers' files of which all this holds, the newest first")
    @GetMapping("/changes")
    ResponseEntity<Object> searchChanges(
            @Parameter(description = "Whose cart or file has changed") @RequestParam(required = false) @Nullable
                    String customer,
            @RequestParam(required = false) @Nullable String cart,
            @Parameter(description = "On a line that has changed") @RequestParam(required = false) @Nullable String sku,
            @Parameter(description = "Who sent the command, among their kind") @RequestParam(required = false) @Nullable
                    String actor,
            @Parameter(description = "The software that sent it") @RequestParam(required = false) @Nullable
                    String client,
            @Parameter(description = "From where it was sent, for support alone: an address, or a range (CIDR)")
                    @RequestParam(required = false)
                    @Nullable
                    String ip,
            @Parameter(description = "In which session it was sent, for support alone")
                    @RequestParam(required = false)
                    @Nullable
                    String session,
            @Parameter(description = "One of these; for example ItemAdded") @RequestParam(required = false) @Nullable
                    List<String> type,
            @Parameter(
                            description = "Recorded at this time or later",
                            schema = @Schema(type = "string", format = "date-time"))
                    @RequestParam(required = false)
                    @Nullable
                    String from,
            @Parameter(
                            description = "Recorded before this time",
                            schema = @Schema(type = "string", format = "date-time"))
                    @RequestParam(required = false)
                    @Nullable
                    String to,
            @Parameter(description = "api, legacy, support or system") @RequestParam(required = false) @Nullable
                    String channel,
            @RequestParam(required = false) @Nullable String ticket,
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "100"))
                    @RequestParam(required = false)
                    @Nullable
                    String limit,
            @Parameter(description = "The next or the previous of a page") @RequestParam(required = false) @Nullable
                    String cursor,
            @RequestHeader(name = ConsistencyToken.HEADER, required = false) @Nullable String token,
            @RequestParam(name = "consistency", required = false) @Nullable String tokenParameter,
            @Parameter(hidden = true) Caller caller,
            HttpServletRequest request) {
        Parameters.once(request.getParameterMap(), Set.of("type"));
        boolean personal = caller.maySeePersonal();
        if (!personal && (ip != null || session != null)) {
            return ReadAnswers.problem(Problem.of(
                    ProblemType.WRONG_CALLER,
                    "From where people come is personal: only support may search by ip and session.",
                    ip != null ? "ip" : "session"));
        }
        PageRequest page = PageRequest.asked(ChangeSearch.LIST, limit, cursor);
        var query = new ChangeQuery(
                Parameters.customer(customer),
                Parameters.cart(cart),
                Parameters.sku(sku),
                Parameters.text("actor", actor),
                Parameters.text("client", client),
                ip == null ? null : IpRange.parse(ip),
                Parameters.text("session", session),
                Parameters.words("type", type, ChangeQuery.knownTypes()),
                Parameters.instant("from", from),
                Parameters.instant("to", to),
                Parameters.word("channel", channel, ChangeQuery.CHANNELS),
                Parameters.ticket(ticket));
        Seen<ChangesFound> seen = view.read(
                Freshness.of(token, tokenParameter, null),
                connection -> ChangeSearch.find(connection, query, page, personal),
                found -> 0);
        return PageAnswers.json(
                ServletUriComponentsBuilder.fromCurrentRequest(),
                seen.value().page(),
                seen.value().total(),
                seen.token());
    }
}
