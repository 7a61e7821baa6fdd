package io.cartledger.query.verify;

import static io.cartledger.query.verify.Tampering.EVENT;
import static io.cartledger.query.verify.Tampering.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is changed in the ledger behind the service's back is found, and named. */
class LedgerTamperingTest {

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
                unknown("Basket"),
                unknown("Coupon"),
                unknown("Shelf"),
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
                row(EVENT + "recorded_at = '2020-01-02' where position = 4", "times", "t-1", 4, "2020"),
                row(EVENT + "recorded_at = '2036-01-02' where position = 4", "times", "t-1", 5, "2036"),
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

    static Stream<Tampering> derived() {
        return Stream.of(
                row("update ledger.open_cart set cart_id = 't-2'", "open-carts", "t-2", null, "ledger.open_cart has"),
                row(
                        "delete from ledger.open_cart",
                        "open-carts",
                        "t-1",
                        null,
                        "ledger.open_cart has no row of this owner"),
                row(
                        "insert into ledger.open_cart values ('customer/0', 't-1')",
                        "open-carts",
                        "t-1",
                        null,
                        "no event makes"),
                row(
                        "update ledger.limit_use set units = units + 1 where customer = '4421' and sku = 'SOCK'",
                        "limit-use",
                        "Customer/4421",
                        null,
                        "6 units of SOCK in open carts where the events make 5"),
                row(
                        "delete from ledger.limit_use where customer = '4422' and period_start > 0",
                        "limit-use",
                        "Customer/4422",
                        null,
                        "0 units of SOCK ordered in this period where the events make 3"),
                row(
                        "update ledger.limit_use set period_start = 86400 where customer = '4422' and period_start > 0",
                        "limit-use",
                        "Customer/4422",
                        null,
                        "3 units of SOCK ordered in earlier periods where the events make 0"),
                row(
                        "insert into ledger.limit_use values ('x', 'MUG', 0, 1)",
                        "limit-use",
                        "Customer/x",
                        null,
                        "1 units of MUG"),
                row(
                        "update ledger.allowance set units = 9",
                        "allowances",
                        "Customer/4421",
                        null,
                        "9 units of SOCK until"),
                row(
                        "update ledger.command_key set version = 77 where key = 'first'",
                        "command-keys",
                        "t-2",
                        null,
                        "version 77, which there is not"),
                row(
                        "update ledger.command_key set version = 1 where key = 'first'",
                        "command-keys",
                        "t-2",
                        8,
                        "another time"),
                row(
                        "update ledger.command_key set key = 'other' where key = 'first'",
                        "command-keys",
                        "t-2",
                        9,
                        "another key"),
                row(
                        "update view_1.progress set position = 5000",
                        "read-model",
                        null,
                        5000,
                        "the ledger, at 17, does not have"));
    }

    private static Tampering unknown(String aggregateType) {
        return row(
                EVENT + "aggregate_type = '" + aggregateType + "' where position = 4",
                "events",
                aggregateType + "/t-1",
                4,
                "nothing is known");
    }

    @ParameterizedTest
    @MethodSource({"events", "derived"})
    void isFoundAndNamed(Tampering tampering) throws Exception {
        tampering.assertIsFoundAndNamed();
    }

    @Test
    void aSnapshotThatIsNotTheFoldIsFound() throws Exception {
        var shop = new VerifiedShop(1).sendMany(VerifiedShop.FIRST, 150).caughtUp();
        Awaitility.await().until(() -> shop.number("select count(*) from work.snapshot") > 0);
        assertThat(shop.verify().findings()).isEmpty();
        shop.execute("update work.snapshot set state = jsonb_set(state, '{lines,0,quantity}', '1')");

        assertThat(shop.verify().findings()).singleElement().satisfies(found -> {
            assertThat(found.check()).isEqualTo("snapshots");
            assertThat(found.cart()).isEqualTo("t-1");
        });
    }
}
