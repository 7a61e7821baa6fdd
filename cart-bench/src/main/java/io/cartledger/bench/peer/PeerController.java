package io.cartledger.bench.peer;

import java.security.Principal;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The service's most used route, for every peer. */
@RestController
class PeerController {

    private final Peer peer;

    PeerController(Peer peer) {
        this.peer = peer;
    }

    @PostMapping(
            path = "/carts/{cartId}/items",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Added add(
            @PathVariable String cartId,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @Nullable Principal principal,
            @RequestBody AddItem body)
            throws SQLException {
        String caller = principal == null ? "anybody" : principal.getName();
        return peer.add(cartId, body, key == null ? null : RequestKey.of(caller, key, cartId, body));
    }
}
