package io.cartledger.bench.measure;

import io.cartledger.bench.run.Postgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Fills a ledger by COPY with carts of events like those that the service has written to the template: the first opens a
 * cart, the others add. Nothing in them is sealed, because a seal holds for one event alone.
 */
final class EventFiller {

    /** Of the one cart that the service itself has filled in the template. */
    static final String EXAMPLE = "example";

    private static final String EXAMPLES = """
            select type, revision, payload, origin - 'sealed' - 'subject' as origin
            from ledger.event
            where aggregate_id = '%s'
            order by sequence_number
            limit 2
            """.formatted(EXAMPLE);

    private static final String COPY = """
            copy ledger.event (
              position, aggregate_type, aggregate_id, sequence_number, event_id, type, revision, payload, origin, recorded_at)
            from stdin
            """;

    /** The read model and the sweep are not asked to follow: that is not what is measured. */
    private static final String SKIP = """
            update view_1.progress set position = (select max(position) from ledger.event);
            update work.sweep set position = (select max(position) from ledger.event);
            """;

    private static final int CHUNK = 1 << 16;
    private static final int MOST_UNITS = 900;
    private static final long SEED = 7L;

    private final Postgres postgres;
    private final String database;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final String opened;
    private final String added;
    private long position;

    /** @param database a copy of the template, with no node on it */
    EventFiller(Postgres postgres, String database) throws SQLException {
        this.postgres = postgres;
        this.database = database;
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(EXAMPLES)) {
            this.opened = tail(row);
            this.added = tail(row);
        }
        this.position = Long.parseLong(postgres.ask(database, "select coalesce(max(position), 0) from ledger.event"));
    }

    private static String tail(ResultSet row) throws SQLException {
        if (!row.next()) {
            throw new IllegalStateException("the template has no cart " + EXAMPLE);
        }
        return "\t%s\t%s\t%s\t%s\tnow\n"
                .formatted(
                        row.getString("type"),
                        row.getString("revision"),
                        row.getString("payload").replace("\\", "\\\\"),
                        row.getString("origin").replace("\\", "\\\\"));
    }

    /** Adds carts of so many events each. */
    void fill(String cart, long carts, int events) throws SQLException, IOException {
        try (Connection connection = postgres.connect(database)) {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
            var chunk = new StringBuilder(CHUNK + 1024);
            for (long i = 0; i < carts; i++) {
                for (int number = 0; number < events; number++) {
                    line(chunk, cart + "-" + i, number);
                    if (chunk.length() >= CHUNK) {
                        send(copy, chunk);
                    }
                }
            }
            send(copy, chunk);
            copy.endCopy();
        }
    }

    private void line(StringBuilder chunk, String cart, int number) {
        String event = number == 0
                ? opened
                : added.replaceFirst("\"lineQuantity\": *\\d+", "\"lineQuantity\": " + (1 + number % MOST_UNITS));
        chunk.append(++position)
                .append("\tCart\t")
                .append(cart)
                .append('\t')
                .append(number)
                .append('\t')
                .append(new UUID(random.nextLong(), random.nextLong()))
                .append(event);
    }

    private static void send(CopyIn copy, StringBuilder chunk) throws SQLException {
        byte[] bytes = chunk.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        chunk.setLength(0);
    }

    /** Once all carts are there, before a node is started. */
    void finish() throws SQLException {
        postgres.execute(database, SKIP);
        postgres.execute(database, "vacuum (analyze) ledger.event");
        postgres.settle();
    }
}
