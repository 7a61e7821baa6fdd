package io.cartledger.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.RunningServer;
import io.cartledger.server.testing.TestIssuer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Nobody gets more than their share. */
@RunningServer
@TestPropertySource(
        properties = {
            "cart.rate-limits.enabled=true",
            "cart.rate-limits.client.per-second=1",
            "cart.rate-limits.client.burst=80",
            "cart.rate-limits.ip.per-second=1",
            "cart.rate-limits.ip.burst=100",
            "cart.rate-limits.cart.per-second=1",
            "cart.rate-limits.cart.burst=30",
            "cart.nodes=2",
            "cart.trusted-proxies=127.0.0.1"
        })
class RateLimitTest {

    @LocalServerPort
    private int port;

    @Test
    void everyAnswerTellsWhatIsLeft() {
        CartClient shop = client("192.0.2.1").as("back-end/headers");

        Answer added = shop.add("headers", "DRN-7X", 1);
        Answer refused = shop.add("headers", "DRN 7X", 1);
        Answer read = shop.cart("headers", 1);

        assertThat(all(added, "RateLimit-Policy"))
                .containsExactly("\"ip\";q=50;w=50", "\"client\";q=40;w=40", "\"cart\";q=15;w=15");
        assertThat(all(added, "RateLimit"))
                .containsExactly("\"ip\";r=49;t=49", "\"client\";r=39;t=39", "\"cart\";r=14;t=14");
        assertThat(refused.code()).isEqualTo("invalid-value");
        assertThat(all(refused, "RateLimit")).hasSize(3);
        assertThat(all(read, "RateLimit-Policy")).containsExactly("\"ip\";q=50;w=50", "\"client\";q=40;w=40");
        assertThat(added.header("Retry-After")).isEmpty();
    }

    @Test
    void aCartGetsNoMoreCommandsThanItsBurst() {
        CartClient shop = client("192.0.2.2").as("back-end/cart-limit");

        List<Answer> answers = untilRefused(15, () -> shop.add("hot", "DRN-7X", 1));
        Answer read = shop.cart("hot", answers.size() - 1);
        Answer other = shop.add("cold", "DRN-7X", 1);

        assertThat(answers.subList(0, answers.size() - 1)).allMatch(Answer::isSuccess);
        assertThat(answers.getLast().status()).isEqualTo(429);
        assertThat(answers.getLast().code()).isEqualTo("rate-limited");
        assertThat(answers.getLast().json().path("detail").asString())
                .isEqualTo("Too many requests for one cart (limit \"cart\"): nothing has changed, try again in 1 s.");
        assertThat(answers.getLast().header("Retry-After")).isEqualTo("1");
        assertThat(all(answers.getLast(), "RateLimit")).last().isEqualTo("\"cart\";r=0;t=1");
        assertThat(read.version()).isEqualTo(answers.size() - 1);
        assertThat(other.status()).isEqualTo(201);
    }

    @Test
    void whoeverShopsHasOneCartHoweverTheyReachIt() {
        CartClient shopper = client("192.0.2.3").as("customer/clicking");

        var turn = new AtomicInteger();
        List<Answer> answers = untilRefused(
                15,
                () -> turn.getAndIncrement() % 2 == 0
                        ? shopper.send("POST", "/me/cart/items", "{\"sku\":\"DRN-7X\"}")
                        : shopper.sendForm("/add-cart.php", "product_id=DRN-7X"));

        assertThat(answers.subList(0, answers.size() - 1)).allMatch(Answer::isSuccess);
    }

    @Test
    void aClientGetsNoMoreThanItsBurstFromWhereverItAsks() {
        var address = new AtomicInteger(100);
        List<Answer> answers = untilRefused(
                40,
                () -> client("192.0.2." + address.incrementAndGet())
                        .as("back-end/busy")
                        .send("GET", "/carts/busy-" + address, null));
        Answer other = client("192.0.2.101").as("back-end/quiet").send("GET", "/carts/busy", null);

        assertThat(answers.subList(0, answers.size() - 1)).allMatch(answer -> answer.status() == 404);
        assertThat(answers.getLast().json().path("detail").asString()).contains("from this client");
        assertThat(other.status()).isEqualTo(404);
    }

