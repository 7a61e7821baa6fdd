package io.cartledger.bench.floor;

import io.cartledger.bench.run.Postgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** {@code ledger.append} by itself: one connection, batches of new carts with one event and one key each, no HTTP. */
public final class AppendFloor {

    private static final String APPEND = """
            select head
            from ledger.append(
              members => ?,
              aggregate_type => ?, aggregate_id => ?,
              stream_member => ?, stream_aggregate => ?, stream_decided_on => ?, stream_leaves => ?, stream_events => ?,
              event_stream => ?, event_nth => ?, event_id => ?, event_type => ?, event_revision => ?,
              event_payload => ?, event_origin => ?,
              key_member => ?, key_first => ?, key_principal => ?, key_text => ?, key_fingerprint => ?, key_stream => ?,
              key_version => ?, key_effects => ?,
              owner => '{}', place_member => '{}', place_owner => '{}', place_cart => '{}', place_kind => '{}',
              pair_customer => '{}', pair_sku => '{}',
              use_member => '{}', use_pair => '{}', use_open => '{}', use_ordered => '{}', use_limit => '{}',
              use_checked => '{}',
              allowance_member => '{}', allowance_customer => '{}', allowance_sku => '{}', allowance_until => '{}',
              allowance_units => '{}',
              period_seconds => 2592000)
            """;

    private static final String PAYLOAD = "{\"sku\": \"SKU-1\", \"added\": 1, \"lineQuantity\": 1}";
    private static final String ORIGIN = """
            {"channel": "api", "actor": "shop", "actorKind": "back-end", "client": "bench",
             "requestId": "6f1c7c1e-2f61-4f0e-9b7e-0d3c0a6c1f5b", "receivedAt": "2026-11-24T15:02:11.447Z"}""";

    private final Connection connection;
    private final int batch;

    private AppendFloor(Connection connection, int batch) {
        this.connection = connection;
        this.batch = batch;
    }

    /**
     * @param database with a ledger
     * @param batch members of each call
     * @return members in a second
     */
    public static double measure(Postgres postgres, String database, int batch, Duration warmUp, Duration time)
            throws SQLException {
        try (Connection connection = postgres.connect(database, "cart_command")) {
            var floor = new AppendFloor(connection, batch);
            floor.run(warmUp);
            return floor.run(time) / (time.toNanos() / 1e9);
        }
    }

    private long run(Duration time) throws SQLException {
        long end = System.nanoTime() + time.toNanos();
        long members = 0;
        try (PreparedStatement append = connection.prepareStatement(APPEND)) {
            while (System.nanoTime() < end) {
                bind(append);
                append.executeQuery().close();
                members += batch;
            }
        }
        return members;
    }

    private void bind(PreparedStatement append) throws SQLException {
        Integer[] numbers = new Integer[batch];
        String[] ids = new String[batch];
        for (int i = 0; i < batch; i++) {
            numbers[i] = i + 1;
            ids[i] = UUID.randomUUID().toString();
        }
        Object[] stream = {numbers, numbers, new String[batch], ids, same(1)
        }; // nothing has happened to these carts yet
        Object[] event = {numbers, same(1), ids, same("ItemAdded"), same((short) 2), same(PAYLOAD), same(ORIGIN)};
        Object[] key = {numbers, numbers, same("shop"), ids, same("fingerprint"), numbers, same(0L), same("[]")};
        append.setInt(1, batch);
        append.setObject(2, same("Cart"));
        append.setObject(3, ids);
        int parameter = 4;
        for (Object[] columns : List.of(stream, event, key)) {
            for (Object column : columns) {
                append.setObject(parameter++, column);
            }
        }
    }

    private Integer[] same(int value) {
        return Collections.nCopies(batch, value).toArray(Integer[]::new);
    }

    private String[] same(String value) {
        return Collections.nCopies(batch, value).toArray(String[]::new);
    }

    private Short[] same(short value) {
        return Collections.nCopies(batch, value).toArray(Short[]::new);
    }

    private Long[] same(long value) {
        return Collections.nCopies(batch, value).toArray(Long[]::new);
    }
}
