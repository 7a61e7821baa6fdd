package io.cartledger.query.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.GuestId;
import io.cartledger.cart.Item;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.query.projection.TestView;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What operators are told of rows that two generations do not have alike. */
class RebuildDifferencesTest {

    private final TestRebuilds test = new TestRebuilds();
    private final TestView view = test.view;

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void whatIsOtherThanTheLedgerSaysIsListed() throws SQLException {
        test.commands(50);
        view.catchUp();
        view.database.execute(
                "update view_1.cart_line set quantity = 998 where ctid = (select min(ctid) from view_1.cart_line)");
        view.database.execute("delete from view_1.change where position = 7");

        Rebuild rebuild = test.whole();

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

        Rebuild rebuild = test.whole();

        assertThat(rebuild.examples())
                .containsExactlyInAnyOrder(
                        differs("cart", Map.of("cart_id", "c-1"), "customer", "words"),
                        differs("cart", Map.of("cart_id", "c-2"), "guest", "order_reference"),
                        differs("cart_line", Map.of("cart_id", "c-2", "item_id", socks()), "options"),
                        new Rebuild.Difference("open_cart", Map.of("cart_id", "c-2"), "view_1", null),
                        new Rebuild.Difference("open_cart", Map.of("cart_id", "c-2"), "view_2", null),
                        differs("open_cart", Map.of("cart_id", "c-3"), "cart_id"),
                        differs("change", Map.of("position", "1"), "actor", "customer", "idempotency_key"));
        assertThat(new JsonMapper().writeValueAsString(test.rebuilds.all())).doesNotContainIgnoringCase("secret");
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
        Rebuild rebuild = test.whole();
        view.database.execute("""
                update view.rebuild
                set differences = 1, examples = '[{"table": "cart", "in": "view_1", "row": "{\\"customer\\": \\"4421\\"}"}]'
                """);

        assertThat(test.rebuilds.find(rebuild.rebuild()).orElseThrow().examples())
                .isEmpty();
    }
}