    @Test
    void anAddressGetsNoMoreThanItsBurstWhoeverItSaysItIs() {
        var address = new AtomicInteger();
        List<Answer> answers = untilRefused(
                50,
                () -> client("2001:db8::" + address.incrementAndGet())
                        .asNobody()
                        .send("GET", "/carts/x", null));
        Answer nextDoor = client("2001:db8:0:1::1").as("back-end/other").send("GET", "/carts/x", null);

        assertThat(answers.subList(0, answers.size() - 1)).allMatch(answer -> answer.status() == 401);
        assertThat(answers.getLast().status()).isEqualTo(429);
        assertThat(answers.getLast().json().path("detail").asString()).contains("from your address");
        assertThat(all(answers.getLast(), "RateLimit")).containsExactly("\"ip\";r=0;t=1");
        assertThat(answers.getLast().header("X-Request-Id")).isNotEmpty();
        assertThat(nextDoor.status()).isEqualTo(404);
    }

    @Test
    void whoIsRefusedACartDoesNotUseUpItsLimit() {
        CartClient shop = client("192.0.2.7").as("back-end/owner");
        shop.add("not-theirs", "DRN-7X", 1);
        CartClient stranger = client("192.0.2.8").as("customer/stranger");

        List<Answer> refused = untilRefused(15, () -> stranger.add("not-theirs", "DRN-7X", 1));

        assertThat(refused.subList(0, refused.size() - 1)).allMatch(answer -> answer.status() == 404);
        assertThat(shop.add("not-theirs", "DRN-7X", 1).status()).isEqualTo(200);
    }

    @Test
    void whoShopsByTheSameAppCountsAlone() {
        var claims = TestIssuer.claims("first", "cart:read cart:write").claim("client_id", "the-app");
        CartClient first =
                client("192.0.2.9").asNobody().with("Authorization", "Bearer " + TestIssuer.sign(claims.build()));
        CartClient second = client("192.0.2.10")
                .asNobody()
                .with(
                        "Authorization",
                        "Bearer " + TestIssuer.sign(claims.subject("second").build()));

        untilRefused(40, () -> first.send("GET", "/me/cart", null));

        assertThat(second.send("GET", "/me/cart", null).status()).isEqualTo(200);
    }

    @Test
    void whoWatchesTheServiceOrReadsHowToUseItIsNotCounted() {
        CartClient watcher = client("192.0.2.5");

        List<Answer> watched = times(60, () -> watcher.send("GET", "/actuator/health/liveness", null));
        List<Answer> read = times(60, () -> watcher.send("GET", "/v3/api-docs", null));

        assertThat(watched).allMatch(Answer::isSuccess);
        assertThat(read).allMatch(Answer::isSuccess);
        assertThat(all(read.getLast(), "RateLimit")).isEmpty();
    }

    @Test
    void whatIsRefusedIsCounted() {
        CartClient shop = client("192.0.2.6").as("back-end/counted");

        untilRefused(15, () -> shop.add("counted", "DRN-7X", 1));

        assertThat(client("192.0.2.6")
                        .send("GET", "/actuator/prometheus", null)
                        .response()
                        .body())
                .containsPattern("cart_requests_rate_limited_total\\{[^}]*policy=\"cart\"[^}]*} [1-9]");
    }

    private CartClient client(String address) {
        return new CartClient(path -> URI.create("http://127.0.0.1:" + port + path)).with("X-Forwarded-For", address);
    }

    /** A slow machine gets more than the burst: one more for each second that it takes. The last answer is the refusal. */
    private static List<Answer> untilRefused(int burst, Supplier<Answer> request) {
        long start = System.nanoTime();
        var answers = new ArrayList<Answer>();
        do {
            answers.add(request.get());
        } while (!answers.getLast().code().equals("rate-limited")
                && answers.size()
                        <= burst
                                + 1
                                + Duration.ofNanos(System.nanoTime() - start).toSeconds());
        assertThat(answers).hasSizeGreaterThan(burst);
        assertThat(answers.getLast().code()).isEqualTo("rate-limited");
        return answers;
    }

    private static List<Answer> times(int count, Supplier<Answer> request) {
        return IntStream.range(0, count).mapToObj(i -> request.get()).toList();
    }

    private static List<String> all(Answer answer, String header) {
        return answer.response().headers().allValues(header);
    }
}
