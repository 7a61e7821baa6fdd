package io.cartledger.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.OpenLoop;
import io.cartledger.server.testing.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The nodes of {@code docker-compose.yml} find each other, and the balancer finds them. */
class TopologyIT {

    private static final String ONE = "{\"sku\":\"DRN-7X\"}";
    private static final int CARTS = 20;
    private static final int PER_SECOND = 40;
    private static final List<Integer> CREATED_OR_GROWN = List.of(201, 200);

    private static Topology topology;
    private static Balancer balancer;

    @BeforeAll
    static void start() {
        topology = Topology.start();
        if (Balancer.isInstalled()) {
            balancer = topology.startBalancer("http://127.0.0.1:8080");
        }
    }

    @AfterAll
    static void stop() {
        if (balancer != null) {
            balancer.close();
        }
        topology.close();
    }

    private static CartClient outside() {
        assumeTrue(Balancer.isInstalled(), "haproxy is not installed: nothing is tried with the balancer");
        return balancer.client();
    }

    private static CartClient storefront(CartClient client, CartClient issuer) {
        return withToken("storefront", "CART_STOREFRONT_SECRET", client, issuer);
    }

    private static CartClient admin(CartClient client, CartClient issuer) {
        return withToken("admin", "CART_ADMIN_SECRET", client, issuer);
    }

