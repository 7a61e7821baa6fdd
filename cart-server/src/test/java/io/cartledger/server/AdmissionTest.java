package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.testing.AtOnce;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.RunningServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Only commands of a crowd say that there are too many at once. Here every command takes too long: longer than 1 ms. */
@RunningServer
@TestPropertySource(properties = {"cart.command.deadline=4ms", "cart.max-requests=1000"})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdmissionTest {

    private static final int MOST = 1_000;
    private static final int CROWD = 100;
    private static final int EACH = 10;

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry meters;

    private final CartClient shop = new CartClient(path -> URI.create("http://127.0.0.1:" + port + path));

    @Test
    @Order(1)
    void nobodyElseTellsAnything() {
        inACrowd(() -> shop.as("customer/looks").send("GET", "/me/cart", null));
        inACrowd(() -> shop.as("customer/looks").send("HEAD", "/me/cart", null));
        IntStream.range(0, CROWD).forEach(i -> shop.add("alone-" + i, "DRN-7X", 1));

        assertThat(places()).isEqualTo(MOST);
    }

    @Test
    @Order(2)
    void commandsOfACrowdDo() {
        inACrowd(() -> shop.add("crowded", "DRN-7X", 1));

        assertThat(places()).isBetween(64, MOST - 1);
    }

    private static void inACrowd(Supplier<Answer> request) {
        Callable<Integer> caller =
                () -> IntStream.range(0, EACH).map(i -> request.get().status()).sum();
        AtOnce.run(Collections.nCopies(CROWD, caller));
    }

    private int places() {
        return (int) meters.get("cart.requests.limit").gauge().value();
    }
}
