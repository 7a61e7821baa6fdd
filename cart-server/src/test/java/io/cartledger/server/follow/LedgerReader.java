package io.cartledger.server.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Follows the ledger as any third party may: it asks for what comes after the last position that it has seen, again and
 * again without a pause, and never looks back.
 *
 * <p>One thread reads; the fields that the caller shares with it are volatile, and what it has seen is the caller's once
 * it has ended.
 */
final class LedgerReader implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String AFTER = """
            select position, event_id
            from ledger.event
            where position > ?
            order by position
            """;

    record Seen(long position, UUID eventId) {}

    private final Thread thread = Thread.ofPlatform().name("ledger-reader").unstarted(this::follow);
    private final DataSource ledger;
    private final List<Seen> seen = new ArrayList<>();
    private volatile long last = Long.MAX_VALUE;
    private volatile @Nullable Throwable failure;

    private LedgerReader(DataSource ledger) {
        this.ledger = ledger;
    }

    static LedgerReader start(DataSource ledger) {
        var reader = new LedgerReader(ledger);
        reader.thread.start();
        return reader;
    }

    /**
     * Reads on up to this position, and ends.
     *
     * @return all that it has seen
     * @throws AssertionError if the positions that it saw were not consecutive, or it did not get there
     */
    List<Seen> readUpTo(long position) throws InterruptedException {
        last = position;
        boolean ended = thread.join(PATIENCE);
        assertThat(failure).isNull();
        assertThat(ended).as("the reader gets to position %d", position).isTrue();
        return seen;
    }

    private void follow() {
        try (Connection connection = ledger.getConnection();
                PreparedStatement after = connection.prepareStatement(AFTER)) {
            while (seen.size() < last) {
                readOn(after);
            }
        } catch (SQLException | AssertionError e) {
            failure = e;
        }
    }

    private void readOn(PreparedStatement after) throws SQLException {
        after.setLong(1, seen.size());
        try (ResultSet row = after.executeQuery()) {
            while (row.next()) {
                long position = row.getLong("position");
                assertThat(position).as("the position after %d", seen.size()).isEqualTo(seen.size() + 1);
                seen.add(new Seen(position, row.getObject("event_id", UUID.class)));
            }
        }
    }

    @Override
    public void close() {
        last = 0;
    }
}
