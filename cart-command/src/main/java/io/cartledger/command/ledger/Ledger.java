package io.cartledger.command.ledger;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvents;
import io.cartledger.ledger.CommitListener;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * The append-only book of everything that has happened. Positions are consecutive and in the order of commits, whoever
 * appends; {@code ledger.append} sees to it.
 *
 * <p>Any thread may use it: a call takes a connection of its own.
 */
public final class Ledger {

    private static final String LAST_EVENT = """
            select event_id, position, recorded_at
            from ledger.event
            where aggregate_type = ? and aggregate_id = ?
            order by sequence_number desc
            limit 1
            """;

    private static final String EVENTS = """
            select position, sequence_number, event_id, recorded_at, type, revision, payload
            from ledger.event
            where aggregate_type = ? and aggregate_id = ? and sequence_number >= ?
            order by sequence_number
            """;

    private final DataSource dataSource;
    private final CommitListener commits;

    /**
     * @param dataSource connections in autocommit, of the role that runs the command side
     * @param commits told of every append of this node, once it is committed
     */
    public Ledger(DataSource dataSource, CommitListener commits) {
        this.dataSource = dataSource;
        this.commits = commits;
    }

    /**
     * Appends it all and returns once that is committed.
     *
     * @throws LostRaceException if an aggregate has moved on since it was decided on; nothing is written
     * @throws LedgerUnavailableException if the ledger could not be reached or was too busy; nothing is written
     * @throws OutcomeUnknownException if the connection was lost: it may be written or not
     */
    Receipt append(Append append) {
        Receipt receipt = switch (appendAll(List.of(append)).getFirst()) {
            case AppendResult.Committed(var committed) -> committed;
            case AppendResult.Lost() ->
                throw new LostRaceException(append.streams().getFirst().aggregate());
        };
        commits.committed(receipt.position());
        return receipt;
    }

    /** Appends a batch in one commit; each member is taken or lost by itself. The results are in the batch's order. */
    List<AppendResult> appendAll(List<Append> batch) {
        try (Connection connection = connection()) {
            return AppendCall.execute(connection, batch);
        } catch (SQLException e) {
            throw LedgerFaults.ofAppend(e);
        }
    }

    /**
     * Makes sure that what the command was decided on is still the newest.
     *
     * @return the receipt of the newest event that was decided on; empty if none of the aggregates has any
     * @throws LostRaceException if it is not
     * @throws LedgerUnavailableException if the ledger could not be reached
     */
    Optional<Receipt> confirm(Append append) {
        try (Connection connection = connection();
                PreparedStatement statement = connection.prepareStatement(LAST_EVENT)) {
            Optional<Receipt> newest = Optional.empty();
            for (Append.Stream stream : append.streams()) {
                newest = Stream.of(newest, confirm(stream, statement))
                        .flatMap(Optional::stream)
                        .max(Comparator.comparingLong(Receipt::position));
            }
            return newest;
        } catch (SQLException e) {
            throw LedgerFaults.ofRead(e);
        }
    }

    private static Optional<Receipt> confirm(Append.Stream stream, PreparedStatement statement) throws SQLException {
        statement.setString(1, stream.aggregate().type());
        statement.setString(2, stream.aggregate().id());
        try (ResultSet row = statement.executeQuery()) {
            boolean found = row.next();
            if (!Objects.equals(stream.decidedOn(), found ? row.getObject("event_id", UUID.class) : null)) {
                throw new LostRaceException(stream.aggregate());
            }
            return found ? Optional.of(new Receipt(row.getLong("position"), time(row))) : Optional.empty();
        }
    }

    /** @return the aggregate's events from that sequence number on, in order; none for one that does not exist */
    List<Recorded<CartEvent>> read(AggregateKey aggregate, long firstSequenceNumber) {
        try (Connection connection = connection();
                PreparedStatement statement = connection.prepareStatement(EVENTS)) {
            statement.setString(1, aggregate.type());
            statement.setString(2, aggregate.id());
            statement.setLong(3, firstSequenceNumber);
            var events = new ArrayList<Recorded<CartEvent>>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    events.add(recorded(aggregate, row));
                }
            }
            return events;
        } catch (SQLException e) {
            throw LedgerFaults.ofRead(e);
        }
    }

    private static Recorded<CartEvent> recorded(AggregateKey aggregate, ResultSet row) throws SQLException {
        return new Recorded<>(
                row.getLong("position"),
                aggregate.id(),
                row.getLong("sequence_number"),
                row.getObject("event_id", UUID.class),
                time(row),
                CartEvents.CODEC.read(
                        new Written(row.getString("type"), row.getInt("revision"), row.getString("payload"))));
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
