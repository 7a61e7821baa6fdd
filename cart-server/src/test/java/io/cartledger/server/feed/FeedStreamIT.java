package io.cartledger.server.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.ManyEvents;
import io.cartledger.server.testing.ServerProcess;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An answer of the feed that cannot come to its end breaks off, and whoever reads slowly holds up nobody. */
class FeedStreamIT {

    /** More than all buffers on the way hold. */
    private static final int EVENTS = 50_000;

    private static final int FIRST = 100;
    private static final int ENDED_BY_SIGTERM = 143;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String BUSY = """
            select count(*)
            from pg_stat_activity
            where application_name = 'cartledger ledger' and state <> 'idle'
            """;

    private static TestDatabase database;
    private static ServerProcess node;

    private final CartClient client = new CartClient(node::uri);
    private FeedReader reader;

    @BeforeAll
    static void start() throws SQLException {
        database = ManyEvents.write(EVENTS, EVENTS / 10);
        node = startNode();
    }

    /** One connection is enough for however many readers who do nothing. */
    private static ServerProcess startNode() {
        return ServerProcess.startOn(
                database,
                "--server.tomcat.connection-timeout=" + PATIENCE.toMillis() + "ms",
                "--cart.view.connections=1");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @AfterEach
    void leave() throws IOException {
        reader.close();
    }

    @Test
    void whereTheLedgerFailsTheAnswerBreaksOff() throws Exception {
        reader = beginToRead(node);
        database.execute("alter table ledger.event rename to elsewhere");
        try {
            assertThatThrownBy(() -> lines(EVENTS)).isInstanceOf(IOException.class);
            assertThat(client.send("GET", "/events", null).code()).isEqualTo("ledger-unavailable");
        } finally {
            database.execute("alter table ledger.elsewhere rename to event");
        }
        assertThat(node.output())
                .containsOnlyOnce("An answer of /events is cut off")
                .doesNotContain("/error", "Incident");
    }

    @Test
    void whereTheNodeStopsTheAnswerBreaksOffAndHoldsUpNobody() throws Exception {
        try (ServerProcess stopping = startNode()) {
            reader = beginToRead(stopping);

            stopping.terminate();

            var late = new CartClient(stopping::uri);
            await().until(() -> late.send("GET", "/carts/any", null).status() == 503);
            assertThatThrownBy(() -> lines(EVENTS)).isInstanceOf(IOException.class);
            assertThat(stopping.awaitExit(Duration.ofSeconds(15))).isEqualTo(ENDED_BY_SIGTERM);
            assertThat(stopping.output())
                    .contains("An answer of /events is cut off: this node stops")
                    .doesNotContain("still under way", "\tat ");
        }
    }

    @Test
    void whoReadsNothingHoldsNoConnectionToTheDatabaseAndIsCutOff() throws Exception {
        JdbcClient activity = JdbcClient.create(database.as("postgres"));
        long endsBefore = ends();
        reader = beginToRead(node);

        await().until(() -> activity.sql(BUSY).query(Long.class).single() == 0);

        assertThat(client.send("GET", "/events?limit=1000", null)
                        .response()
                        .body()
                        .lines())
                .hasSize(1_000);
        await().atMost(PATIENCE.multipliedBy(10)).until(() -> ends() == endsBefore + 2);
        assertThatThrownBy(() -> lines(EVENTS)).isInstanceOf(IOException.class);
    }

    private static FeedReader beginToRead(ServerProcess server) throws IOException, InterruptedException {
        FeedReader reader = FeedReader.open(server.uri("/events"));
        for (int i = 0; i < FIRST; i++) {
            assertThat(reader.next()).isNotNull();
        }
        return reader;
    }

    /** Answers of the feed that have come to an end, whatever it was. */
    private long ends() {
        return node.output()
                .lines()
                .filter(line -> line.contains("route=/events"))
                .count();
    }

    /** @return how many there were, up to so many */
    private int lines(int most) throws IOException {
        int lines = 0;
        while (lines < most && reader.next() != null) {
            lines++;
        }
        return lines;
    }
}
