package io.cartledger.server.backup;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How much room commands take, with all indexes; what the page on operations says of it is from here.
 *
 * @param keys idempotency keys, which go after a week
 * @param wal which is what an archive has to take
 */
record Sizes(long events, long ledger, long keys, long view, long wal) {

    private static final String SQL = """
            select
              (select count(*) from ledger.event) as events,
              pg_total_relation_size('ledger.event') as ledger,
              pg_total_relation_size('ledger.command_key') as keys,
              (select sum(pg_total_relation_size(c.oid)) from pg_class c where c.relnamespace = 'view_1'::regnamespace and c.relkind = 'r') as view,
              pg_current_wal_insert_lsn() - '0/0' as wal
            """;

    /** What was written since. */
    Sizes since(Sizes earlier) {
        return new Sizes(
                events - earlier.events,
                ledger - earlier.ledger,
                keys - earlier.keys,
                view - earlier.view,
                wal - earlier.wal);
    }

    static Sizes of(DataSource superuser) {
        return JdbcClient.create(superuser)
                .sql(SQL)
                .query((row, number) -> new Sizes(
                        row.getLong("events"),
                        row.getLong("ledger"),
                        row.getLong("keys"),
                        row.getLong("view"),
                        row.getLong("wal")))
                .single();
    }

    @Override
    public String toString() {
        return "%d events; bytes for each: ledger %d, keys %d, read model %d, WAL %d"
                .formatted(events, ledger / events, keys / events, view / events, wal / events);
    }
}
