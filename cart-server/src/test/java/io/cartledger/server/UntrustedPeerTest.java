package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.AccessLog;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Whoever is no proxy of the shop cannot say that somebody else has sent a request; also where a cloud is detected. */
@RunningServer
@TestPropertySource(
        properties = {
            "cart.trusted-proxies=192.0.2.1",
            "spring.main.cloud-platform=kubernetes",
            "cart.rate-limits.enabled=true",
            "cart.rate-limits.ip.per-second=1",
            "cart.rate-limits.ip.burst=20"
        })
class UntrustedPeerTest {

    @LocalServerPort
    private int port;

    @Test
    void aWordForSomebodyElseIsNeitherWrittenDownNorAWayAroundALimit() {
        try (var log = AccessLog.listen()) {
            var answers = IntStream.rangeClosed(1, 30)
                    .mapToObj(i -> new CartClient(path -> URI.create("http://127.0.0.1:" + port + path))
                            .with("X-Forwarded-For", "192.0.2." + i)
                            .with("X-Forwarded-Proto", "https")
                            .send("GET", "/carts/x", null))
                    .toList();

            assertThat(log.fields(30)).allSatisfy(line -> assertThat(line).containsEntry("ip", "127.0.0.1"));
            assertThat(answers.getLast().code()).isEqualTo("rate-limited");
            assertThat(answers).filteredOn(answer -> answer.status() == 404).hasSizeBetween(20, 29);
        }
    }
}
