package io.cartledger.server.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The three posts that it all began with, by real curl, at the old form's route. */
@DisabledOnOs(OS.WINDOWS) // the script is for bash
class FoundingScriptIT {

    /** One browser: it has been on a page of the shop before, so that it has its cookie. */
    private static final String ONE_BROWSER = """
            curl -s -o page -c jar "$SHOP/me/cart"
            for i in {1..3}; do
              curl -s -o answer-$i -w '%{http_code}\\n' -b jar -d 'product_id=DRN-7X' "$SHOP/add-cart.php" &
            done
            wait
            """;

    /** What the old script let anybody do. */
    private static final String SOMEBODY_ELSES = """
            for i in {1..3}; do
              curl -s -o answer-$i -w '%{http_code}\\n' -d 'product_id=DRN-7X&user_id=4421' "$SHOP/add-cart.php" &
            done
            wait
            """;

    private static final TestDatabase DATABASE = TestDatabase.durable();

    private static ServerProcess plain;
    private static ServerProcess patient;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        plain = ServerProcess.launchOn(DATABASE);
        patient = ServerProcess.launchOn(DATABASE, "--cart.legacy.repeat-window=30s");
        plain.awaitReady();
        patient.awaitReady();
    }

    @AfterAll
    static void stop() {
        plain.close();
        patient.close();
    }

    @Test
    @DisplayName("the founding script: one line of 3")
    void threePostsAtOnceAreOneLine() throws Exception {
        List<String> printed = run(ONE_BROWSER, plain);

        assertThat(printed).containsExactlyInAnyOrder("201", "200", "200");
        assertThat(lines(plain)).containsExactly(Map.entry("DRN-7X", 3));
    }

    @Test
    @DisplayName("the founding script with a repeat window: one line of 1")
    void threePostsAtOnceAreOneCommandWhereRepeatsAre() throws Exception {
        List<String> printed = run(ONE_BROWSER, patient);

        assertThat(printed).containsExactly("201", "201", "201");
        assertThat(lines(patient)).containsExactly(Map.entry("DRN-7X", 1));
    }

    @Test
    void nobodyFillsSomebodyElsesCart() throws Exception {
        List<String> printed = run(SOMEBODY_ELSES, plain);

        assertThat(printed).containsExactly("403", "403", "403");
        JdbcClient reader = JdbcClient.create(DATABASE.as("cart_reader"));
        await().untilAsserted(() ->
                assertThat(reader.sql("""
                        select status from ledger.refusal where route = '/add-cart.php' and code = 'wrong-caller'
                        """).query(Integer.class).list()).containsExactly(403, 403, 403));
        assertThat(new CartClient(plain::uri)
                        .as("customer/4421")
                        .send("GET", "/me/cart", null)
                        .lines())
                .isEmpty();
    }

    @Test
    void whoeverComesWithoutACookieIsToldOfTheNewCart() throws Exception {
        run("curl -s -o answer-1 -c jar -d product_id=SOCK \"$SHOP/add-cart.php\"", plain);
        run("curl -s -o page -H 'Accept: text/html' -b jar -d product_id=SOCK \"$SHOP/add-cart.php\"", plain);

        assertThat(json("answer-1").path("message").asString()).contains("new cart", "cookie");
        assertThat(folder.resolve("page")).content().contains("<h1>Your cart</h1>", "the cart holds 2 of it now");
        assertThat(lines(plain)).containsExactly(Map.entry("SOCK", 2));
    }

    @Test
    void theSameProductLaterIsAnotherCommand() throws Exception {
        ServerProcess quick = ServerProcess.startOn(DATABASE, "--cart.legacy.repeat-window=1ms");
        try (quick) {
            run(ONE_BROWSER.replace("&\n", "; sleep 0.1\n"), quick);

            assertThat(lines(quick)).containsExactly(Map.entry("DRN-7X", 3));
        }
    }

    /** What the guest of the jar sees; by a change of nothing, for the read model may be behind. */
    private Map<String, Integer> lines(ServerProcess server) throws Exception {
        run("curl -s -o cart -b jar -X DELETE \"$SHOP/me/cart/items/NONE\"", server);
        var lines = new HashMap<String, Integer>();
        json("cart")
                .path("lines")
                .forEach(line -> lines.put(
                        line.path("itemId").asString(), line.path("quantity").asInt()));
        return lines;
    }

    private JsonNode json(String file) throws IOException {
        return new JsonMapper().readTree(folder.resolve(file));
    }

    /** What the script prints, by lines. */
    private List<String> run(String script, ServerProcess server) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("bash", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("SHOP", server.uri("").toString());
        Process bash = builder.start();
        String printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(printed).isZero();
        return printed.lines().toList();
    }
}
