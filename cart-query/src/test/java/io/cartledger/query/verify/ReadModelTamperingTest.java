package io.cartledger.query.verify;

import static io.cartledger.query.verify.Tampering.EVENT;
import static io.cartledger.query.verify.Tampering.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is changed in the read model behind the service's back is found, and named. */
class ReadModelTamperingTest {

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

    @ParameterizedTest
    @MethodSource({"readModel", "audit"})
    void isFoundAndNamed(Tampering tampering) throws Exception {
        tampering.assertIsFoundAndNamed();
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
