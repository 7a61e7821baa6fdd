package io.cartledger.command.ledger;

import io.cartledger.command.ledger.Append.NewEvent;
import io.cartledger.command.ledger.Append.Stream;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call of {@code ledger.append}: a batch laid out as columns, and the answer read back. */
final class AppendCall {

    private static final String SQL = """
            select head, recorded_at, lost
            from ledger.append(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final List<Append> batch;

    // One entry for each stream, then one for each event; PostgreSQL counts members and streams from 1.
    private final int[] streamMember;
    private final String[] streamType;
    private final String[] streamId;
    private final @Nullable String[] streamDecidedOn;
    private final int[] eventStream;
    private final String[] eventId;
    private final String[] eventType;
    private final short[] eventRevision;
    private final String[] eventPayload;
    private final String[] eventOrigin;

    private AppendCall(List<Append> batch) {
        this.batch = batch;
        int streams = batch.stream().mapToInt(append -> append.streams().size()).sum();
        int events = batch.stream().mapToInt(Append::eventCount).sum();
        streamMember = new int[streams];
        streamType = new String[streams];
        streamId = new String[streams];
        streamDecidedOn = new String[streams];
        eventStream = new int[events];
        eventId = new String[events];
        eventType = new String[events];
        eventRevision = new short[events];
        eventPayload = new String[events];
        eventOrigin = new String[events];
        layOut();
    }

    /** Runs it in the connection's own transaction: autocommit, so that the answer means committed. */
    static List<AppendResult> execute(Connection connection, List<Append> batch) throws SQLException {
        return new AppendCall(batch).execute(connection);
    }

    private void layOut() {
        int stream = 0;
        int event = 0;
        for (int member = 0; member < batch.size(); member++) {
            Append append = batch.get(member);
            for (Stream s : append.streams()) {
                streamMember[stream] = member + 1;
                streamType[stream] = s.aggregate().type();
                streamId[stream] = s.aggregate().id();
                streamDecidedOn[stream] =
                        s.decidedOn() == null ? null : s.decidedOn().toString();
                stream++;
                for (NewEvent e : s.events()) {
                    eventStream[event] = stream;
                    eventId[event] = e.eventId().toString();
                    eventType[event] = e.written().type();
                    eventRevision[event] = (short) e.written().revision();
                    eventPayload[event] = e.written().json();
                    eventOrigin[event] = append.origin();
                    event++;
                }
            }
        }
    }

    private List<AppendResult> execute(Connection connection) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement(SQL)) {
            Object[] columns = {
                streamMember,
                streamType,
                streamId,
                streamDecidedOn,
                eventStream,
                eventId,
                eventType,
                eventRevision,
                eventPayload,
                eventOrigin
            };
            for (int i = 0; i < columns.length; i++) {
                call.setObject(i + 1, columns[i]);
            }
            try (ResultSet answer = call.executeQuery()) {
                answer.next();
                return results(
                        answer.getLong("head"),
                        answer.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                        members(answer.getArray("lost")));
            }
        }
    }

    private List<AppendResult> results(long headBefore, Instant recordedAt, Set<Integer> lost) {
        var results = new ArrayList<AppendResult>();
        long position = headBefore;
        for (int member = 0; member < batch.size(); member++) {
            if (lost.contains(member + 1)) {
                results.add(new AppendResult.Lost());
            } else {
                position += batch.get(member).eventCount();
                results.add(new AppendResult.Committed(new Receipt(position, recordedAt)));
            }
        }
        return results;
    }

    private static Set<Integer> members(Array array) throws SQLException {
        return new HashSet<>(List.of((Integer[]) array.getArray()));
    }
}
