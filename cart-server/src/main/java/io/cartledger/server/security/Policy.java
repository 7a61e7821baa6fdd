package io.cartledger.server.security;

import static io.cartledger.cart.Caller.Kind.ADMIN;
import static io.cartledger.cart.Caller.Kind.ANALYST;
import static io.cartledger.cart.Caller.Kind.BACK_END;
import static io.cartledger.cart.Caller.Kind.CUSTOMER;
import static io.cartledger.cart.Caller.Kind.GUEST;
import static io.cartledger.cart.Caller.Kind.SUPPORT;

import io.cartledger.cart.Caller;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may do what: one row for each route, and nothing without a row. Customers and guests reach carts of their own on
 * these routes, all others every cart.
 */
final class Policy {

    private static final List<Row> TABLE = List.of(
            row("GET", "/me/cart", GUEST, CUSTOMER).givesCookie(),
            row("POST", "/me/cart/items", GUEST, CUSTOMER).givesCookie(),
            row("PUT", "/me/cart/items/{itemId}", GUEST, CUSTOMER),
            row("DELETE", "/me/cart/items/{itemId}", GUEST, CUSTOMER),
            row("DELETE", "/me/cart/items", GUEST, CUSTOMER),
            row("POST", "/me/cart/merge", GUEST, CUSTOMER),
            row("POST", "/me/cart/checkout", GUEST, CUSTOMER),
            row("POST", "/me/cart/commands", GUEST, CUSTOMER).givesCookie(),
            row("POST", "/add-cart.php", GUEST, CUSTOMER).givesCookie(),
            row("POST", "/carts", GUEST, CUSTOMER, BACK_END).givesCookie(),
            row("GET", "/carts", BACK_END, SUPPORT, ANALYST),
            row("GET", "/changes", SUPPORT, ANALYST),
            row("GET", "/carts/{cartId}", GUEST, CUSTOMER, BACK_END, SUPPORT, ANALYST),
            row("GET", "/carts/{cartId}/diff", GUEST, CUSTOMER, BACK_END, SUPPORT, ANALYST),
            row("GET", "/carts/{cartId}/history", GUEST, CUSTOMER, BACK_END, SUPPORT, ANALYST),
            row("GET", "/carts/as-of", BACK_END, SUPPORT, ANALYST),
            row("GET", "/carts/{cartId}/items/{itemId}", GUEST, CUSTOMER, BACK_END, SUPPORT, ANALYST),
            row("POST", "/carts/{cartId}/items", GUEST, CUSTOMER, BACK_END, SUPPORT),
            row("PUT", "/carts/{cartId}/items/{itemId}", GUEST, CUSTOMER, BACK_END, SUPPORT),
            row("DELETE", "/carts/{cartId}/items/{itemId}", GUEST, CUSTOMER, BACK_END, SUPPORT),
            row("DELETE", "/carts/{cartId}/items", GUEST, CUSTOMER, BACK_END, SUPPORT),
            row("POST", "/carts/{cartId}/claim", CUSTOMER, BACK_END, SUPPORT),
            row("POST", "/carts/{cartId}/merge", GUEST, CUSTOMER, BACK_END, SUPPORT),
            row("POST", "/carts/{cartId}/checkout", GUEST, CUSTOMER, BACK_END, SUPPORT),
            row("POST", "/carts/{cartId}/commands", GUEST, CUSTOMER, BACK_END, SUPPORT),
            row("POST", "/carts/{cartId}/corrections", SUPPORT),
            row("POST", "/carts/{cartId}/restorations", GUEST, CUSTOMER, BACK_END, SUPPORT),
            row("GET", "/customers/{customer}", BACK_END, SUPPORT),
            row("GET", "/customers/{customer}/history", BACK_END, SUPPORT),
            row("POST", "/customers/{customer}/notes", SUPPORT),
            row("POST", "/customers/{customer}/allowances", SUPPORT),
            row("DELETE", "/customers/{customer}/allowances/{allowance}", SUPPORT),
            row("GET", "/bursts", SUPPORT, ANALYST),
            row("GET", "/parked", ADMIN),
            row("POST", "/parked/{aggregateType}/{aggregateId}/retry", ADMIN),
            row("POST", "/parked/{aggregateType}/{aggregateId}/discard", ADMIN),
            row("POST", "/rebuilds", ADMIN),
            row("GET", "/rebuilds", ADMIN),
            row("GET", "/rebuilds/{rebuild}", ADMIN),
            row("DELETE", "/rebuilds/{rebuild}", ADMIN),
            row("GET", "/ledger/verify", ADMIN),
            row("GET", "/events", BACK_END, SUPPORT, ANALYST));

    /** Pages about the service, which hold nothing of anybody. */
    private static final List<String> OPEN_TO_ALL = List.of("/v3/api-docs", "/swagger-ui", "/webjars/", "/error");

    private static final String SCOPE = "SCOPE_";

    /** A token of several scopes acts in the first of these capacities that the route is open to. */
    private static final List<Caller.Kind> PRECEDENCE = List.of(BACK_END, SUPPORT, CUSTOMER, ANALYST, ADMIN);

    /** Where it reads, in that which is shown most. */
    private static final List<Caller.Kind> PRECEDENCE_IN_READING = List.of(SUPPORT, BACK_END, CUSTOMER, ANALYST, ADMIN);

    /**
     * A route, and in what capacities it is open.
     *
     * @param cookie whether somebody without token and cookie becomes a guest here
     */
    record Row(String method, String route, List<Caller.Kind> kinds, boolean cookie) {

        Row givesCookie() {
            return new Row(method, route, kinds, true);
        }

        boolean isOpenTo(Caller.Kind kind) {
            return kinds.contains(kind);
        }

        boolean reads() {
            return method.equals("GET");
        }

        /** In what capacity these authorities open it. */
        Optional<Caller.Kind> kindOf(Set<String> authorities) {
            return (reads() ? PRECEDENCE_IN_READING : PRECEDENCE)
                    .stream()
                            .filter(kind -> isOpenTo(kind) && authorities.contains(SCOPE + scope(kind)))
                            .findFirst();
        }

        /** The scope that a token needs for this capacity. */
        String scope(Caller.Kind kind) {
            return switch (kind) {
                case CUSTOMER -> reads() ? "cart:read" : "cart:write";
                case BACK_END -> "cart:any";
                case SUPPORT -> "cart:support";
                case ANALYST -> "cart:analyst";
                case ADMIN -> "cart:admin";
                case GUEST, SYSTEM -> throw new IllegalArgumentException("no token makes anybody " + kind);
            };
        }

        /** One of these scopes opens it. */
        String scopes() {
            return kinds.stream().filter(kind -> kind != GUEST).map(this::scope).collect(Collectors.joining(" "));
        }
    }

    private Policy() {}

    private static Row row(String method, String route, Caller.Kind... kinds) {
        return new Row(method, route, List.of(kinds), false);
    }

    static List<Row> table() {
        return TABLE;
    }

    /** In what capacity these authorities open other routes. */
    static Optional<Caller.Kind> kindElsewhere(Set<String> authorities) {
        return TABLE.stream().flatMap(row -> row.kindOf(authorities).stream()).findFirst();
    }

    /** @param method HEAD is a GET */
    static Optional<Row> find(String method, String route) {
        String asked = method.equals("HEAD") ? "GET" : method;
        return TABLE.stream()
                .filter(row -> row.method().equals(asked) && row.route().equals(route))
                .findFirst();
    }

    static boolean isOpenToAll(String route) {
        return OPEN_TO_ALL.stream().anyMatch(route::startsWith);
    }
}
