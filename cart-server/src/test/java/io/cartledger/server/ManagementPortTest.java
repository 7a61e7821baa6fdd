package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** What is for those who run the service can be kept from those who use it. */
@RunningServer
@TestPropertySource(properties = "management.server.port=0")
class ManagementPortTest {

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @Test
    void theServiceIsOnOnePortAndItsFiguresOnTheOther() {
        CartClient users = at(port);
        CartClient operators = at(managementPort);

        assertThat(users.add("managed", "DRN-7X", 1).status()).isEqualTo(201);
        assertThat(users.send("GET", "/actuator/health", null).code()).isEqualTo("route-not-found");
        assertThat(users.send("GET", "/actuator/prometheus", null).code()).isEqualTo("route-not-found");
        assertThat(operators
                        .send("GET", "/actuator/health", null)
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("UP");
        assertThat(operators
                        .send("GET", "/actuator/prometheus", null)
                        .response()
                        .body())
                .contains("cart_view_position");
        assertThat(operators.send("GET", "/carts/managed", null).status()).isEqualTo(404);
    }

    @Test
    void operatorsSeeWhichBuildRuns() {
        var build =
                at(managementPort).send("GET", "/actuator/info", null).json().path("build");

        assertThat(build.path("artifact").asString()).isEqualTo("cart-server");
        assertThat(build.path("version").asString()).isNotEmpty();
    }

    private static CartClient at(int port) {
        return new CartClient(path -> URI.create("http://127.0.0.1:" + port + path));
    }
}
