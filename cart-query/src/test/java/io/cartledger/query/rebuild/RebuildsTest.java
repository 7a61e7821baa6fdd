package io.cartledger.query.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cartledger.cart.CartCommand;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ChangeQuantity;
import io.cartledger.cart.CartCommand.CheckOut;
import io.cartledger.cart.CartCommand.ClaimCart;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartCommand.CorrectLine;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartCommand.RemoveItem;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.GuestId;
import io.cartledger.cart.Item;
import io.cartledger.cart.MergePolicy;
import io.cartledger.cart.OrderReference;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Reason;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerCommand.AddNote;
import io.cartledger.customer.NoteText;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.Generation.State;
import io.cartledger.query.generation.GenerationTable;
import io.cartledger.query.ledger.LedgerEventSource;
import io.cartledger.query.projection.TestView;
import io.cartledger.query.rebuild.Rebuild.Phase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RebuildsTest {

    private static final List<Item> ITEMS = List.of(
            new Item(new Sku("DRN-7X")),
            new Item(new Sku("DRN-7X"), Map.of("engraving", "F\u00fcr Mia \\ 'x'")),
            new Item(new Sku("SOCK")));

    private final TestView view = new TestView();
    private final DataSource owner = view.database.unpooledAs("cart_view");
    private final Rebuilds rebuilds = rebuilds(Generation.FOLD_REVISION);
    private final Random random = new Random(4711);

    @AfterEach
    void stop() {
        rebuilds.close();
    }

    private Rebuilds rebuilds(int foldRevision) {
        return rebuilds(view.view, foldRevision, Duration.ofSeconds(2), new SimpleMeterRegistry());
    }

    private Rebuilds rebuilds(DataSource pooled, int foldRevision, Duration patience, MeterRegistry meters) {
        var events = new LedgerEventSource(view.view);
        return new Rebuilds(owner, pooled, events, view.seals, foldRevision, patience, meters);
    }

    @Test
    void aRebuildIsEqualToWhatWasFoldedStepByStep() throws SQLException {
        commands(400);
        view.database.execute("update ledger.event set payload = '{}' where position = 100 and type = 'ItemAdded'");
        view.catchUp();

        Rebuild rebuild = done(rebuilds.begin("anna").orElseThrow());

        assertThat(rebuild.differences()).isZero();
        assertThat(view.rows(generation(rebuild))).isEqualTo(view.rows());
        assertThat(rebuild.position()).isEqualTo(rebuild.head()).isPositive();
        assertThat(states()).containsExactly("1 COMPLETE", "2 COMPLETE");
    }

    @Test
    void whatIsOtherThanTheLedgerSaysIsListed() throws SQLException {
        commands(50);
        view.catchUp();
        view.database.execute(
                "update view_1.cart_line set quantity = 998 where ctid = (select min(ctid) from view_1.cart_line)");
        view.database.execute("delete from view_1.change where position = 7");

        Rebuild rebuild = done(rebuilds.begin("anna").orElseThrow());

        assertThat(rebuild.differences()).isEqualTo(3);
        assertThat(rebuild.examples())
                .extracting(Rebuild.Difference::table, Rebuild.Difference::in, Rebuild.Difference::columns)
                .containsExactlyInAnyOrder(
                        tuple("cart_line", null, List.of("quantity")), tuple("change", "view_2", null));
        assertThat(rebuild.examples())
                .extracting(Rebuild.Difference::key)
                .anySatisfy(key -> assertThat(key).containsOnlyKeys("cart_id", "item_id"))
                .contains(Map.of("position", "7"));
    }

    @Test
    void whatIsListedNamesRowsAndColumnsAndTellsNothingPersonal() throws SQLException {
        view.send(new OpenCart(new CartId("c-1"), new CustomerId("SECRET-1")));
        view.send(new OpenCart(new CartId("c-2"), new GuestId("SECRET-2")));
        view.send(new AddItem(new CartId("c-2"), new Item(new Sku("SOCK"), Map.of("name", "SECRET")), new Quantity(1)));
        view.catchUp();
        for (String damage : List.of(
                "cart set customer = 'SECRET-3', words = 'secret' where cart_id = 'c-1'",
                "cart set guest = 'SECRET-3', order_reference = 'SECRET-4' where cart_id = 'c-2'",
                "cart_line set options = '{\"name\": \"SECRET-5\"}'",
                "open_cart set owner = 'guest/SECRET-6' where cart_id = 'c-2'",
                "open_cart set cart_id = 'c-3' where cart_id = 'c-1'",
                "change set customer = 'SECRET-7', actor = 'SECRET-8', idempotency_key = 'SECRET-9' where position = 1")) {
            view.database.execute("update view_1." + damage);
        }

        Rebuild rebuild = done(rebuilds.begin("anna").orElseThrow());

        assertThat(rebuild.examples())
                .containsExactlyInAnyOrder(
                        differs("cart", Map.of("cart_id", "c-1"), "customer", "words"),
                        differs("cart", Map.of("cart_id", "c-2"), "guest", "order_reference"),
                        differs("cart_line", Map.of("cart_id", "c-2", "item_id", socks()), "options"),
                        new Rebuild.Difference("open_cart", Map.of("cart_id", "c-2"), "view_1", null),
                        new Rebuild.Difference("open_cart", Map.of("cart_id", "c-2"), "view_2", null),
                        differs("open_cart", Map.of("cart_id", "c-3"), "cart_id"),
                        differs("change", Map.of("position", "1"), "actor", "customer", "idempotency_key"));
        assertThat(new JsonMapper().writeValueAsString(rebuilds.all())).doesNotContainIgnoringCase("secret");
    }

    private static Rebuild.Difference differs(String table, Map<String, String> key, String... columns) {
        return new Rebuild.Difference(table, key, null, List.of(columns));
    }

    private String socks() {
        return view.jdbc
                .sql("select item_id from view_1.cart_line")
                .query(String.class)
                .single();
    }

    @Test
    void wholeRowsThatEarlierBuildsHaveListedAreNotShown() throws SQLException {
        Rebuild rebuild = done(rebuilds.begin("anna").orElseThrow());
        view.database.execute("""
                update view.rebuild
                set differences = 1, examples = '[{"table": "cart", "in": "view_1", "row": "{\\"customer\\": \\"4421\\"}"}]'
                """);

        assertThat(rebuilds.find(rebuild.rebuild()).orElseThrow().examples()).isEmpty();
    }

    @Test
    void oneIsUnderWayAtATime() throws SQLException {
        commands(50);
        view.catchUp();

        Rebuild first = rebuilds.begin("anna").orElseThrow();

        assertThat(rebuilds.begin("bob")).isEmpty();
        done(first);
        assertThat(done(rebuilds.begin("bob").orElseThrow()).rebuild()).isEqualTo(3);
    }

    @Test
    void oneWhoseBuilderIsGoneIsBegunAnewByAnotherNode() throws SQLException {
        commands(50);
        view.catchUp();
        underWay(Generation.FOLD_REVISION);

        rebuilds.start();

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> states().contains("3 COMPLETE"));
        assertThat(rebuilds.find(2).orElseThrow().phase()).isEqualTo(Phase.ABANDONED);
        assertThat(rebuilds.find(3).orElseThrow().askedBy()).isEqualTo("anna");
        Awaitility.await().until(() -> schemas().equals(List.of("view_1", "view_3")));
    }

    /** Begun by a node of which nobody hears again. */
    private Generation underWay(int foldRevision) throws SQLException {
        try (Connection connection = view.view.getConnection()) {
            Generation begun = GenerationTable.add(connection, foldRevision, State.BUILDING);
            RebuildTable.add(connection, begun.number(), foldRevision, "anna", UUID.randomUUID());
            view.database.execute("create schema " + begun.schema() + " authorization cart_view");
            return begun;
        }
    }

    @Test
    void oneOfAnotherFoldWhoseBuilderIsGoneIsInNobodysWay() throws SQLException {
        commands(50);
        view.catchUp();
        underWay(Generation.FOLD_REVISION + 1);

        rebuilds.start();

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> rebuilds.find(2).orElseThrow().phase() == Phase.ABANDONED);
        assertThat(rebuilds.find(2).orElseThrow().failure()).isEqualTo("its builder is gone");
        Awaitility.await().until(() -> schemas().equals(List.of("view_1")));
        assertThat(rebuilds.find(3)).as("of a fold that is unknown here").isEmpty();
        assertThat(done(rebuilds.begin("bob").orElseThrow()).foldRevision()).isEqualTo(Generation.FOLD_REVISION);
    }

    @Test
    void everyNodeTellsHowFarTheOneIsThatAnotherBuilds() throws SQLException {
        UUID builder = UUID.randomUUID();
        var meters = new SimpleMeterRegistry();
        try (Rebuilds other = rebuilds(view.view, Generation.FOLD_REVISION, Duration.ofMinutes(1), meters);
                Connection connection = view.view.getConnection()) {
            other.start();
            assertGauges(meters, 0, 0);
            assertThat(gauge(meters, "silence")).isZero();

            Generation begun = GenerationTable.add(connection, Generation.FOLD_REVISION, State.BUILDING);
            RebuildTable.add(connection, begun.number(), Generation.FOLD_REVISION, "anna", builder);
            RebuildTable.report(connection, begun.number(), builder, Phase.FOLDING, 40, 100);
            view.database.execute("update view.rebuild set seen_at = now() - interval '30 s'");

            assertGauges(meters, 40, 100);
            Awaitility.await().until(() -> gauge(meters, "silence") > 32); // also between looks
            RebuildTable.report(connection, begun.number(), builder, Phase.CATCHING_UP, 120, 100);
            assertGauges(meters, 120, 100);
            Awaitility.await().until(() -> gauge(meters, "silence") < 30);

            RebuildTable.end(connection, begun.number(), Phase.DONE, null);
            assertGauges(meters, 0, 0);
            assertThat(gauge(meters, "silence")).isZero();
        }
    }

    private void assertGauges(MeterRegistry meters, long position, long head) {
        Awaitility.await().until(() -> gauge(meters, "position") == position && gauge(meters, "head") == head);
    }

    private double gauge(MeterRegistry meters, String name) {
        return meters.get("cart.view.rebuild." + name).gauge().value();
    }

    @Test
    void anErrorDoesNotEndTheWatch() throws SQLException {
        underWay(Generation.FOLD_REVISION);
        try (Rebuilds watching = rebuilds(
                view.failingOnceIn("view-rebuilds"),
                Generation.FOLD_REVISION,
                Duration.ofSeconds(2),
                new SimpleMeterRegistry())) {
            watching.start();

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> states().contains("3 COMPLETE"));
        }
    }

    @Test
    void aNodeWithANewerFoldBuildsItsGenerationByItself() throws SQLException {
        commands(50);
        view.catchUp();
        try (Rebuilds newer = rebuilds(Generation.FOLD_REVISION + 1)) {
            newer.start();

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> states().contains("2 COMPLETE"));

            Rebuild rebuild = done(newer.find(2).orElseThrow());
            assertThat(rebuild.foldRevision()).isEqualTo(Generation.FOLD_REVISION + 1);
            assertThat(rebuild.askedBy()).isEqualTo("system");
        }
    }

    @Test
    void whatIsReadIsNeverTakenForWhatABuilderHasLeft() throws SQLException {
        commands(20);
        view.catchUp();
        Rebuild done = done(rebuilds.begin("anna").orElseThrow());
        view.database.execute("update view.rebuild set seen_at = now() - interval '1 hour'");

        rebuilds.start();
        rebuilds.drop(done.rebuild());

        Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        assertThat(states()).containsExactly("1 COMPLETE", "2 COMPLETE");
        assertThat(schemas()).containsExactly("view_1", "view_2");
    }

    @Test
    void aFoldThatFailsLeavesNothingBehind() throws SQLException {
        commands(50);
        view.database.execute("update ledger.event set type = 'CartGilded' where position = 3");

        Rebuild begun = rebuilds.begin("anna").orElseThrow();

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> phase(begun) == Phase.FAILED);
        assertThat(rebuilds.find(begun.rebuild()).orElseThrow().failure()).contains("CartGilded revision");
        rebuilds.start();
        Awaitility.await().until(() -> schemas().equals(List.of("view_1")));
        assertThat(states()).containsExactly("1 COMPLETE");
    }

    @Test
    void whatIsReadIsNotDroppedAndWhatIsNotReadIs() throws SQLException {
        commands(20);
        view.catchUp();
        done(rebuilds.begin("anna").orElseThrow());

        assertThat(rebuilds.drop(2)).isEqualTo(Rebuilds.Dropped.IN_USE);
        assertThat(rebuilds.drop(1)).isEqualTo(Rebuilds.Dropped.YES);
        assertThat(rebuilds.drop(1)).isEqualTo(Rebuilds.Dropped.UNKNOWN);
        assertThat(rebuilds.find(1).orElseThrow().phase()).isEqualTo(Phase.DROPPED);
        rebuilds.start();
        Awaitility.await().until(() -> schemas().equals(List.of("view_2")));
    }

    private void commands(int many) {
        for (int i = 0; i < many; i++) {
            if (random.nextInt(20) == 0) {
                view.send(new AddNote(customer(), new NoteText("Called\nback"), new Ticket("T-" + i)));
            } else {
                view.send(command(i));
            }
        }
    }

    private CartCommand command(int i) {
        var cart = new CartId("c-" + random.nextInt(30));
        Item item = ITEMS.get(random.nextInt(ITEMS.size()));
        return switch (random.nextInt(14)) {
            case 0 -> new OpenCart(cart, customer());
            case 1 -> new ClearCart(cart);
            case 2 -> new RemoveItem(cart, item.itemId());
            case 3 -> new ChangeQuantity(cart, item.itemId(), random.nextInt(9));
            case 4 -> new CheckOut(cart, new OrderReference("O-" + i));
            case 5 ->
                new CorrectLine(cart, item.itemId(), random.nextInt(5), new Reason("Came torn"), new Ticket("T-1"));
            case 6 -> new ClaimCart(cart, customer(), MergePolicy.SUM);
            default -> new AddItem(cart, item, new Quantity(1 + random.nextInt(5)));
        };
    }

    private CustomerId customer() {
        return new CustomerId("c" + random.nextInt(6));
    }

    private Rebuild done(Rebuild begun) throws SQLException {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !phase(begun).isUnderWay());
        Rebuild rebuild = rebuilds.find(begun.rebuild()).orElseThrow();
        assertThat(rebuild.phase()).as(() -> "failure: " + rebuild.failure()).isEqualTo(Phase.DONE);
        return rebuild;
    }

    private Phase phase(Rebuild rebuild) throws SQLException {
        return rebuilds.find(rebuild.rebuild()).orElseThrow().phase();
    }

    private static Generation generation(Rebuild rebuild) {
        return new Generation(rebuild.rebuild(), rebuild.foldRevision(), State.COMPLETE);
    }

    private List<String> states() {
        return view.jdbc
                .sql("select number || ' ' || state from view.generation order by number")
                .query(String.class)
                .list();
    }

    private List<String> schemas() {
        return view.jdbc
                .sql("select nspname from pg_namespace where nspname ~ '^view_' order by 1")
                .query(String.class)
                .list();
    }
}
