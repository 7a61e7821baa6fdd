package io.cartledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.RemoveItem;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Item;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.customer.CustomerCommand;
import io.cartledger.customer.CustomerCommand.AddNote;
import io.cartledger.customer.NoteText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectorTest {

    private static final CartId CART = new CartId("c-1");
    private static final CartId OTHER = new CartId("c-2");
    private static final Item BOOT = new Item(new Sku("DRN-7X"));
    private static final Item ENGRAVED = new Item(new Sku("DRN-7X"), Map.of("engraving", "Mia"));

    private static final CustomerCommand NOTE = new AddNote(new CustomerId("4421"), new NoteText("Called"), null);

    private final TestView view = new TestView();

    @Test
    void aRedeliveredEventChangesNothing() throws SQLException {
        view.send(new AddItem(CART, BOOT, new Quantity(2)));
        view.send(new AddItem(CART, ENGRAVED, new Quantity(1)));
        view.send(new RemoveItem(CART, BOOT.itemId()));
        view.send(NOTE);
        view.catchUp();
        List<String> once = view.rows();
        view.database.execute("update view_1.progress set position = 0");

        view.catchUp();

        assertThat(view.rows()).isEqualTo(once);
    }

    @Test
    void aNoteAndTheVersionOfItsFileComeTogether() throws SQLException {
        view.send(NOTE);
        view.send(NOTE);

        view.projector(1).step();

        assertThat(view.rows())
                .filteredOn(row -> row.startsWith("customer") || row.startsWith("note"))
                .satisfiesExactly(
                        file -> assertThat(file).isEqualTo("customer (4421,0)"),
                        note -> assertThat(note).startsWith("note (4421,0,").endsWith(",system,test,Called,)"));
    }

    @Test
    void howEventsAreCutIntoTransactionsDoesNotMatter() throws SQLException {
        for (int i = 0; i < 7; i++) {
            view.send(new AddItem(new CartId("c-" + i % 2), BOOT, new Quantity(1)));
        }
        Projector small = view.projector(2);

        while (small.step().folded() > 0) {
            // Two events a time.
        }

        assertThat(view.viewed(new CartId("c-0"))).isEqualTo(view.folded(new CartId("c-0")));
        assertThat(view.viewed(new CartId("c-1"))).isEqualTo(view.folded(new CartId("c-1")));
    }

    @Test
    void aStepWhoseCommitFailsLeavesNothingThatTheNextOneRestsOn() throws SQLException {
        Projector projector = view.projector(10);
        view.send(new AddItem(CART, BOOT, new Quantity(1)));
        projector.step();
        view.send(new AddItem(CART, BOOT, new Quantity(2)));
        view.database.execute("""
                create function view_1.refuse() returns trigger language plpgsql
                as $$ begin raise exception 'at the commit'; end $$
                """);
        view.database.execute("""
                create constraint trigger refuse after update on view_1.progress
                deferrable initially deferred
                for each row execute function view_1.refuse()
                """);
        assertThatThrownBy(projector::step).hasMessageContaining("at the commit");
        view.database.execute("drop function view_1.refuse cascade");

        projector.step();

        assertThat(view.viewed(CART)).isEqualTo(view.folded(CART));
    }

    @Test
    void manyFollowersAtOnceCountEachEventOnce() throws Exception {
        for (int i = 0; i < 100; i++) {
            view.send(new AddItem(CART, BOOT, new Quantity(1)));
        }
        var steps = new ArrayList<Future<Integer>>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int follower = 0; follower < 4; follower++) {
                Projector projector = view.projector(3);
                steps.add(executor.submit(() -> follow(projector)));
            }
        }

        int folded = 0;
        for (Future<Integer> step : steps) {
            folded += step.get();
        }
        assertThat(folded).isEqualTo(101);
        assertThat(view.viewed(CART)).isEqualTo(view.folded(CART));
    }

    private static int follow(Projector projector) throws SQLException {
        int total = 0;
        for (int folded = projector.step().folded();
                folded > 0;
                folded = projector.step().folded()) {
            total += folded;
        }
        return total;
    }

    @Test
    void cartsAndPositionMoveTogetherOrNotAtAll() throws SQLException {
        view.send(new AddItem(CART, BOOT, new Quantity(1)));
        view.database.execute("alter table view_1.progress add constraint stuck check (position = 0)");

        assertThatThrownBy(view.projector::step).isInstanceOf(SQLException.class);

        assertThat(view.viewed(CART).exists()).isFalse();
    }

    @Test
    void aGapInThePositionsIsNotSkippedAndWhatIsBeforeItIsFolded() throws SQLException {
        view.send(new AddItem(CART, BOOT, new Quantity(1)));
        view.send(new AddItem(CART, BOOT, new Quantity(1)));
        view.database.execute("delete from ledger.event where position = 2");

        assertThat(view.projector.step()).isEqualTo(new Projector.Step(1, 1, false));

        assertThatThrownBy(view.projector::step)
                .isInstanceOf(UnfoldableEventException.class)
                .hasMessageContaining("position 3, cart c-1: it follows position 1");
        assertThat(view.viewed(CART).version()).isZero();
    }

    @Test
    void anEventOfNewerSoftwareIsNotSkipped() throws SQLException {
        view.send(new AddItem(CART, BOOT, new Quantity(1)));
        view.database.execute("update ledger.event set revision = 99 where position = 2");
        view.projector.step();

        assertThatThrownBy(view.projector::step)
                .isInstanceOf(UnfoldableEventException.class)
                .hasMessageContaining("position 2, cart c-1: event type ItemAdded revision 99 is unknown here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update ledger.event set payload = '{\"item\":{},\"added\":1,\"lineQuantity\":1}' where position = 2",
                "update ledger.event set payload = '{\"item\":{\"sku\":\"a b\"}}' where position = 2",
                "update ledger.event set aggregate_id = 'as-of' where position = 2"
            })
    void whateverIsWrongWithAnEventItHoldsUpNobodyElse(String damage) throws SQLException {
        view.send(new AddItem(CART, BOOT, new Quantity(1)));
        view.database.execute(damage);
        view.send(new AddItem(OTHER, BOOT, new Quantity(1)));

        view.catchUp();

        assertThat(view.viewed(OTHER)).isEqualTo(view.folded(OTHER));
        assertThat(view.rows()).filteredOn(row -> row.startsWith("parked")).hasSize(1);
    }

    @Test
    void manyFollowersAtAPoisonParkItAlone() throws Exception {
        for (int cart = 0; cart < 9; cart++) {
            view.send(new AddItem(new CartId("c-" + cart), BOOT, new Quantity(1)));
        }
        view.database.execute("alter table view_1.cart add constraint poison check (cart_id <> 'c-5')");
        var steps = new ArrayList<Future<Integer>>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int follower = 0; follower < 4; follower++) {
                Projector projector = view.projector(100);
                steps.add(executor.submit(() -> follow(projector)));
            }
        }
        for (Future<Integer> step : steps) {
            step.get();
        }

        assertThat(view.rows())
                .filteredOn(row -> row.startsWith("parked"))
                .singleElement()
                .satisfies(row -> assertThat(row).startsWith("parked Cart c-5 "));
    }

    @Test
    void theLaterEventsOfWhatIsParkedWait() throws SQLException {
        view.send(new AddItem(CART, BOOT, new Quantity(1)));
        view.catchUp();
        view.send(new AddItem(CART, BOOT, new Quantity(1)));
        view.send(new AddItem(CART, BOOT, new Quantity(1)));
        view.database.execute("update ledger.event set payload = '{\"added\":1}' where position = 3");

        view.catchUp();
        view.send(new AddItem(CART, BOOT, new Quantity(1)));
        view.projector(1).step(); // another node knows of it, too

        assertThat(view.viewed(CART).version()).isEqualTo(1);
        assertThat(view.rows())
                .filteredOn(row -> row.startsWith("parked"))
                .singleElement()
                .satisfies(row -> assertThat(row).startsWith("parked Cart c-1 3 "));
    }

    @Test
    void whatCannotBeWrittenIsFoundAmongTheOthersAndParked() throws SQLException {
        for (int cart = 0; cart < 9; cart++) {
            view.send(new AddItem(new CartId("c-" + cart), BOOT, new Quantity(1)));
        }
        view.database.execute("alter table view_1.cart add constraint poison check (cart_id <> 'c-5')");

        view.catchUp();

        assertThat(view.rows())
                .filteredOn(row -> row.startsWith("parked"))
                .singleElement()
                .satisfies(
                        row -> assertThat(row).startsWith("parked Cart c-5 11 ").contains("SQL state 23514"));
        assertThat(view.rows()).filteredOn(row -> row.startsWith("cart ")).hasSize(8);
    }

    @Test
    void postgresqlRefusesASecondLineForAnItem() throws SQLException {
        view.send(new AddItem(CART, BOOT, new Quantity(1)));
        view.catchUp();

        try (Connection connection = view.view.getConnection();
                var insert = connection.prepareStatement("""
                        insert into view_1.cart_line (cart_id, item_id, sku, options, quantity, since_version)
                        values ('c-1', 'DRN-7X', 'DRN-7X', '{}', 1, 1)
                        """)) {
            assertThatThrownBy(insert::executeUpdate)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
        }
    }
}
