package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What operators are told of what they have sent wrong. */
@RunningServer
class OperatorRefusalsTest {

    private final CartClient admin;

    OperatorRefusalsTest(@LocalServerPort int port) {
        admin = new CartClient(path -> URI.create("http://127.0.0.1:" + port + path)).as("admin/ops");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "POST, /parked/Cart/c-1/discard, {}, 422, reason is required",
                "POST, /parked/Cart/c-1/discard, {\"reason\":null}, 422, reason is required",
                "POST, /parked/Cart/c-1/discard, {\"reason\":\"\"}, 422, reason must not be blank",
                "POST, /parked/Cart/c-1/discard, {\"reason\":5}, 400, reason must be a string",
                "POST, /parked/Cart/c-1/discard, {\"why\":\"Lost\"}, 400, why",
                "POST, /parked/Cart/c-1/discard, {\"reason\":\"Lost\"}, 404, Cart c-1 is not parked",
                "GET, /rebuilds/abc, , 400, `rebuild must be a whole number, at most 2147483647`",
                "GET, /rebuilds/2147483648, , 400, `rebuild must be a whole number, at most 2147483647`"
            })
    void sayWhatIsWrong(String method, String path, String body, int status, String detail) {
        Answer answer = admin.send(method, path, body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().get("detail").asString()).contains(detail);
    }
}
