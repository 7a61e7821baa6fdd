package io.cartledger.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.cartledger.server.security.Policy.Row;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.Credentials;
import io.cartledger.server.testing.RunningServer;
import io.cartledger.server.testing.TestIssuer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every role, on every route, with a cart of their own, somebody else's, and one that there is not. */
@RunningServer
class PolicyTest {

    /**
     * What the policy comes to, by role: {@code own} where they reach their own carts alone, {@code any} where every cart, a
     * dash where the route is shut. Written out once more, so that the table cannot be changed by accident.
     */
    private static final String EXPECTED = """
            route                                              | guest customer back-end support analyst admin
            GET    /me/cart                                    | own   own      -        -       -       -
            POST   /me/cart/items                              | own   own      -        -       -       -
            PUT    /me/cart/items/{itemId}                     | own   own      -        -       -       -
            DELETE /me/cart/items/{itemId}                     | own   own      -        -       -       -
            DELETE /me/cart/items                              | own   own      -        -       -       -
            POST   /me/cart/merge                              | own   own      -        -       -       -
            POST   /me/cart/checkout                           | own   own      -        -       -       -
            POST   /me/cart/commands                           | own   own      -        -       -       -
            POST   /add-cart.php                               | own   own      -        -       -       -
            POST   /carts                                      | own   own      any      -       -       -
            GET    /carts                                      | -     -        any      any     any     -
            GET    /changes                                    | -     -        -        any     any     -
            GET    /carts/{cartId}                             | own   own      any      any     any     -
            GET    /carts/{cartId}/diff                        | own   own      any      any     any     -
            GET    /carts/{cartId}/history                     | own   own      any      any     any     -
            GET    /carts/as-of                                | -     -        any      any     any     -
            GET    /carts/{cartId}/items/{itemId}              | own   own      any      any     any     -
            POST   /carts/{cartId}/items                       | own   own      any      any     -       -
            PUT    /carts/{cartId}/items/{itemId}              | own   own      any      any     -       -
            DELETE /carts/{cartId}/items/{itemId}              | own   own      any      any     -       -
            DELETE /carts/{cartId}/items                       | own   own      any      any     -       -
            POST   /carts/{cartId}/claim                       | -     own      any      any     -       -
            POST   /carts/{cartId}/merge                       | own   own      any      any     -       -
            POST   /carts/{cartId}/checkout                    | own   own      any      any     -       -
            POST   /carts/{cartId}/commands                    | own   own      any      any     -       -
            POST   /carts/{cartId}/corrections                 | -     -        -        any     -       -
            POST   /carts/{cartId}/restorations                | own   own      any      any     -       -
            GET    /customers/{customer}                       | -     -        any      any     -       -
            GET    /customers/{customer}/history               | -     -        any      any     -       -
            POST   /customers/{customer}/notes                 | -     -        -        any     -       -
            POST   /customers/{customer}/allowances            | -     -        -        any     -       -
            DELETE /customers/{customer}/allowances/{allowance}| -     -        -        any     -       -
            GET    /bursts                                     | -     -        -        any     any     -
            GET    /parked                                     | -     -        -        -       -       any
            POST   /parked/{aggregateType}/{aggregateId}/retry | -     -        -        -       -       any
            POST   /parked/{aggregateType}/{aggregateId}/discard| -    -        -        -       -       any
            POST   /rebuilds                                   | -     -        -        -       -       any
            GET    /rebuilds                                   | -     -        -        -       -       any
            GET    /rebuilds/{rebuild}                         | -     -        -        -       -       any
            DELETE /rebuilds/{rebuild}                         | -     -        -        -       -       any
            GET    /ledger/verify                              | -     -        -        -       -       any
            GET    /events                                     | -     -        any      any     any     -
            """;

    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("/items", "{\"sku\":\"SOCK\"}"),
            Map.entry("/items/{itemId}", "{\"quantity\":2}"),
            Map.entry("/merge", "{\"from\":\"nothing-to-merge\"}"),
            Map.entry("/checkout", "{\"orderReference\":\"O-1\"}"),
            Map.entry("/commands", "[{\"type\":\"AddItem\",\"sku\":\"SOCK\"}]"),
            Map.entry("/claim", "{\"customer\":\"%s\"}"),
            Map.entry("/corrections", "{\"itemId\":\"DRN-7X\",\"quantity\":1,\"reason\":\"Twice\",\"ticket\":\"T-1\"}"),
            Map.entry("/restorations", "{\"version\":1,\"reason\":\"As before\"}"),
            Map.entry("/discard", "{\"reason\":\"Gone\"}"),
            Map.entry("/notes", "{\"text\":\"Call back\"}"),
            Map.entry(
                    "/allowances",
                    "{\"sku\":\"DRN-7X\",\"units\":1,\"until\":\"2099-01-01T00:00:00Z\",\"ticket\":\"T-1\"}"));

    /** What the shut door answers, to those with a token and those without. */
    private static final Set<String> SHUT = Set.of("insufficient-scope", "unauthenticated");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    private int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    private final CartClient shop = new CartClient(path -> URI.create("http://127.0.0.1:" + port + path));

    private enum Whose {
        OWN,
        FOREIGN,
        UNKNOWN
    }

    static Stream<Arguments> cells() {
        List<String> lines = EXPECTED.lines().toList();
        String[] roles = words(lines.getFirst().split("\\|")[1]);
        return lines.stream().skip(1).flatMap(line -> {
            String[] route = words(line.split("\\|")[0]);
            String[] reach = words(line.split("\\|")[1]);
            return Stream.iterate(0, i -> i + 1)
                    .limit(roles.length)
                    .flatMap(i -> Stream.of(Whose.values())
                            .filter(whose -> whose == Whose.OWN || route[1].contains("{cartId}"))
                            .map(whose -> argumentSet(
                                    roles[i] + " " + String.join(" ", route) + " " + whose,
                                    roles[i],
                                    route[0],
                                    route[1],
                                    reach[i],
                                    whose)));
        });
    }

    private static String[] words(String text) {
        return text.strip().split("\\s+");
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyCellOfTheTableIsAsItSays(String role, String method, String route, String reach, Whose whose) {
        String name = "policy-" + NUMBER.incrementAndGet();
        CartClient caller = shop.as(role + "/" + name);
        String cart = cart(name, role, whose);

        boolean there = !reach.equals("-") && (whose == Whose.OWN || (whose == Whose.FOREIGN && reach.equals("any")));
        Answer answer = send(caller, method, route, cart, name, there);

        if (reach.equals("-")) {
            assertThat(answer.code()).isIn(SHUT);
        } else if (route.contains("{cartId}") && whose == Whose.UNKNOWN && !opens(role, method, route)) {
            assertThat(answer.code()).isEqualTo("cart-not-found");
        } else if (route.contains("{cartId}") && whose == Whose.FOREIGN && reach.equals("own")) {
            assertThat(answer.code()).isEqualTo("cart-not-found");
        } else {
            // Merging is open to them; there is just nothing of that name to merge.
            boolean nothingToMerge = route.endsWith("/merge")
                    && answer.json().path("field").asString("").equals("from");
            assertThat(answer.code()).isNotIn(SHUT).isNotIn("wrong-caller", "route-not-found");
            assertThat(answer.code().equals("cart-not-found")).isEqualTo(nothingToMerge);
            assertThat(answer.status()).isLessThan(500);
        }
    }

    /** Only back ends make carts by a command. */
    private static boolean opens(String role, String method, String route) {
        return role.equals("back-end")
                && method.equals("POST")
                && (route.endsWith("{cartId}/items") || route.endsWith("/commands"));
    }

    /** @return its identifier */
    private String cart(String name, String role, Whose whose) {
        if (whose == Whose.UNKNOWN) {
            return "unknown-" + name;
        }
        boolean shops = role.equals("customer") || role.equals("guest");
        CartClient owner = shop.as(whose == Whose.OWN && shops ? role + "/" + name : "customer/owner-of-" + name);
        String id = owner.send("POST", "/me/cart/items", "{\"sku\":\"DRN-7X\",\"quantity\":2}")
                .json()
                .path("cartId")
                .asString();
        owner.send("POST", "/me/cart/items", "{\"sku\":\"SHOE\"}");
        return id;
    }

    /** @param there whether it is seen, so that a query waits for it */
    private static Answer send(
            CartClient caller, String method, String route, String cart, String name, boolean there) {
        String path = route.replace("{cartId}", cart)
                .replace("{itemId}", "DRN-7X")
                .replace("{customer}", name)
                .replace("{rebuild}", "1000")
                .replace("{aggregateType}/{aggregateId}", "Cart/" + name)
                .replace("{allowance}", "1?ticket=T-1");
        if (route.endsWith("/diff")) {
            return caller.send(method, path + "?from=0", null);
        }
        if (method.equals("GET") && route.contains("{cartId}") && there) {
            return caller.send(method, path + "?atLeast=1", null);
        }
        return route.equals("/add-cart.php")
                ? caller.sendForm(path, "product_id=DRN-7X")
                : caller.send(method, path, method.equals("GET") || method.equals("DELETE") ? null : body(route, name));
    }

    private static @Nullable String body(String route, String name) {
        return BODIES.entrySet().stream()
                .filter(entry -> route.endsWith(entry.getKey()))
                .map(entry -> entry.getValue().formatted(name))
                .findFirst()
                .orElse("{}");
    }

    @Test
    void noRouteIsWithoutARowAndNoRowWithoutARoute() {
        Set<String> served = routes.getHandlerMethods().keySet().stream()
                .flatMap(info -> info.getPatternValues().stream()
                        .filter(pattern -> !Policy.isOpenToAll(pattern))
                        .flatMap(pattern ->
                                info.getMethodsCondition().getMethods().stream().map(method -> method + " " + pattern)))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(Policy.table()).extracting(PolicyTest::name).containsExactlyInAnyOrderElementsOf(served);
        assertThat(EXPECTED.lines().skip(1).map(line -> String.join(" ", words(line.split("\\|")[0]))))
                .containsExactlyInAnyOrderElementsOf(served);
    }

    private static String name(Row row) {
        return row.method() + " " + row.route();
    }

    @Test
    void aTokenThatOnlyReadsChangesNothing() {
        String reading =
                TestIssuer.sign(TestIssuer.claims("reader", "cart:read").build());
        CartClient reader = shop.asNobody().with("Authorization", "Bearer " + reading);

        assertThat(reader.send("GET", "/me/cart", null).status()).isEqualTo(200);
        assertThat(reader.send("POST", "/me/cart/items", "{\"sku\":\"SOCK\"}").code())
                .isEqualTo("insufficient-scope");
    }

    @Test
    void aCustomerWithTheCookieOfTheGuestThatTheyWereClaimsTheCart() {
        String cart = shop.as("guest/to-claim")
                .send("POST", "/me/cart/items", "{\"sku\":\"SOCK\"}")
                .json()
                .path("cartId")
                .asString();
        CartClient customer = shop.as("customer/claims");
        String cookie = Credentials.of("guest/to-claim", URI.create("http://127.0.0.1:" + port + "/"))
                .getValue();

        Answer without = customer.send("POST", "/carts/" + cart + "/claim", "{}");
        Answer with = customer.with("Cookie", cookie).send("POST", "/carts/" + cart + "/claim", "{}");
        Answer replayed = shop.asNobody()
                .with("Cookie", cookie)
                .with("Consistency-Token", with.header("Consistency-Token"))
                .send("GET", "/carts/" + cart, null);

        assertThat(without.code()).isEqualTo("cart-not-found");
        assertThat(with.status()).isEqualTo(200);
        assertThat(replayed.code()).isEqualTo("cart-not-found");
    }
}
