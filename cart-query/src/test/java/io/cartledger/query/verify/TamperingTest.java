package io.cartledger.query.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.query.verify.VerifiedShop.Verified;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is changed behind the service's back is found, and named. */
class TamperingTest {

    private static final String EVENT = "update ledger.event set ";

    /**
     * @param check that finds it
     * @param named the cart, or what else it is about; null for nothing
     * @param position null for none
     * @param detail a part of it
     */
    record Tampering(
            String sql, String check, @Nullable String named, @Nullable Integer position, String detail) {}

    private static Tampering row(
            String sql, String check, @Nullable String named, @Nullable Integer position, String detail) {
        return new Tampering(sql, check, named, position, detail);
    }

    static Stream<Tampering> events() {
        return Stream.of(
                row(EVENT + "payload = '{}' where position = 2", "events", "t-1", 2, "cannot be folded"),
                row(
                        EVENT + "payload = jsonb_set(payload, '{itemId}', '\"NONE\"') where position = 4",
                        "events",
                        "t-1",
                        4,
                        "NONE"),
                row(EVENT + "type = 'CartGilded' where position = 4", "events", "t-1", 4, "CartGilded"),
                row(EVENT + "revision = 99 where position = 4", "events", "t-1", 4, "99"),
                row(EVENT + "aggregate_type = 'Shelf' where position = 4", "events", "Shelf/t-1", 4, "nothing is known"),
                row(
                        EVENT + "payload = jsonb_set(payload, '{lineQuantity}', '7') where position = 4",
                        "read-model",
                        "t-1",
                        4,
                        "from 2 to 7"),
                row(
                        EVENT + "payload = jsonb_set(payload, '{lineQuantity}', '7') where position = 4",
                        "read-model",
                        "t-1",
                        6,
                        "quantity 5 where the events make 7"),
                row("delete from ledger.event where position = 4", "positions", "t-1", 5, "positions 4 to 4"),
                row("delete from ledger.event where position = 4", "sequence-numbers", "t-1", 5, "4 follows event 2"),
                row(
                        "delete from ledger.event where position = (select max(position) from ledger.event)",
                        "read-model",
                        null,
                        null,
                        "the ledger, at"),
                row(swapped("position", 4, 5), "positions", "t-1", 4, "stands before"),
                row(swapped("position", 3, 8), "read-model", "t-1", 8, "t-2"),
                row(swapped("position", 3, 8), "read-model", "t-2", 3, "t-1"),
                row(swapped("sequence_number", 4, 5), "positions", "t-1", 4, "stands before"),
                row(swapped("payload", 2, 3), "read-model", "t-1", 2, "DRN-7X"),
                row(swapped("event_id", 4, 9), "event-ids", null, null, "").isNoFault(),
                row(EVENT + "recorded_at = '2020-01-01' where position = 4", "times", "t-1", 4, "2020"),
                row(EVENT + "recorded_at = '2036-01-01' where position = 4", "times", "t-1", 5, "2036"),
                row(
                        EVENT + "event_id = (select event_id from ledger.event where position = 2) where position = 4",
                        "event-ids",
                        "t-1",
                        4,
                        "position 2"));
    }

    private static String swapped(String column, int one, int other) {
        return """
                alter table ledger.event drop constraint event_pkey, drop constraint event_sequence_number_key;
                update ledger.event e
                set %1$s = o.%1$s
                from ledger.event o
                where e.position in (%2$d, %3$d) and o.position = %2$d + %3$d - e.position;
                """.formatted(column, one, other);
    }
}
