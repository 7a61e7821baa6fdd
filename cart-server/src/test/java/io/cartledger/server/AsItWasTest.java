package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.Credentials;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What the routes answer that show carts as they were. */
@RunningServer
class AsItWasTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort
    private int port;

    private final CartClient shop = new CartClient(this::uri);
    private final String cart = "as-it-was-" + NUMBER.incrementAndGet();

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Version 0 is empty, 1 has two of the boot, 2 one more, 3 a pair of socks besides, 4 no boot. */
    @BeforeEach
    void aCartWithFiveVersions() {
        Stream.of(
                        shop.send("POST", "/carts", "{\"cartId\":\"%s\"}".formatted(cart)),
                        shop.add(cart, "DRN-7X", 2),
                        shop.add(cart, "DRN-7X", 1),
                        shop.add(cart, "SOCK", 1),
                        shop.send("DELETE", "/carts/" + cart + "/items/DRN-7X", null))
                .forEach(answer ->
                        assertThat(answer.isSuccess()).as("%s", answer).isTrue());
    }

    private Answer get(String path) {
        return shop.send("GET", path.replace("{cart}", cart), null);
    }

    @Test
    void aVersionShowsTheCartAsItWasThen() {
        Answer answer = get("/carts/{cart}?version=2");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"2\"");
        assertThat(answer.lines()).isEqualTo(Map.of("DRN-7X", 3));
        assertThat(answer.header("Consistency-Token")).isNotEmpty();
        assertThat(answer.header("Cache-Control")).contains("private", "no-cache");
    }

    @Test
    void theInstantOfAVersionShowsThatVersion() {
        for (int version = 0; version <= 4; version++) {
            Answer inVersion = get("/carts/{cart}?version=" + version);

            Answer at = get("/carts/{cart}?at=" + inVersion.header("Recorded-At"));

            assertThat(at.response().body()).isEqualTo(inVersion.response().body());
            assertThat(at.header("ETag")).isEqualTo(inVersion.header("ETag"));
            assertThat(at.header("Recorded-At")).isEqualTo(inVersion.header("Recorded-At"));
        }
    }

    @ParameterizedTest
    @CsvSource({"If-None-Match, 2, 304", "If-None-Match, 3, 200", "If-Match, 2, 200", "If-Match, 3, 412"})
    void aVersionIsAskedForUnderConditions(String header, String version, int status) {
        Answer answer = shop.with(header, '"' + version + '"').send("GET", "/carts/" + cart + "?version=2", null);

        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void theTokenOfAVersionSeesAtLeastThat() {
        String token = get("/carts/{cart}?version=4").header("Consistency-Token");

        assertThat(shop.with("Consistency-Token", token)
                        .send("GET", "/carts/" + cart, null)
                        .version())
                .isEqualTo(4);
    }

    @Test
    void aVersionThatTheCartHasNotHadIsNotFound() {
        Answer answer = get("/carts/{cart}?version=5");

        assertThat(answer.code()).isEqualTo("version-not-found");
        assertThat(answer.json().path("currentVersion").asInt()).isEqualTo(4);
        assertThat(answer.json().path("detail").asString())
                .isEqualTo("Cart " + cart + " has no version 5: it is in version 4.");
    }

    @Test
    void beforeItWasOpenedThereWasNoCart() {
        Instant opened = Instant.parse(get("/carts/{cart}?version=0").header("Recorded-At"));
        Instant before = opened.minusNanos(1_000);

        Answer answer = get("/carts/{cart}?at=" + before);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("cart-not-opened-yet");
        assertThat(answer.json().path("openedAt").asString()).isEqualTo(opened.toString());
        assertThat(answer.json().path("detail").asString())
                .isEqualTo("Cart %s was opened at %s: at %s there was no such cart yet.", cart, opened, before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/carts/{cart}?at=", "/carts/nobody?at=", "/carts/{cart}/diff?from=0&to=", "/carts/as-of?at="})
    void whatIsNotPastIsNotKnownYet(String path) {
        Answer answer = get(path + Instant.now().plus(Duration.ofHours(1)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("instant-not-past");
    }

    @Test
    void aClaimedCartsPastIsTheCustomersAndNoLongerTheGuests() {
        CartClient guest = shop.as("guest/" + cart);
        CartClient customer = shop.as("customer/" + cart);
        Answer added = guest.send("POST", "/me/cart/items", "{\"sku\":\"SOCK\"}");
        String path = "/carts/" + added.json().path("cartId").asString();
        assertThat(guest.send("GET", path + "?version=1", null).lines()).isEqualTo(Map.of("SOCK", 1));
        assertThat(customer.send("GET", path + "?version=1", null).code()).isEqualTo("cart-not-found");

        String cookie = Credentials.of("guest/" + cart, uri("/")).getValue();
        Answer claimed = customer.with("Cookie", cookie).send("POST", path + "/claim", "{}");

        assertThat(claimed.status()).isEqualTo(200);
        for (String past :
                new String[] {path + "?version=1", path + "?at=" + Instant.now().minusMillis(1), path + "/diff?from=0"
                }) {
            assertThat(customer.send("GET", past, null).status()).as(past).isEqualTo(200);
            assertThat(guest.send("GET", past, null).code()).as(past).isEqualTo("cart-not-found");
        }
    }

    @Test
    void aDiffTellsWhatIsOtherAtItsEnd() {
        Answer answer = get("/carts/{cart}/diff?from=1&to=3");

        assertThat(answer.json().path("from").path("version").asInt()).isEqualTo(1);
        assertThat(answer.json().path("to").path("version").asInt()).isEqualTo(3);
        assertThat(answer.json().path("units").toString()).isEqualTo("{\"before\":2,\"after\":4}");
        assertThat(answer.json().path("added").toString())
                .isEqualTo("[{\"itemId\":\"SOCK\",\"sku\":\"SOCK\",\"options\":{},\"quantity\":1}]");
        assertThat(answer.json().path("removed")).isEmpty();
        assertThat(answer.json().path("changed").toString())
                .isEqualTo("[{\"itemId\":\"DRN-7X\",\"sku\":\"DRN-7X\",\"options\":{},\"before\":2,\"after\":3}]");
        assertThat(answer.json().has("status")).isFalse();
        assertThat(answer.header("ETag")).isEqualTo("\"1.3\"");
        assertThat(shop.with("If-None-Match", "\"1.3\"")
                        .send("GET", "/carts/" + cart + "/diff?from=1&to=3", null)
                        .status())
                .isEqualTo(304);
    }

    @Test
    void aDiffMayLookBackAndItsEndIsNowIfItIsLeftOut() {
        Answer back = get("/carts/{cart}/diff?from=4&to=1");
        Answer toNow =
                get("/carts/{cart}/diff?from=" + get("/carts/{cart}?version=1").header("Recorded-At"));

        assertThat(back.json().path("added").path(0).path("itemId").asString()).isEqualTo("DRN-7X");
        assertThat(back.json().path("removed").path(0).path("itemId").asString())
                .isEqualTo("SOCK");
        assertThat(toNow.json().path("to").path("version").asInt()).isEqualTo(4);
        assertThat(toNow.json().path("added")).isEqualTo(back.json().path("removed"));
        assertThat(toNow.json().path("removed")).isEqualTo(back.json().path("added"));
    }

    @Test
    void aDiffTellsWhoseTheCartHasBecomeAndThatItIsClosed() {
        shop.send("POST", "/carts/" + cart + "/claim", "{\"customer\":\"of-%s\"}".formatted(cart));
        Answer checkedOut = shop.send("POST", "/carts/" + cart + "/checkout", "{\"orderReference\":\"O-1\"}");
        assertThat(checkedOut.status()).isEqualTo(200);

        Answer answer = get("/carts/{cart}/diff?from=4");

        assertThat(answer.json().path("status").toString())
                .isEqualTo("{\"before\":\"OPEN\",\"after\":\"CHECKED_OUT\"}");
        assertThat(answer.json().path("customer").toString()).isEqualTo("{\"after\":\"of-" + cart + "\"}");
        assertThat(answer.json().path("orderReference").toString()).isEqualTo("{\"after\":\"O-1\"}");
        assertThat(answer.json().has("added")).isTrue();
        assertThat(answer.json().has("units")).isFalse();
    }

    @Test
    void allCartsAreThereAsTheyWereThenOneALine() {
        Answer then = get("/carts/{cart}?version=2");
        shop.add(cart + "-later", "SOCK", 1);

        Answer all = shop.as("analyst/ada").send("GET", "/carts/as-of?at=" + then.header("Recorded-At"), null);

        assertThat(all.status()).isEqualTo(200);
        assertThat(all.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(all.header("Consistency-Token")).isEqualTo(then.header("Consistency-Token"));
        assertThat(all.header("Cache-Control")).isEqualTo("no-store");
        assertThat(all.response().body().lines())
                .contains(then.response().body())
                .noneMatch(line -> line.contains(cart + "-later"))
                .isSorted();
        assertThat(shop.as("customer/4421")
                        .send("GET", "/carts/as-of?at=" + then.header("Recorded-At"), null)
                        .code())
                .isEqualTo("insufficient-scope");
    }

    @Test
    void beforeTheFirstEventThereIsNoCartAtAll() {
        Answer all = get("/carts/as-of?at=2001-01-01T00:00:00Z");

        assertThat(all.status()).isEqualTo(200);
        assertThat(all.response().body()).isEmpty();
    }

    @Test
    void whoAsksForTheHeadGetsTheHeadAlone() {
        Answer head = shop.send("HEAD", "/carts/as-of?at=" + Instant.now().minusMillis(1), null);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Consistency-Token")).isNotEmpty();
        assertThat(head.response().body()).isEmpty();
    }
}
