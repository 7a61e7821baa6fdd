package io.cartledger.server.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.http.ConsistencyToken;
import io.cartledger.server.testing.Alone;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.ServerProcess;
import io.cartledger.server.testing.TestIssuer;
import java.net.http.HttpRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Read-your-writes from one node to another: PostgreSQL's notification wakes the reader, not its poll. */
@Alone
class TwoNodeViewIT {

    private static final int ANNOUNCED = 100;
    private static final int UNANNOUNCED = 7;
    private static final int AT_ONCE = 10; // so many times faster than by polling

    private static final String APPEND_WITHOUT_NOTIFICATION = """
            insert into ledger.event (position, aggregate_type, aggregate_id, sequence_number,
              event_id, type, revision, payload, origin, recorded_at)
            select max(position) + 1, 'Cart', ?, 0,
              gen_random_uuid(), 'CartOpened', 1, '{}', '{"channel":"test"}', max(recorded_at)
            from ledger.event
            returning position
            """;

    @Test
    void whatOneNodeHasAnsweredTheOtherShowsWithoutWaitingForItsPoll() throws SQLException {
        TestDatabase database = TestDatabase.durable();
        try (ServerProcess commands = ServerProcess.launchOn(database, "--cart.roles=command");
                ServerProcess queries = ServerProcess.launchOn(database, "--cart.roles=query")) {
            commands.awaitReady();
            queries.awaitReady();
            var client = new CartClient(commands::uri);
            var announced = new ArrayList<Duration>();
            var unannounced = new ArrayList<Duration>();

            for (int round = 0; round < ANNOUNCED; round++) {
                String cartId = "seen-" + round % 10;
                Answer added = client.add(cartId, "DRN-7X", 1);
                announced.add(timeToSee(cartId, added.header(ConsistencyToken.HEADER), added.header("ETag"), queries));
            }
            for (int round = 0; round < UNANNOUNCED; round++) {
                String cartId = "unannounced-" + round;
                String token = new ConsistencyToken(appendWithoutNotification(cartId, database)).text();
                unannounced.add(timeToSee(cartId, token, "\"0\"", queries));
            }

            System.out.printf(
                    "Median to see a commit: notified %s, polled %s%n", median(announced), median(unannounced));
            assertThat(median(announced).multipliedBy(AT_ONCE)).isLessThan(median(unannounced));
        }
    }

    /** From asking with the token to the answer, which must not be older. */
    private static Duration timeToSee(String cartId, String token, String etag, ServerProcess queries) {
        var request = HttpRequest.newBuilder(queries.uri("/carts/" + cartId))
                .header(ConsistencyToken.HEADER, token)
                .header("Authorization", "Bearer " + TestIssuer.token(TestIssuer.ANYBODY))
                .build();
        long asked = System.nanoTime();
        Answer cart = CartClient.send(request);
        Duration taken = Duration.ofNanos(System.nanoTime() - asked);
        assertThat(cart.status()).as("%s", cart).isEqualTo(200);
        assertThat(cart.header("ETag")).isEqualTo(etag);
        return taken;
    }

    private static long appendWithoutNotification(String cartId, TestDatabase database) throws SQLException {
        try (Connection connection = database.as("postgres").getConnection();
                PreparedStatement append = connection.prepareStatement(APPEND_WITHOUT_NOTIFICATION)) {
            append.setString(1, cartId);
            try (ResultSet row = append.executeQuery()) {
                row.next();
                return row.getLong("position");
            }
        }
    }

    private static Duration median(List<Duration> durations) {
        return durations.stream().sorted().toList().get(durations.size() / 2);
    }
}
