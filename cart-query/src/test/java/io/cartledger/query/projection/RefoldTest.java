package io.cartledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.CheckOut;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Item;
import io.cartledger.cart.OrderReference;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.customer.CustomerCommand.AddNote;
import io.cartledger.customer.NoteText;
import io.cartledger.query.ledger.LedgerEventSource;
import io.cartledger.query.ledger.ShortPages;
import io.cartledger.query.parked.Aggregate;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was parked is folded again as if nothing had been wrong with it. */
class RefoldTest {

    private static final CartId CART = new CartId("c-1");
    private static final CartId NEXT = new CartId("c-2");
    private static final CustomerId ANNA = new CustomerId("4421");
    private static final Item BOOT = new Item(new Sku("DRN-7X"));
    private static final Aggregate PARKED = new Aggregate("Cart", "c-1");

    private final TestView view = new TestView();
    private final Refold refold = new Refold(view.view, new ShortPages(new LedgerEventSource(view.view)), view.seals);

    @Test
    void onceTheFaultIsMendedAllIsAsIfItHadNeverBeen() throws SQLException {
        events();
        view.catchUp();
        List<String> right = view.rows();

        view.database.execute("update view_1.progress set position = 0");
        view.database.execute(
                "truncate view_1.cart, view_1.cart_line, view_1.open_cart, view_1.change, view_1.change_line, view_1.customer, view_1.note");
        view.database.execute("create table good as select * from ledger.event where position = 3");
        view.database.execute("update ledger.event set payload = '{}' where position = 3");
        view.projector(2).step();
        while (view.projector(2).step().folded() > 0) {
            // The next step reads on from where this one ended.
        }
        assertThat(view.viewed(CART).version()).isEqualTo(1);
        assertThat(refold.refold(TestView.GENERATION, PARKED).orElseThrow())
                .contains("ItemAdded revision 2 cannot be read");
        assertThat(view.viewed(CART).version()).isEqualTo(1);

        view.database.execute(
                "update ledger.event e set payload = g.payload from good g where g.position = e.position");

        assertThat(refold.refold(TestView.GENERATION, PARKED)).isEmpty();
        assertThat(withoutRetries(view.rows())).isEqualTo(withoutRetries(right));
    }

    /** The cart at whose event something is wrong leaves a place that another takes after it. */
    private void events() {
        view.send(new OpenCart(CART, ANNA));
        view.send(new AddItem(CART, BOOT, new Quantity(1)));
        view.send(new AddItem(CART, BOOT, new Quantity(2)));
        view.send(new AddNote(ANNA, new NoteText("Call back"), null));
        view.send(new CheckOut(CART, new OrderReference("O-1")));
        view.send(new OpenCart(NEXT, ANNA));
        view.send(new AddItem(NEXT, BOOT, new Quantity(1)));
    }

    @Test
    void followersGoOnWithWhatWasFoldedAgain() throws SQLException {
        view.send(new AddItem(CART, BOOT, new Quantity(1)));
        view.database.execute("create table good as select * from ledger.event where position = 2");
        view.database.execute("update ledger.event set payload = '{}' where position = 2");
        view.catchUp();
        view.database.execute(
                "update ledger.event e set payload = g.payload from good g where g.position = e.position");
        refold.refold(TestView.GENERATION, PARKED);

        view.send(new AddItem(CART, BOOT, new Quantity(1)));
        view.catchUp();

        assertThat(view.viewed(CART)).isEqualTo(view.folded(CART));
        assertThat(view.viewed(CART).version()).isEqualTo(2);
    }

    private static List<String> withoutRetries(List<String> rows) {
        return rows.stream()
                .map(row -> row.startsWith("progress") ? row.replaceFirst(",[0-9]+\\)$", "") : row)
                .toList();
    }
}
