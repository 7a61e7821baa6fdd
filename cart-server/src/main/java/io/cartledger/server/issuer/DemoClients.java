package io.cartledger.server.issuer;

import io.cartledger.server.config.StartupFailure;
import io.cartledger.server.issuer.IssuerProperties.Client;
import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Clients to try the service with. Everybody knows their secrets, so they are for one machine and its own database. */
final class DemoClients {

    private static final Set<String> SHOPPER = Set.of("cart:read", "cart:write");

    private static final Map<String, Client> CLIENTS = Map.of(
            "storefront", client("storefront", Set.of("cart:any"), null),
            "shopper-4421", client("shopper-4421", SHOPPER, "4421"),
            "shopper-4422", client("shopper-4422", SHOPPER, "4422"),
            "support", client("support", Set.of("cart:support"), null),
            "analyst", client("analyst", Set.of("cart:analyst"), null),
            "admin", client("admin", Set.of("cart:admin"), null));

    private DemoClients() {}

    static String secret(String name) {
        return name + "-secret";
    }

    private static Client client(String name, Set<String> scopes, @Nullable String subject) {
        return new Client(secret(name), scopes, subject);
    }

    /**
     * @param embedded whether the database is the embedded one
     * @param address where the service listens, or null for everywhere
     * @throws StartupFailure anywhere but in embedded mode on loopback
     */
    static Map<String, Client> on(boolean embedded, @Nullable InetAddress address) {
        if (!embedded) {
            throw new StartupFailure("role issuer has no clients, and those of the demo are for the embedded database"
                    + " alone: set cart.issuer.clients.NAME.secret and .scopes, or leave tokens to another issuer with"
                    + " cart.roles=command,query and cart.security.issuer");
        }
        if (address == null || !address.isLoopbackAddress()) {
            throw new StartupFailure("the demo's clients, whose secrets everybody knows, are for 127.0.0.1 alone: set"
                    + " cart.issuer.clients.NAME.secret and .scopes before server.address="
                    + (address == null ? "0.0.0.0" : address.getHostAddress()));
        }
        return CLIENTS;
    }
}
