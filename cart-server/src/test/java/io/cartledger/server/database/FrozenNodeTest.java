package io.cartledger.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.server.config.CartProperties;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.RunningServer;
import java.net.URI;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@RunningServer
class FrozenNodeTest {

    @LocalServerPort
    private int port;

    @Autowired
    private DatabaseAccess access;

    @Autowired
    private CartProperties properties;

    @Test
    void aNodeThatFreezesInTheMiddleOfAStepDoesNotHoldUpTheReadModelOfOthers() throws Exception {
        var client = new CartClient(path -> URI.create("http://127.0.0.1:" + port + path));
        try (Databases otherNode = Databases.open(access, access, properties)) {
            Connection frozen = otherNode.follower().getConnection(); // PostgreSQL is the one to close it
            frozen.setAutoCommit(false);
            frozen.createStatement().execute("select position from view_1.progress for update");

            assertThat(client.add("frozen", "DRN-7X", 1).status()).isEqualTo(201);

            assertThat(client.send("GET", "/carts/frozen", null).status()).isEqualTo(404);
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> client.send("GET", "/carts/frozen", null).status() == 200);
        }
    }
}
