package io.cartledger.command.ledger;

import io.cartledger.command.ledger.AppendLostException.AggregateMovedException;
import io.cartledger.command.ledger.AppendLostException.KeyTakenException;
import io.cartledger.ledger.CommitListener;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import io.cartledger.ledger.Seals;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The append-only book of everything that has happened. Positions are consecutive and in the order of commits, whoever
 * appends; {@code ledger.append} sees to it.
 *
 * <p>Any thread may use it: a call takes a connection of its own.
 */
public final class Ledger {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private static final String LAST_EVENT = """
            select event_id, position, recorded_at
            from ledger.event
            where aggregate_type = ? and aggregate_id = ?
            order by sequence_number desc
            limit 1
            """;

    private static final String EVENT = """
            select event_id, position, recorded_at
            from ledger.event
            where aggregate_type = ? and aggregate_id = ? and sequence_number = ?
            """;

    private static final String EVENTS = """
            select position, sequence_number, event_id, recorded_at, origin, type, revision, payload
            from ledger.event
            where aggregate_type = ? and aggregate_id = ? and sequence_number between ? and ?
            order by sequence_number
            """;

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final DataSource dataSource;
    private final CommitListener commits;
    private final Duration limitPeriod;
    private final Seals seals;

    /**
     * @param dataSource connections in autocommit, of the role that runs the command side
     * @param commits told of every append of this node, once it is committed
     * @param limitPeriod how long check-outs count for purchase limits
     * @param seals for what is personal in events
     */
    public Ledger(DataSource dataSource, CommitListener commits, Duration limitPeriod, Seals seals) {
        this.dataSource = dataSource;
        this.commits = commits;
        this.limitPeriod = limitPeriod;
        this.seals = seals;
    }

    Seals seals() {
        return seals;
    }

    /**
     * Appends it all and returns once that is committed. Where the connection is lost on the way, the same append is
     * submitted again: at most one of them can be taken, because it moves on what they were decided on.
     *
     * @throws AppendLostException if it was not taken; nothing is written
     * @throws LedgerUnavailableException if the ledger could not be reached or was too busy; nothing is written
     * @throws OutcomeUnknownException if the connection was lost, and what came of it could not be found out in time
     */
    AppendResult.Committed append(Append append, Deadline deadline) {
        boolean unknown = false;
        while (true) {
            try {
                AppendResult.Committed committed = result(append, deadline, unknown);
                commits.committed(committed.receipt().position());
                return committed;
            } catch (OutcomeUnknownException e) {
                unknown = true;
                pauseUnlessPassed(deadline, e);
            } catch (LedgerUnavailableException e) {
                if (!unknown) {
                    throw e;
                }
                pauseUnlessPassed(deadline, new OutcomeUnknownException(e));
            }
        }
    }

    private AppendResult.Committed result(Append append, Deadline deadline, boolean submittedBefore) {
        return switch (appendAll(List.of(append), deadline).getFirst()) {
            case AppendResult.Committed taken -> taken;
            case AppendResult.Lost(var cause) when submittedBefore -> takenBefore(append, cause);
            case AppendResult.Lost(var cause) -> throw cause;
        };
    }

