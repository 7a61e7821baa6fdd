package io.cartledger.command.ledger;

import io.cartledger.command.ledger.AppendLostException.AggregateMovedException;
import io.cartledger.command.ledger.AppendLostException.KeyTakenException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees an append through. Where the connection is lost on the way, the same append is submitted again: at most one of
 * them can be taken, because it moves on what they were decided on.
 *
 * @param submittedAgain counts how often
 */
record Appender(Writer writer, Connections connections, Counter submittedAgain) {

    private static final Logger LOG = LoggerFactory.getLogger(Appender.class);
    private static final String EVENT = """
            select event_id, position, recorded_at
            from ledger.event
            where aggregate_type = ? and aggregate_id = ? and sequence_number = ?
            """;

    private static final Duration PAUSE = Duration.ofMillis(50);

    /** One that counts with these meters. */
    static Appender of(Writer writer, Connections connections, MeterRegistry meters) {
        return new Appender(
                writer,
                connections,
                Counter.builder("cart.ledger.submitted.again")
                        .description("Appends whose connection was lost, and which were submitted again to find out")
                        .register(meters));
    }

    /** Puts it into the queue; what is returned waits for it, see {@link Ledger#submit}. */
    Supplier<AppendResult.Committed> submit(Append append, Deadline deadline, Turn turn) {
        Submission submission = writer.submit(append, deadline, turn);
        return () -> {
            try {
                return committed(submission.await());
            } catch (OutcomeUnknownException e) {
                return submitAgain(append, deadline, e);
            }
        };
    }

    private AppendResult.Committed submitAgain(Append append, Deadline deadline, OutcomeUnknownException first) {
        OutcomeUnknownException unknown = first;
        while (true) {
            pauseUnlessPassed(deadline, unknown);
            submittedAgain.increment();
            try {
                return switch (writer.submit(append, deadline, Turn.NONE).await()) {
                    case AppendResult.Committed taken -> taken;
                    case AppendResult.Lost(var cause) -> takenBeforeOrLost(append, cause);
                };
            } catch (OutcomeUnknownException e) {
                unknown = e;
            } catch (LedgerUnavailableException | DeadlineExceededException e) {
                unknown = new OutcomeUnknownException(e);
            }
        }
    }

    private static AppendResult.Committed committed(AppendResult result) {
        return switch (result) {
            case AppendResult.Committed taken -> taken;
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

    /** Whoever does not hear of the turn that was given to it will not come in it. */
    private AppendResult.Committed takenBeforeOrLost(Append append, AppendLostException cause) {
        boolean heard = false;
        try {
            return takenBefore(append, cause);
        } catch (AppendLostException e) {
            heard = e.equals(cause);
            throw e;
        } finally {
            if (!heard && cause instanceof AggregateMovedException moved) {
                writer.leave(moved.turn());
            }
        }
    }

    /**
     * An append that is lost at its second submission has been taken at the first, or never will be, or was decided on one
     * that is still to come: then the first may yet come behind it, and fit.
     */
    private AppendResult.Committed takenBefore(Append append, AppendLostException cause) {
        Optional<Receipt> taken = find(append);
        if (taken.isPresent()) {
            // Without a key it is not recorded what was told of limits.
            Optional<KeyRecord> record = Optional.ofNullable(append.key())
                    .flatMap(key -> connections.read(connection -> KeyTable.find(connection, key)));
            return new AppendResult.Committed(
                    taken.get(), record.map(KeyRecord::excess).orElse(List.of()));
        }
        if (cause instanceof KeyTakenException
                || (cause instanceof AggregateMovedException && canNeverBeTaken(append))) {
            throw cause;
        }
        throw new OutcomeUnknownException(cause);
    }

    /**
     * @return the receipt of the append's own newest event; empty if the ledger has none of them
     * @throws AggregateMovedException if another event is in its place
     */
    private Optional<Receipt> find(Append append) {
        return connections.read(connection -> {
            Optional<Receipt> last = Optional.empty();
            try (PreparedStatement statement = connection.prepareStatement(EVENT)) {
                for (Append.Stream stream : append.streams()) {
                    if (!stream.events().isEmpty()) {
                        statement.setLong(3, stream.versionAfter());
                        UUID own = stream.events().getLast().eventId();
                        last = later(last, receipt(stream, statement, own));
                    }
                }
            }
            return last;
        });
    }

    /** Where it was to follow there is another event, or where its own was to be. */
    private boolean canNeverBeTaken(Append append) {
        return append.eventCount() == 0
                || connections.read(connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(EVENT)) {
                        for (Append.Stream stream : append.streams()) {
                            UUID own = stream.events().isEmpty()
                                    ? null
                                    : stream.events().getFirst().eventId();
                            if (isAnother(stream, statement, stream.version(), stream.decidedOn())
                                    || isAnother(stream, statement, stream.version() + 1, own)) {
                                return true;
                            }
                        }
                    }
                    return false;
                });
    }

    private static boolean isAnother(
            Append.Stream stream, PreparedStatement statement, long number, @Nullable UUID expected)
            throws SQLException {
        statement.setLong(3, number);
        try {
            receipt(stream, statement, expected);
            return false;
        } catch (AggregateMovedException e) {
            return true;
        }
    }

    private static Optional<Receipt> later(Optional<Receipt> some, Optional<Receipt> other) {
        return Stream.of(some, other).flatMap(Optional::stream).max(Comparator.comparingLong(Receipt::position));
    }

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
            return Optional.of(new Receipt(
                    row.getLong("position"),
                    row.getObject("recorded_at", OffsetDateTime.class).toInstant()));
        }
    }
}
