package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.AccessLog;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.RawHttp;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Who sent a request that has come by way of the shop's own proxies, of which this machine is one. */
@RunningServer
@TestPropertySource(properties = "cart.trusted-proxies=127.0.0.1, 10.1.0.0/16, 2001:db8:1::/48")
class TrustedProxiesTest {

    @LocalServerPort
    private int port;

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', textBlock = """
            192.0.2.1                                   | 192.0.2.1
            192.0.2.1, 10.1.2.3                         | 192.0.2.1
            192.0.2.1, 2001:db8:1::7, 10.1.2.3          | 192.0.2.1
            198.51.100.9, 192.0.2.1, 10.1.2.3           | 192.0.2.1
            127.0.0.1, 192.0.2.1                        | 192.0.2.1
            <script>, 192.0.2.1                         | 192.0.2.1
            192.0.2.1, 10.2.0.1                         | 10.2.0.1
            2001:db8::1                                 | 2001:db8:0:0:0:0:0:1
            10.1.2.3                                    | 10.1.2.3
            localhost                                   | 127.0.0.1
            192.0.2.1, evil.example                     | 127.0.0.1
            192.0.2.1, INFO forged                      | 127.0.0.1
            192.0.2.1:4711                              | 127.0.0.1
            192.0.2.999                                 | 127.0.0.1
            ,,,                                         | 127.0.0.1
            %0AINFO                                     | 127.0.0.1
            """)
    void theLastAddressThatIsNoProxyOfOursCounts(String forwardedFor, String address) {
        try (var log = AccessLog.listen()) {
            client().with("X-Forwarded-For", forwardedFor).send("GET", "/carts/x", null);

            assertThat(log.fields(1).getFirst()).containsEntry("ip", address);
        }
    }

    @Test
    void headersThatComeTwiceAreOneList() {
        String request = "GET /carts/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                + "X-Forwarded-For: 198.51.100.9\r\nX-Forwarded-For: 192.0.2.1, 10.1.2.3\r\n\r\n";
        try (var log = AccessLog.listen()) {
            RawHttp.exchange(port, request.getBytes(StandardCharsets.US_ASCII));

            assertThat(log.fields(1).getFirst()).containsEntry("ip", "192.0.2.1");
        }
    }

    @Test
    void withoutTheHeaderItIsWhoeverConnects() {
        try (var log = AccessLog.listen()) {
            client().send("GET", "/carts/x", null);

            assertThat(log.fields(1).getFirst()).containsEntry("ip", "127.0.0.1");
        }
    }

    private CartClient client() {
        return new CartClient(path -> URI.create("http://127.0.0.1:" + port + path));
    }
}