    private static CartClient withToken(String name, String secret, CartClient client, CartClient issuer) {
        String basic = name + ":" + topology.value(secret);
        Answer answer = issuer.with(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.US_ASCII)))
                .sendForm("/oauth2/token", "grant_type=client_credentials");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return client.with(
                "Authorization", "Bearer " + answer.json().path("access_token").asString());
    }

    private static String cookie(Answer answer) {
        return answer.header("Set-Cookie").replaceFirst(";.*", "");
    }

    private static Answer read(CartClient client, String path, Answer after) {
        return client.with("Consistency-Token", after.header("Consistency-Token"))
                .send("GET", path, null);
    }

    @Test
    void everyNodeTakesTheIssuersTokens() {
        CartClient issuer = topology.client("issuer");

        Answer added = storefront(topology.client("command-1"), issuer).add("direct", "DRN-7X", 1);
        Answer grown = storefront(topology.client("command-2"), issuer).add("direct", "DRN-7X", 1);
        Answer cart = read(storefront(topology.client("query"), issuer), "/carts/direct", grown);

        assertThat(List.of(added.status(), grown.status())).containsExactly(201, 200);
        assertThat(cart.lines()).isEqualTo(Map.of("DRN-7X", 2));
    }

    @Test
    void everyNodeKnowsAGuestAgain() {
        Answer added = topology.client("command-1").send("POST", "/me/cart/items", ONE);
        Answer grown =
                topology.client("command-2").with("Cookie", cookie(added)).send("POST", "/me/cart/items", ONE);
        Answer cart = read(topology.client("query").with("Cookie", cookie(added)), "/me/cart", grown);

        assertThat(cart.lines()).isEqualTo(Map.of("DRN-7X", 2));
    }

    @Test
    void theStorefrontGetsATokenAddsAndReadsByWayOfTheBalancer() {
        CartClient storefront = storefront(outside(), outside());

        Answer added = storefront.add("balanced", "DRN-7X", 1);
        Answer cart = read(storefront, "/carts/balanced", added);

        assertThat(added.status()).isEqualTo(201);
        assertThat(cart.lines()).isEqualTo(Map.of("DRN-7X", 1));
    }

    @Test
    void aGuestGetsACookieAddsAndReadsByWayOfTheBalancer() {
        Answer first = outside().send("GET", "/me/cart", null);
        CartClient guest = outside().with("Cookie", cookie(first));

        Answer added = guest.send("POST", "/me/cart/items", ONE);
        Answer cart = read(guest, "/me/cart", added);

        assertThat(first.header("Set-Cookie")).startsWith("cart_guest=").doesNotContain("Secure");
        assertThat(cart.lines()).isEqualTo(Map.of("DRN-7X", 1));
    }

    @Test
    void anOperatorsTokenOpensTheQueryNode() {
        CartClient admin = admin(topology.client("query"), topology.client("issuer"));

        assertThat(admin.send("GET", "/parked", null).status()).isEqualTo(200);
        assertThat(admin.send("DELETE", "/rebuilds/1000", null).code()).isEqualTo("rebuild-not-found");
    }

    @Test
    void whatOperatorsDoWithTheReadModelComesToTheQueryNode() {
        CartClient admin = admin(outside(), outside());

        assertThat(admin.send("POST", "/rebuilds", null).status()).isEqualTo(202);
        assertThat(admin.send("DELETE", "/rebuilds/1000", null).code()).isEqualTo("rebuild-not-found");
        assertThat(admin.send("POST", "/parked/Cart/c-1/retry", null).code()).isEqualTo("not-parked");
        assertThat(admin.send("POST", "/parked/Cart/c-1/discard", "{\"reason\":\"None\"}")
                        .code())
                .isEqualTo("not-parked");
    }

    @Test
    void whereTheShopsAddressIsHttpsCookiesAreSentOverTlsAlone() {
        outside();
        try (Balancer behindTls = topology.startBalancer("https://carts.shop.example")) {
            assertThat(behindTls.client().send("GET", "/me/cart", null).header("Set-Cookie"))
                    .contains("Secure");
        }
    }

    @Test
    void eachCartIsWithOneNodeAndBothHaveSome() {
        CartClient storefront = storefront(outside(), outside());

        // One after the other to one cart: a balancer that takes turns must not come round to the same node.
        IntStream.range(0, 3 * CARTS).forEach(add -> storefront.add("hashed-" + add / 3, "DRN-7X", 1));

        List<Long> requests = IntStream.range(0, CARTS)
                .mapToObj(cart -> requests("command-1", "cart=hashed-" + cart + " "))
                .toList();
        assertThat(requests).containsOnly(0L, 3L).contains(0L, 3L);
    }

    @Test
    void aGuestIsWithOneNodeEvenWithANewCookie() {
        String cookie = cookie(outside().send("GET", "/me/cart", null));
        String subject = cookie.split("\\.")[1];
        String forged = "cart_guest=e30." + subject + ".AAAA";

        for (int round = 0; round < 3; round++) {
            outside().with("Cookie", cookie).send("PUT", "/me/cart/items/GUEST-" + round, "{\"quantity\":1}");
            outside().with("Cookie", forged).send("PUT", "/me/cart/items/FORGED-" + round, "{\"quantity\":1}");
        }

        assertThat(requests("command-1", "sku=GUEST-")).isIn(0L, 3L);
        assertThat(requests("command-1", "route=/me/cart/items/{itemId}")).isIn(0L, 6L);
    }

    private static long requests(String node, String field) {
        return topology.node(node)
                .output()
                .lines()
                .filter(line -> line.contains(field))
                .count();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/health",
                "/actuator/prometheus",
                "/%61ctuator/health",
                "/%2561ctuator/health",
                "//actuator/health",
                "/./actuator/health",
                "/carts/../actuator/health",
                "/carts/..%2factuator/health",
                "/oauth2/../actuator/health",
                "/;/actuator/health",
                "/Actuator/health"
            })
    void healthAndMetricsAreForThoseInside(String path) {
        assertThat(outside().send("GET", path, null).status()).isIn(400, 401, 403, 404);
        assertThat(outside().send("POST", path, "{}").status()).isIn(400, 401, 403, 404, 405);
    }

    @Test
    void aNodeThatIsStoppedCostsNoRequest() {
        Adds adds = addsAround("stopped-", "command-1", node -> {
            node.terminate();
            node.awaitExit(Duration.ofSeconds(60));
        });

        assertThat(adds.statuses()).hasSize(adds.begun()).allMatch(CREATED_OR_GROWN::contains);
    }

    @Test
    void aNodeThatIsKilledCostsNoMoreThanWhatItHadBegun() {
        Adds adds = addsAround("killed-", "command-2", ServerProcess::kill);

        assertThat(adds.statusesAfterwards()).isNotEmpty().allMatch(CREATED_OR_GROWN::contains);
    }

    /**
     * Adds to some carts while a node ends.
     *
     * @param statuses in the order in which they were begun; 0 where the connection ended without an answer
     * @param begun how many there were
     * @param begunBefore how many of them were begun before the node had ended
     */
    private record Adds(List<Integer> statuses, int begun, int begunBefore) {

        List<Integer> statusesAfterwards() {
            return statuses.subList(begunBefore, statuses.size());
        }
    }

    private static Adds addsAround(String carts, String node, Consumer<ServerProcess> end) {
        CartClient storefront = storefront(outside(), outside());
        var statuses = new ConcurrentSkipListMap<Integer, Integer>();
        var begun = new AtomicInteger();
        int before;
        try (OpenLoop _ = OpenLoop.start(PER_SECOND, () -> {
            int number = begun.getAndIncrement();
            statuses.put(number, 0);
            statuses.put(
                    number, storefront.add(carts + number % CARTS, "DRN-7X", 1).status());
        })) {
            await().until(() -> begun.get() > PER_SECOND);
            end.accept(topology.node(node));
            before = begun.get();
            await().until(() -> begun.get() > before + 2 * PER_SECOND);
        } finally {
            topology.node(node).kill();
            topology.launch(node);
            topology.node(node).awaitReady();
            await().until(() -> hasARequestThatComesTo(node, storefront));
        }
        return new Adds(List.copyOf(statuses.values()), begun.get(), before);
    }

    /** The balancer has noticed that the node is there. */
    private static boolean hasARequestThatComesTo(String node, CartClient storefront) {
        IntStream.range(0, CARTS).forEach(cart -> storefront.add("noticed-" + cart, "DRN-7X", 1));
        return requests(node, "cart=noticed-") > 0;
    }
}
