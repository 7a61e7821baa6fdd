package io.cartledger.query.burst;

import io.cartledger.cart.Caller;
import io.cartledger.http.ConsistencyToken;
import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import io.cartledger.query.burst.BurstSearch.BurstsFound;
import io.cartledger.query.consistency.Freshness;
import io.cartledger.query.consistency.ViewReader;
import io.cartledger.query.consistency.ViewReader.Seen;
import io.cartledger.query.http.IpRange;
import io.cartledger.query.http.Parameters;
import io.cartledger.query.http.ReadAnswers;
import io.cartledger.query.page.PageAnswers;
import io.cartledger.query.page.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** The route that lists bursts. */
@RestController
@Tag(name = "Search")
class BurstController {

    private final ViewReader view;

    BurstController(ViewReader view) {
        this.view = view;
    }

    @Operation(
            summary =
                    "Bursts, the newest first: two or more commands on the same cart and item, each within 50 ms of the"
                            + " one before")
    @GetMapping(path = "/bursts", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> bursts(
            @RequestParam(required = false) @Nullable String cart,
            @RequestParam(required = false) @Nullable String sku,
            @Parameter(description = "Whose cart it was, or who sent the commands")
                    @RequestParam(required = false)
                    @Nullable
                    String customer,
            @Parameter(
                            description =
                                    "From where one of the commands came, for support alone: an address, or a range (CIDR)")
                    @RequestParam(required = false)
                    @Nullable
                    String ip,
            @Parameter(description = "In which session one of the commands came, for support alone")
                    @RequestParam(required = false)
                    @Nullable
                    String session,
            @Parameter(
                            description = "Begun at this time or later",
                            schema = @Schema(type = "string", format = "date-time"))
                    @RequestParam(required = false)
                    @Nullable
                    String from,
            @Parameter(description = "Begun before this time", schema = @Schema(type = "string", format = "date-time"))
                    @RequestParam(required = false)
                    @Nullable
                    String to,
            @Parameter(description = "How many commands at least", schema = @Schema(type = "integer", minimum = "2"))
                    @RequestParam(required = false)
                    @Nullable
                    String minCommands,
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
        Parameters.once(request.getParameterMap(), Set.of());
        PageRequest page = PageRequest.asked(BurstSearch.LIST, limit, cursor);
        var query = new BurstQuery(
                Parameters.cart(cart),
                Parameters.sku(sku),
                Parameters.customer(customer),
                ip == null ? null : IpRange.parse(ip),
                Parameters.text("session", session),
                Parameters.instant("from", from),
                Parameters.instant("to", to),
                Parameters.number("minCommands", minCommands));
        boolean personal = caller.maySeePersonal();
        if (query.isPersonal() && !personal) {
            return ReadAnswers.problem(Problem.of(
                    ProblemType.WRONG_CALLER,
                    "From where people come is personal: only support may search by ip and session.",
                    query.ip() != null ? "ip" : "session"));
        }
        Seen<BurstsFound> seen = view.read(
                Freshness.of(token, tokenParameter, null),
                connection -> BurstSearch.find(connection, query, page, personal),
                found -> 0);
        return PageAnswers.json(
                ServletUriComponentsBuilder.fromCurrentRequest(),
                seen.value().page(),
                seen.value().total(),
                seen.token());
    }
}
