package io.cartledger.server.testing;

import io.cartledger.command.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the ledger says of commands that a test has sent at once. */
public final class Burst {

    private static final Duration LONGEST_GAP = Duration.ofMillis(50);

    private static final String RECEIVED = """
            select min(origin ->> 'receivedAt')
            from ledger.event
            where aggregate_id = ?
            group by origin ->> 'requestId'
            """;

    private Burst() {}

    /** Whether so many commands changed the cart, each received within 50 ms of the one before, or in the same microsecond. */
    public static boolean isWhole(TestDatabase database, String cart, int commands) {
        List<Instant> times =
                JdbcClient.create(database.as("cart_reader"))
                        .sql(RECEIVED)
                        .param(cart)
                        .query(String.class)
                        .list()
                        .stream()
                        .map(Instant::parse)
                        .sorted()
                        .toList();
        return times.size() == commands
                && IntStream.range(1, commands)
                        .allMatch(n ->
                                Duration.between(times.get(n - 1), times.get(n)).compareTo(LONGEST_GAP) <= 0);
    }
}
