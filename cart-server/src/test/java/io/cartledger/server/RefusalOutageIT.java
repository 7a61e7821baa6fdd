package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CuttingProxy;
import io.cartledger.server.testing.CuttingProxy.Cut;
import io.cartledger.server.testing.ServerProcess;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where refusals cannot be written down, commands are refused and carried out as ever. */
class RefusalOutageIT {

    private static final int REFUSED = 200;

    private final TestDatabase database = TestDatabase.durable();
    private final JdbcClient reader = JdbcClient.create(database.as("cart_reader"));

    @Test
    void commandsGoOnWhileRefusalsCannotBeWrittenAndNoneIsLost() {
        var failed = new AtomicInteger();
        try (var proxy = CuttingProxy.before(database);
                var server = ServerProcess.launchThrough(proxy, database)) {
            server.awaitReady();
            var shop = new CartClient(server::uri);
            proxy.cutBy(request -> {
                boolean records = request.contains("record_refusals");
                failed.addAndGet(records ? 1 : 0);
                return records ? Cut.BEFORE : Cut.NOT;
            });

            for (int i = 0; i < REFUSED; i++) {
                assertThat(shop.add("c-1", "DRN-7X", 0).status()).isEqualTo(422);
                assertThat(shop.add("c-1", "DRN-7X", 1).isSuccess()).isTrue();
            }
            await().until(() -> failed.get() >= 2);
            assertThat(recorded()).isZero();
            proxy.cutBy(request -> Cut.NOT);

            await().atMost(Duration.ofSeconds(20)).until(() -> recorded() >= REFUSED);
            assertThat(recorded()).isEqualTo(REFUSED);
            assertThat(server.output()).containsOnlyOnce("Refusals cannot be recorded now");
        }
    }

    private long recorded() {
        return reader.sql("""
                        select (select count(*) from ledger.refusal)
                          + (select coalesce(sum(refusals), 0) from ledger.refusal_count)
                        """).query(Long.class).single();
    }
}
