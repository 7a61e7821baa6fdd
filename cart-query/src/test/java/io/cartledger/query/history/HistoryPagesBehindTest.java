package io.cartledger.query.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Item;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.query.page.Page;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages of a history that are turned while the read model stands still behind the ledger, and goes on. */
class HistoryPagesBehindTest {

    private static final CartId CART = new CartId("c-1");
    private static final CustomerId CUSTOMER = new CustomerId("4421");

    private final HistoryShop shop = new HistoryShop();

    private interface Pages {
        Page<HistoryEntry> page(@Nullable String cursor);
    }

    /** Two changes and a refusal; then, which is not in the read model yet, a change; and two refusals. */
    @BeforeEach
    void story() throws SQLException {
        shop.send("back-end/erp", new OpenCart(CART, CUSTOMER));
        shop.send("back-end/erp", new AddItem(CART, new Item(new Sku("S-1")), new Quantity(1)));
        refuse("early", 0);
        shop.view.send(new AddItem(CART, new Item(new Sku("S-2")), new Quantity(1)));
        refuse("late", 0);
        refuse("later", 1);
    }

    private void refuse(String request, int millis) {
        Instant last = shop.view
                .jdbc
                .sql("select max(recorded_at) from ledger.event")
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .single();
        shop.refuse(last.plusMillis(millis), "cart-closed", "c-1", "guest/g-1", request);
    }

    @Test
    void onTheWayForthNoChangeIsPassedOver() throws SQLException {
        for (Pages pages : List.<Pages>of(
                cursor -> shop.page(CART, 1, cursor, false).page(),
                cursor -> shop.page(CUSTOMER, 1, cursor, false).page())) {
            shop.view.send(new AddItem(CART, new Item(new Sku("S-3")), new Quantity(1)));
            refuse("after " + pages.hashCode(), 1);

            List<String> met = met(pages);

            assertThat(met).doesNotHaveDuplicates().isEqualTo(names(whole()));
        }
    }

    /** Turns pages until there is no next one, has the read model go on, and asks again for the last one. */
    private List<String> met(Pages pages) throws SQLException {
        var met = new ArrayList<String>();
        @Nullable String cursor = null;
        Page<HistoryEntry> page = pages.page(null);
        while (page.next().isPresent()) {
            met.addAll(names(page.rows()));
            cursor = page.next().get();
            page = pages.page(cursor);
        }
        shop.view.catchUp();
        page = pages.page(cursor);
        met.addAll(names(page.rows()));
        while (page.next().isPresent()) {
            page = pages.page(page.next().get());
            met.addAll(names(page.rows()));
        }
        return met;
    }

    private List<HistoryEntry> whole() {
        return shop.page(CART, 100, null, false).page().rows();
    }

    private static List<String> names(List<HistoryEntry> entries) {
        return entries.stream()
                .map(entry -> entry.refusal() != null
                        ? entry.refusal().requestId()
                        : "change of "
                                + java.util.Objects.requireNonNull(entry.change())
                                        .version())
                .toList();
    }

    @Test
    void whateverIsKnownBeforeTheMissingChangeIsThere() throws SQLException {
        assertThat(names(whole())).containsExactly("change of 0", "change of 1", "early");
        Page<HistoryEntry> newest = shop.page(CART, 2, null, true).page();
        assertThat(names(newest.rows())).containsExactly("early", "change of 1");
        assertThat(names(shop.page(CART, 2, newest.next().orElseThrow(), true)
                        .page()
                        .rows()))
                .containsExactly("change of 0");

        shop.view.catchUp();

        assertThat(names(whole()))
                .containsExactly("change of 0", "change of 1", "early", "change of 2", "late", "later");
    }
}
