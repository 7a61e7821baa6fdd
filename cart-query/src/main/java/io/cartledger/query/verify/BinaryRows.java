package io.cartledger.query.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * The rows of a query by COPY in its binary format (PostgreSQL's documentation of COPY, "Binary Format"): they come one
 * after the other at the pace of whoever takes them, and neither side turns numbers and times into text. The fields of a
 * row are taken in their order. Confined to one thread, which leaves the connection alone until the last row.
 */
final class BinaryRows implements AutoCloseable {

    private static final int ROWS_AT_ONCE = 1_000;
    private static final int SIGNATURE_AND_FLAGS = 15; // bytes

    private final CopyOut copy;
    private final Stopping stopping;
    private ByteBuffer row = ByteBuffer.allocate(0);
    private boolean begun;
    private int count;

    /**
     * @param query has no parameters
     * @param stopping is looked at between the rows
     */
    BinaryRows(Connection connection, String query, Stopping stopping) throws SQLException {
        this.stopping = stopping;
        this.copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("copy (" + query + ") to stdout (format binary)");
    }

    /** A text in a query: COPY takes no parameters. */
    static String quoted(Connection connection, String text) throws SQLException {
        return "'" + connection.unwrap(PGConnection.class).escapeLiteral(text) + "'";
    }

    /**
     * @return whether there is one more
     * @throws SQLException also if it is stopped
     */
    boolean next() throws SQLException {
        if (++count % ROWS_AT_ONCE == 0) {
            stopping.requireWanted();
        }
        byte[] message = copy.readFromCopy();
        if (message == null) {
            return false;
        }
        row = ByteBuffer.wrap(message);
        if (!begun) {
            begun = true;
            row.position(SIGNATURE_AND_FLAGS);
            row.position(row.getInt() + row.position());
        }
        if (row.getShort() < 0) {
            while (copy.readFromCopy() != null) {
                // Nothing follows the trailer but the end.
            }
            return false;
        }
        return true;
    }

    /** A {@code bigint}; or a {@code timestamptz}, as microseconds since 2000. */
    long int8() {
        row.getInt();
        return row.getLong();
    }

    /** The same; null for SQL's null. */
    @Nullable
    Long int8OrNull() {
        return row.getInt() < 0 ? null : row.getLong();
    }

    /** A {@code uuid}; null for SQL's null. */
    @Nullable
    UUID uuidOrNull() {
        return row.getInt() < 0 ? null : new UUID(row.getLong(), row.getLong());
    }

    /** An {@code integer}. */
    int int4() {
        row.getInt();
        return row.getInt();
    }

    /** A {@code smallint}. */
    int int2() {
        row.getInt();
        return row.getShort();
    }

    /** A {@code text}, which is not null. */
    String text() {
        return string(row.getInt());
    }

    /** A {@code text}; null for SQL's null. */
    @Nullable
    String textOrNull() {
        int length = row.getInt();
        return length < 0 ? null : string(length);
    }

    /** A {@code jsonb}, which is not null. */
    String jsonb() {
        int length = row.getInt();
        row.get(); // the format's version
        return string(length - 1);
    }

    private String string(int length) {
        String text = new String(row.array(), row.position(), length, StandardCharsets.UTF_8);
        row.position(row.position() + length);
        return text;
    }

    /** The row's first field, a {@code bigint}, without taking it. */
    long first() {
        return row.getLong(row.position() + Integer.BYTES);
    }

    /** All fields that have not been taken, as they came. */
    long hash() {
        return RowHash.of(row.array(), row.position(), row.limit());
    }

    /** Makes PostgreSQL stop if there are more. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
