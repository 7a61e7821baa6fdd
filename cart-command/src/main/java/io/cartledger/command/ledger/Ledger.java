package io.cartledger.command.ledger;

import io.cartledger.command.ledger.AppendLostException.AggregateMovedException;
import io.cartledger.ledger.CommitListener;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import io.cartledger.ledger.Seals;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * The append-only book of everything that has happened. Positions are consecutive and in the order of commits, whoever
 * appends; {@code ledger.append} sees to it.
 *
 * <p>Any thread may use it: what is appended waits for the {@link Writer}, what is loaded for the {@link Reader}, and what
 * else is read takes a connection of its own.
 */
public final class Ledger implements AutoCloseable {

    private static final String EVENTS = """
            select position, sequence_number, event_id, recorded_at, origin, type, revision, payload
            from ledger.event
            where aggregate_type = ? and aggregate_id = ? and sequence_number between ? and ?
            order by sequence_number
            """;

    /**
     * How it behaves.
     *
     * @param limitPeriod how long check-outs count for purchase limits
     * @param queueCapacity most appends that wait to be written, and most aggregates that wait to be read, 1 or more
     */
    public record Settings(Duration limitPeriod, int queueCapacity) {}

    private final Connections connections;
    private final Seals seals;
    private final Writer writer;
    private final Reader reader;
    private final Snapshots snapshots;
    private final Appender appender;

    /**
     * @param dataSource connections in autocommit, of the role that runs the command side
     * @param writing where the one that appends has a connection of its own; the same role
     * @param commits told of every append of this node, once it is committed
     * @param seals for what is personal in events
     */
    public Ledger(
            DataSource dataSource,
            DataSource writing,
            CommitListener commits,
            Seals seals,
            Settings settings,
            MeterRegistry meters) {
        this.connections = new Connections(dataSource);
        this.seals = seals;
        this.writer = new Writer(new Connections(writing), commits, settings, meters);
        this.reader = new Reader(connections, settings.queueCapacity(), meters);
        this.snapshots = new Snapshots(connections, meters);
        this.appender = Appender.of(writer, connections, meters);
    }

    Seals seals() {
        return seals;
    }

    /**
     * Puts an append behind all that were submitted before. It shares a commit with others. One without events, key
     * and moves only asks whether what it was decided on is still the newest, once all before it is committed.
     *
     * @param turn in which its command was told that it was overtaken, or {@link Turn#NONE}
     * @return waits until it is committed, and throws {@link AppendLostException} if it was not taken, {@link
     *     DeadlineExceededException} if its turn did not come in time, {@link LedgerUnavailableException} if the ledger
     *     could not be reached or was too busy, and after all of these nothing is written; {@link
     *     OutcomeUnknownException} if the connection was lost, and what came of it could not be found out in time
     * @throws QueueFullException if too many wait already; nothing is written
     */
    Supplier<AppendResult.Committed> submit(Append append, Deadline deadline, Turn turn) {
        return appender.submit(append, deadline, turn);
    }

    /** Says that a command which was told in a turn that it was overtaken does not come again: nobody waits for it. */
    public void leave(Turn turn) {
        writer.leave(turn);
    }

    /** The number of the last turn that has begun: what is read from now on is as new as it. */
    long lastTurn() {
        return writer.lastTurn();
    }

    /**
     * To be asked before a decision.
     *
     * @throws QueueFullException if so many appends wait that none would be taken
     */
    public void requireRoom() {
        writer.requireRoom();
    }

    /**
     * Reads what an aggregate's state is made from, together with whatever else is to be loaded.
     *
     * @throws QueueFullException if too many wait already
     * @throws DeadlineExceededException if it was not read in time
     * @throws LedgerUnavailableException if the ledger could not be reached
     */
    Loaded load(Load wanted, Deadline deadline) {
        Loaded loaded = reader.load(wanted, deadline);
        if (loaded.ignoredSnapshot()) {
            snapshots.ignored();
        }
        return loaded;
    }

    /** A snapshot that was loaded turned out to be of no use. */
    void ignoredSnapshot() {
        snapshots.ignored();
    }

    /** Keeps a state that is committed, when there is time. */
    void keep(Snapshot snapshot) {
        snapshots.keep(snapshot);
    }

    /**
     * Reads an aggregate's events; what is sealed in them stays so, because no fold depends on it.
     *
     * @return those of these sequence numbers, in order; none for one that does not exist
     */
    public List<Recorded<Written>> read(AggregateKey aggregate, long firstSequenceNumber, long lastSequenceNumber) {
        return connections.read(connection -> {
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

    /**
     * Reads what has made an aggregate's version.
     *
     * @throws AggregateMovedException if it has no such version: what is known of one is not committed yet, or never will be
     */
    public List<Recorded<Written>> readUpTo(AggregateKey aggregate, long version) {
        List<Recorded<Written>> events = read(aggregate, 0, version);
        if (events.size() != version + 1) {
            throw new AggregateMovedException(aggregate);
        }
        return events;
    }

    /** What came of the command that was first sent with the key; empty if none was. */
    public Optional<KeyRecord> findKey(CommandKey key) {
        return connections.read(connection -> KeyTable.find(connection, key));
    }

    /**
     * The key under which a command is the same as those like it that came shortly before, by the ledger's time: theirs, or
     * a new one, which all who ask before it is taken are given alike.
     *
     * @param like principal and fingerprint, and how the keys begin
     */
    public CommandKey repeated(CommandKey like, Duration window) {
        return connections.read(connection -> KeyTable.repeated(connection, like, window));
    }

    /** The cart behind an owner's {@code /me/cart}; empty if there is none. */
    public Optional<String> openCart(String owner) {
        return connections.read(connection -> OpenCartTable.find(connection, owner));
    }

    /**
     * Forgets keys that are too old to be replayed.
     *
     * @param most how many at once
     * @return how many there were
     */
    public int purgeKeys(int most) {
        return connections.read(connection -> KeyTable.purge(connection, most));
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

    /** Takes no more, and returns once what waits to be appended is. What waits to be read is told so. */
    @Override
    public void close() {
        writer.close();
        reader.close();
        snapshots.close();
    }
}
