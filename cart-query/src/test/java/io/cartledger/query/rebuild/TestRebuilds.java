package io.cartledger.query.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.cartledger.query.ledger.LedgerEventSource;
import io.cartledger.query.ledger.ShortPages;
import io.cartledger.query.projection.TestView;
import io.cartledger.query.rebuild.Rebuild.Phase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** Rebuilds of a read model of its own, and something to be folded. */
final class TestRebuilds implements AutoCloseable {

    private static final List<Item> ITEMS = List.of(
            new Item(new Sku("DRN-7X")),
            new Item(new Sku("DRN-7X"), Map.of("engraving", "F\u00fcr Mia \\ 'x'")),
            new Item(new Sku("SOCK")));

    final TestView view = new TestView();
    final Rebuilds rebuilds = of(Generation.FOLD_REVISION);
    private final Random random = new Random(4711);

    /** As another node has them. */
    Rebuilds of(int foldRevision) {
        return of(view.view, foldRevision, Duration.ofSeconds(2), new SimpleMeterRegistry());
    }

    Rebuilds of(DataSource pooled, int foldRevision, Duration patience, MeterRegistry meters) {
        return new Rebuilds(
                view.database.unpooledAs("cart_view"),
                pooled,
                new ShortPages(new LedgerEventSource(view.view)),
                view.seals,
                foldRevision,
                patience,
                meters);
    }

    void commands(int many) {
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

    /** One that was asked for here, as it has ended. */
    Rebuild whole() throws SQLException {
        return done(rebuilds.begin("anna").orElseThrow());
    }

    Rebuild done(Rebuild begun) throws SQLException {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !phase(begun).isUnderWay());
        Rebuild rebuild = rebuilds.find(begun.rebuild()).orElseThrow();
        assertThat(rebuild.phase()).as(() -> "failure: " + rebuild.failure()).isEqualTo(Phase.DONE);
        return rebuild;
    }

    Phase phase(Rebuild rebuild) throws SQLException {
        return rebuilds.find(rebuild.rebuild()).orElseThrow().phase();
    }

    @Override
    public void close() {
        rebuilds.close();
    }
}
