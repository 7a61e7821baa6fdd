package io.cartledger.query.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cartledger.query.verify.VerifiedShop.Verified;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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
            String sql,
            String check,
            @Nullable String named,
            @Nullable Integer position,
            String detail) {}

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
                row(
                        EVENT + "aggregate_type = 'Shelf' where position = 4",
                        "events",
                        "Shelf/t-1",
                        4,
                        "nothing is known"),
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

    static Stream<Tampering> readModel() {
        return Stream.of(
                row(
                        "update view_1.cart set status = 'ABANDONED' where cart_id = 't-1'",
                        "read-model",
                        "t-1",
                        6,
                        "status"),
                row(
                        "update view_1.cart set words = '''other''' where cart_id = 't-1'",
                        "read-model",
                        "t-1",
                        6,
                        "words"),
                row("delete from view_1.cart where cart_id = 't-1'", "read-model", "t-1", 6, "has no cart_id t-1"),
                row(
                        "insert into view_1.cart select 'a-0', 0, 'OPEN', null, null, null, null, 0, ''",
                        "read-model",
                        "a-0",
                        null,
                        "no event makes"),
                row(
                        "insert into view_1.cart select 'zzz', 0, 'OPEN', null, null, null, null, 0, ''",
                        "read-model",
                        "zzz",
                        null,
                        "no event makes"),
                row(
                        "update view_1.cart_line set quantity = 998 where cart_id = 't-1' and item_id = 'SOCK'",
                        "read-model",
                        "t-1",
                        6,
                        "quantity 998 where the events make 5"),
                row(
                        "update view_1.cart_line set since_version = 0 where cart_id = 't-1' and item_id = 'SOCK'",
                        "read-model",
                        "t-1",
                        6,
                        "since_version"),
                row(
                        "update view_1.cart_line set options = '{\"engraving\": \"Max\"}' where sku = 'DRN-7X'",
                        "read-model",
                        "t-1",
                        6,
                        "another options than"),
                row("delete from view_1.cart_line where cart_id = 't-1'", "read-model", "t-1", 6, "has no cart_id t-1"),
                row(
                        "insert into view_1.cart_line select 't-1', 'MUG', 'MUG', '{}', 1, 3",
                        "read-model",
                        "t-1",
                        6,
                        "item_id MUG, which no event makes"),
                row("update view_1.change set version = 9 where position = 4", "read-model", "t-1", 4, "version 9"),
                row("update view_1.change set cart_id = 't-2' where position = 4", "read-model", "t-1", 4, "t-2"),
                row(
                        "update view_1.change set customer = null where position = 4",
                        "read-model",
                        "t-1",
                        4,
                        "another customer"),
                row(
                        "update view_1.change set type = 'ItemAdded' where position = 4",
                        "read-model",
                        "t-1",
                        4,
                        "ItemAdded"),
                row(
                        "update view_1.change set recorded_at = '2020-01-01' where position = 4",
                        "read-model",
                        "t-1",
                        4,
                        "20"),
                row("delete from view_1.change where position = 4", "read-model", "t-1", 4, "no row"),
                row(
                        "delete from view_1.change where position = 13",
                        "read-model",
                        "Customer/4421",
                        13,
                        "change has no row"),
                row(
                        "insert into view_1.change (position, cart_id, version, type, recorded_at)"
                                + " values (5000, 't-1', 8, 'CartCleared', now())",
                        "read-model",
                        "t-1",
                        5000,
                        "no event makes"),
                row(
                        "update view_1.change_line set quantity_before = 3 where position = 4",
                        "read-model",
                        "t-1",
                        4,
                        "from 3 to 5"),
                row("delete from view_1.change_line where position = 4", "read-model", "t-1", 4, "from 2 to 5"),
                row(
                        "insert into view_1.change_line values (4, 'MUG', 'MUG', 0, 1)",
                        "read-model",
                        "t-1",
                        4,
                        "item_id MUG from 0 to 1"),
                row(
                        "delete from view_1.customer where customer = '4421'",
                        "read-model",
                        "Customer/4421",
                        16,
                        "customer"),
                row(
                        "update view_1.allowance set units = 9 where customer = '4421' and not revoked",
                        "read-model",
                        "Customer/4421",
                        16,
                        "units 9 where the events make 3"),
                row("delete from view_1.note", "read-model", "Customer/4421", 16, "note"),
                row("update view_1.open_cart set cart_id = 't-2'", "open-carts", "t-2", null, "open_cart has"),
                row("delete from view_1.open_cart", "open-carts", "t-1", null, "open_cart has no row of this owner"),
                row(
                        "insert into view_1.open_cart values ('customer/4422', 't-2')",
                        "open-carts",
                        "t-2",
                        null,
                        "no event makes"));
    }

    /** Of whom, when and how; not of what is sealed in the event, which may have been erased. */
    static Stream<Tampering> audit() {
        return Stream.concat(
                Stream.of(
                                "received_at = '2020-01-01'",
                                "received_at = null",
                                "channel = 'legacy'",
                                "actor_kind = 'support'",
                                "actor = 'anna'",
                                "client = 'x'",
                                "request_id = 'r'",
                                "correlation_id = 'r'",
                                "causation_id = gen_random_uuid()",
                                "idempotency_key = 'other'",
                                "ticket = 'T-9'",
                                "subject = gen_random_uuid()")
                        .map(set -> row(
                                "update view_1.change set " + set + " where position = 4",
                                "read-model",
                                "t-1",
                                4,
                                set.split(" ")[0])),
                Stream.of(
                        row(
                                "update view_1.change set ticket = null where position = 13",
                                "read-model",
                                "Customer/4421",
                                13,
                                "another ticket"),
                        row(
                                "update view_1.change set idempotency_key = null where position = 9",
                                "read-model",
                                "t-2",
                                9,
                                "another idempotency_key"),
                        row("update view_1.note set actor = 'x'", "read-model", "Customer/4421", 16, "actor"),
                        row("update view_1.note set actor_kind = 'x'", "read-model", "Customer/4421", 16, "actor_kind"),
                        row("update view_1.note set ticket = null", "read-model", "Customer/4421", 16, "ticket"),
                        row("update view_1.note set added_at = now()", "read-model", "Customer/4421", 16, "added_at"),
                        row(
                                EVENT + "origin = jsonb_set(origin, '{actor}', '\"x\"') where position = 4",
                                "read-model",
                                "t-1",
                                4,
                                "another actor"),
                        row(EVENT + "origin = '{\"actor\": []}' where position = 4", "events", "t-1", 4, "folded")));
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

    @ParameterizedTest
    @MethodSource({"events", "readModel", "audit", "derived"})
    void isFoundAndNamed(Tampering tampering) throws Exception {
        var shop = new VerifiedShop(1).caughtUp();
        shop.execute(tampering.sql());

        Verified verified = shop.verify();

        assertThat(verified.result().clean()).isFalse();
        assertThat(verified.findings())
                .filteredOn(found -> found.check().equals(tampering.check()))
                .anySatisfy(found -> {
                    assertThat(found.cart() == null ? found.aggregate() : found.cart())
                            .isEqualTo(tampering.named());
                    if (tampering.position() != null) {
                        assertThat(found.position())
                                .isEqualTo(tampering.position().longValue());
                    }
                    assertThat(found.detail()).contains(tampering.detail());
                });
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

    @Test
    void whatIsNotChangedIsNotNamed() throws Exception {
        var shop = new VerifiedShop(1).sendRandom(300).caughtUp();
        shop.execute("update view_1.change_line set quantity_before = 3 where position = 4");
        shop.execute("update view_1.cart_line set quantity = 998 where cart_id = 't-1' and item_id = 'SOCK'");
        shop.execute(EVENT + "payload = '{}' where position = 8");

        List<Finding> findings = shop.verify().findings();

        assertThat(findings)
                .extracting(Finding::check, Finding::cart)
                .contains(tuple("events", "t-2"), tuple("read-model", "t-1"));
        assertThat(findings)
                .extracting(found -> found.cart() == null ? found.aggregate() : found.cart())
                .containsOnly("t-1", "t-2");
    }
}