    private static void pauseUnlessPassed(Deadline deadline, OutcomeUnknownException unknown) {
        if (deadline.hasPassed() || Thread.currentThread().isInterrupted()) {
            throw unknown;
        }
        LOG.warn("An append's outcome is not known yet, submitting it again: {}", String.valueOf(unknown.getCause()));
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    /** An append that is lost at its second submission has either been taken at the first, or never will be. */
    private AppendResult.Committed takenBefore(Append append, AppendLostException cause) {
        Optional<Receipt> taken = find(append);
        if (taken.isPresent()) {
            // Without a key it is not recorded what was told of limits.
            Optional<KeyRecord> record = Optional.ofNullable(append.key()).flatMap(this::findKey);
            return new AppendResult.Committed(
                    taken.get(), record.map(KeyRecord::excess).orElse(List.of()));
        }
        if (cause instanceof AggregateMovedException || cause instanceof KeyTakenException) {
            throw cause;
        }
        throw new OutcomeUnknownException(cause); // the first may still come, and find that it fits
    }

    /** Appends a batch in one commit; each member is taken or lost by itself. The results are in the batch's order. */
    List<AppendResult> appendAll(List<Append> batch, Deadline deadline) {
        try (Connection connection = connection()) {
            return AppendCall.execute(connection, batch, limitPeriod, deadline);
        } catch (SQLException e) {
            throw LedgerFaults.ofAppend(e);
        }
    }

    private Optional<Receipt> find(Append append) {
        return inConnection(connection -> {
            Optional<Receipt> last = Optional.empty();
            try (PreparedStatement statement = connection.prepareStatement(EVENT)) {
                for (Append.Stream stream : append.streams()) {
                    if (!stream.events().isEmpty()) {
                        statement.setLong(3, stream.versionAfter());
                        last = later(
                                last,
                                receipt(
                                        stream,
                                        statement,
                                        stream.events().getLast().eventId()));
                    }
                }
            }
            return last;
        });
    }

    /**
     * Makes sure that what the command was decided on is still the newest, and that its key has not been used.
     *
     * @return the receipt of the newest event that was decided on; empty if none of the aggregates has any
     * @throws AppendLostException if it is not, or has been
     * @throws LedgerUnavailableException if the ledger could not be reached
     */
    Optional<Receipt> confirm(Append append) {
        return inConnection(connection -> {
            if (append.key() != null && KeyTable.find(connection, append.key()).isPresent()) {
                throw new KeyTakenException();
            }
            Optional<Receipt> newest = Optional.empty();
            try (PreparedStatement statement = connection.prepareStatement(LAST_EVENT)) {
                for (Append.Stream stream : append.streams()) {
                    Optional<Receipt> tip = receipt(stream, statement, stream.decidedOn());
                    if (tip.isEmpty() != (stream.decidedOn() == null)) {
                        throw new AggregateMovedException(stream.aggregate());
                    }
                    newest = later(newest, tip);
                }
            }
            return newest;
        });
    }

    private static Optional<Receipt> later(Optional<Receipt> some, Optional<Receipt> other) {
        return Stream.of(some, other).flatMap(Optional::stream).max(Comparator.comparingLong(Receipt::position));
    }

    /**
     * @return the receipt of the event that the statement finds
     * @throws AggregateMovedException if it finds another than the expected one
     */
    private static Optional<Receipt> receipt(Append.Stream stream, PreparedStatement statement, @Nullable UUID expected)
            throws SQLException {
        statement.setString(1, stream.aggregate().type());
        statement.setString(2, stream.aggregate().id());
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            if (!Objects.equals(expected, row.getObject("event_id", UUID.class))) {
                throw new AggregateMovedException(stream.aggregate());
            }
            return Optional.of(new Receipt(row.getLong("position"), time(row)));
        }
    }

    /**
     * Reads an aggregate's events; what is sealed in them stays so, because no fold depends on it.
     *
     * @return those of these sequence numbers, in order; none for one that does not exist
     */
    public List<Recorded<Written>> read(AggregateKey aggregate, long firstSequenceNumber, long lastSequenceNumber) {
        return inConnection(connection -> {
            var events = new ArrayList<Recorded<Written>>();
            try (PreparedStatement statement = connection.prepareStatement(EVENTS)) {
                statement.setString(1, aggregate.type());
                statement.setString(2, aggregate.id());
                statement.setLong(3, firstSequenceNumber);
                statement.setLong(4, lastSequenceNumber);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        events.add(recorded(aggregate, row));
                    }
                }
            }
            return events;
        });
    }

    /** What came of the command that was first sent with the key; empty if none was. */
    public Optional<KeyRecord> findKey(CommandKey key) {
        return inConnection(connection -> KeyTable.find(connection, key));
    }

    /**
     * The key under which a command is the same as those like it that came shortly before, by the ledger's time: theirs, or
     * a new one, which all who ask before it is taken are given alike.
     *
     * @param like principal and fingerprint, and how the keys begin
     */
    public CommandKey repeated(CommandKey like, Duration window) {
        return inConnection(connection -> KeyTable.repeated(connection, like, window));
    }

    /** The cart behind an owner's {@code /me/cart}; empty if there is none. */
    public Optional<String> openCart(String owner) {
        return inConnection(connection -> OpenCartTable.find(connection, owner));
    }

    /**
     * Forgets keys that are too old to be replayed.
     *
     * @param most how many at once
     * @return how many there were
     */
    public int purgeKeys(int most) {
        return inConnection(connection -> KeyTable.purge(connection, most));
    }

    private interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    private <T> T inConnection(Reading<T> reading) {
        try (Connection connection = connection()) {
            return reading.from(connection);
        } catch (SQLException e) {
            throw LedgerFaults.ofRead(e);
        }
    }

    private static Recorded<Written> recorded(AggregateKey aggregate, ResultSet row) throws SQLException {
        return new Recorded<>(
                row.getLong("position"),
                aggregate.type(),
                aggregate.id(),
                row.getLong("sequence_number"),
                row.getObject("event_id", UUID.class),
                time(row),
                row.getString("origin"),
                new Written(row.getString("type"), row.getInt("revision"), row.getString("payload")));
    }

    private static Instant time(ResultSet row) throws SQLException {
        return row.getObject("recorded_at", OffsetDateTime.class).toInstant();
    }

    private Connection connection() {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw new LedgerUnavailableException("no connection to the ledger", e);
        }
    }
}
