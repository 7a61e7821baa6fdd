package io.cartledger.query.rows;

import io.cartledger.query.generation.ViewConnection;
import java.io.IOException;
import java.io.StringReader;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Writes rows by COPY, many at a time, while the next ones are made. Whoever gives it rows waits while there are {@value
 * #CHUNKS} chunks of them under way. Confined to one thread.
 */
public final class CopySink implements RowSink, AutoCloseable {

    private static final int CHUNK = 1 << 19; // characters
    private static final int CHUNKS = 4;

    private final ViewConnection view;
    private final CopyManager copies;
    private final Map<RowStatement<?>, StringBuilder> waiting = new LinkedHashMap<>();
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("view-copy").daemon().factory());
    private final ArrayDeque<Future<Long>> underWay = new ArrayDeque<>();

    /** @param view a connection that nobody else uses; where it commits by itself, each chunk is a transaction of its own */
    public CopySink(ViewConnection view) throws SQLException {
        this.view = view;
        this.copies = view.jdbc().unwrap(PGConnection.class).getCopyAPI();
    }

    @Override
    public <R> void take(RowStatement<R> statement, List<R> rows) throws SQLException {
        StringBuilder text = waiting.computeIfAbsent(statement, table -> new StringBuilder(CHUNK + CHUNK / 8));
        for (R row : rows) {
            statement.appendTo(text, row);
            if (text.length() >= CHUNK) {
                write(statement, text);
            }
        }
    }

    /** Returns once everything that was taken is in the tables. */
    public void flush() throws SQLException {
        for (Map.Entry<RowStatement<?>, StringBuilder> rows : waiting.entrySet()) {
            if (!rows.getValue().isEmpty()) {
                write(rows.getKey(), rows.getValue());
            }
        }
        while (!underWay.isEmpty()) {
            await(underWay.remove());
        }
    }

    private void write(RowStatement<?> statement, StringBuilder text) throws SQLException {
        if (underWay.size() >= CHUNKS) {
            await(underWay.remove());
        }
        String rows = text.toString();
        text.setLength(0);
        underWay.add(writer.submit(() -> copy(statement, rows)));
    }

    private long copy(RowStatement<?> statement, String rows) throws SQLException, IOException {
        return copies.copyIn(view.generation().sql(statement.copySql()), new StringReader(rows));
    }

    private static void await(Future<Long> copy) throws SQLException {
        try {
            copy.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw new SQLException("rows could not be copied", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while rows were copied", e);
        }
    }

    /** What has not been flushed may be written or not. */
    @Override
    public void close() {
        writer.close();
    }
}
