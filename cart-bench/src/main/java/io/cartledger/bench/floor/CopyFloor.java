package io.cartledger.bench.floor;

import io.cartledger.bench.run.Postgres;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** How fast events come out of PostgreSQL at best: {@code copy … to stdout}, and nobody looks at them. */
public final class CopyFloor {

    private static final String COPY = """
            copy (
              select position, aggregate_type, aggregate_id, sequence_number, event_id, type, revision, payload, origin, recorded_at
              from ledger.event
              order by position)
            to stdout
            """;

    private CopyFloor() {}

    /** @return events in a second */
    public static double measure(Postgres postgres, String database) throws SQLException, IOException {
        try (Connection connection = postgres.connect(database)) {
            long start = System.nanoTime();
            long events =
                    connection.unwrap(PGConnection.class).getCopyAPI().copyOut(COPY, OutputStream.nullOutputStream());
            return events / ((System.nanoTime() - start) / 1e9);
        }
    }
}
