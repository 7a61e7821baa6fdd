package io.cartledger.server.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.AtOnce;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.Nodes;
import io.cartledger.server.testing.ReadModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row R6 of the races: the same product is added days later, to a service that has been started anew since. */
class SameProductLaterIT {

    /** Written by the software before this one: the first revisions knew no options and no guests. */
    private static final String CART_OF_OLD = """
            set role cart_owner;

            insert into ledger.event (position, aggregate_type, aggregate_id, sequence_number, event_id,
              type, revision, payload, origin, recorded_at)
            select last.position + new.number + 1, 'Cart', 'old', new.number, gen_random_uuid(),
              new.type, 1, new.payload::jsonb, '{"channel":"test"}', last.recorded_at
            from (
              select position, recorded_at
              from ledger.event
              order by position desc
              limit 1
            ) last,
            (values
              (0, 'CartOpened', '{}'),
              (1, 'ItemAdded', '{"sku":"DRN-7X","added":1,"lineQuantity":1}')
            ) new(number, type, payload);

            reset role
            """;

    @ParameterizedTest(name = "R6: {0} node(s)")
    @ValueSource(ints = {1, 2})
    void theSameProductAddedAfterARestartIsStillOneLine(int count) {
        TestDatabase database = TestDatabase.durable();
        try (Nodes nodes = Nodes.startOn(database, count)) {
            nodes.clients().getFirst().add("new", "DRN-7X", 1);
        }
        database.execute(CART_OF_OLD);

        try (Nodes nodes = Nodes.startOn(database, count)) {
            for (String cartId : List.of("new", "old")) {
                List<Answer> answers = AtOnce.run(nodes.clients().stream()
                        .map(node -> addition(node, cartId))
                        .toList());

                assertThat(answers).extracting(Answer::status).containsOnly(200);
                assertThat(nodes.clients())
                        .allSatisfy(
                                node -> assertThat(node.cart(cartId, 1 + count).lines())
                                        .isEqualTo(Map.of("DRN-7X", 1 + count)));
            }
            LedgerContents ledger =
                    LedgerContents.read(database.as("cart_reader")).assertSound();
            ReadModel view = new ReadModel(database.as("cart_reader")).awaitPosition(ledger.head());
            assertThat(view.carts()).isEqualTo(ledger.fold());
            assertThat(view.cartsOfLines()).containsExactlyInAnyOrder("new", "old");
        }
    }

    private static Callable<Answer> addition(CartClient node, String cartId) {
        return () -> node.add(cartId, "DRN-7X", 1);
    }
}
