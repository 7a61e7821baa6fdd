package io.cartledger.query.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartCommand.ClearCart;
import io.cartledger.cart.CartCommand.OpenCart;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Item;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.customer.CustomerCommand.AddNote;
import io.cartledger.customer.NoteText;
import io.cartledger.query.page.Page;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes while somebody turns the pages, what was there before is met once on each way, in order. */
class HistoryPagesTest {

    private static final CartId CART = new CartId("c-0");
    private static final CustomerId CUSTOMER = new CustomerId("4421");
    private static final List<Integer> LIMITS = List.of(1, 2, 3, 7, 20, 100);

    private final HistoryShop shop = new HistoryShop();
    private int requests;
    private int disturbances;

    /** A list whose pages are turned. */
    private interface Pages {
        Page<HistoryEntry> page(int limit, @Nullable String cursor, boolean newestFirst);
    }

    private void build(Random random) throws SQLException {
        for (int cart = 0; cart < 3; cart++) {
            shop.send("back-end/erp", new OpenCart(new CartId("c-" + cart), cart < 2 ? CUSTOMER : null));
        }
        for (int i = 0; i < 40; i++) {
            var cart = new CartId("c-" + random.nextInt(3));
            switch (random.nextInt(8)) {
                case 0 -> shop.view.send(new AddNote(CUSTOMER, new NoteText("Note " + i), null));
                case 1 -> shop.send("back-end/erp", new ClearCart(cart));
                default ->
                    shop.send(
                            "back-end/erp",
                            new AddItem(cart, new Item(new Sku("S-" + random.nextInt(3))), new Quantity(1)));
            }
        }
        shop.view.catchUp();
        for (int i = 0; i < 40; i++) {
            refuse(random);
        }
    }

    /** At the very time of something else, or next to it. */
    private void refuse(Random random) {
        List<Instant> times = shop.view
                .jdbc
                .sql("""
                        select recorded_at from view_1.change
                        union all
                        select received_at from ledger.refusal
                        order by 1
                        """)
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .list();
        Instant time = times.get(random.nextInt(times.size())).plusNanos(1_000L * (random.nextInt(3) - 1));
        @Nullable String cart = random.nextInt(5) == 0 ? null : "c-" + random.nextInt(3);
        String caller = random.nextInt(3) == 0 ? "customer/4421" : "guest/g-1";
        shop.refuse(time, "cart-closed", cart, caller, "refused-" + requests++);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void allIsMetOnceOnTheWayForthAndOnceOnTheWayBack(long seed) throws SQLException {
        var random = new Random(seed);
        build(random);

        for (boolean newestFirst : List.of(false, true)) {
            for (int limit : LIMITS) {
                turn(this::ofCart, "cart_id = 'c-0'", "cart_id = 'c-0'", limit, newestFirst, random);
                turn(
                        this::ofCustomer,
                        "customer = '4421'",
                        "cart_id in ('c-0', 'c-1') or (actor_kind = 'customer' and actor = '4421')",
                        limit,
                        newestFirst,
                        random);
            }
        }
    }

    private Page<HistoryEntry> ofCart(int limit, @Nullable String cursor, boolean newestFirst) {
        return shop.page(CART, limit, cursor, newestFirst).page();
    }

    private Page<HistoryEntry> ofCustomer(int limit, @Nullable String cursor, boolean newestFirst) {
        return shop.page(CUSTOMER, limit, cursor, newestFirst).page();
    }

    private void turn(Pages pages, String changes, String refusals, int limit, boolean newestFirst, Random random)
            throws SQLException {
        disturbances = 10;
        List<String> before = inOrder(changes, refusals, newestFirst);
        var forth = new ArrayList<String>();
        Page<HistoryEntry> page = pages.page(limit, null, newestFirst);
        assertThat(page.previous()).isEmpty();
        add(forth, page.rows());
        for (Optional<String> next = page.next(); next.isPresent(); next = page.next()) {
            disturb(random);
            page = pages.page(limit, next.get(), newestFirst);
            add(forth, page.rows());
        }
        assertMet(forth, before, inOrder(changes, refusals, newestFirst));

        List<String> known = inOrder(changes, refusals, newestFirst);
        int last = known.indexOf(forth.getLast()) + 1;
        disturbances = 10;
        var back = new ArrayList<String>();
        add(back, page.rows().reversed());
        List<String> onPage = List.copyOf(back);
        for (Optional<String> previous = page.previous(); previous.isPresent(); previous = page.previous()) {
            disturb(random);
            page = pages.page(limit, previous.get(), newestFirst);
            assertThat(page.next()).isPresent();
            add(back, page.rows().reversed());
        }
        // The last page was read before what has come in between.
        int first = known.indexOf(onPage.getLast());
        var expected = new ArrayList<>(known.subList(0, first));
        expected.addAll(onPage.reversed());
        assertThat(last).isPositive();
        assertMet(
                back,
                expected.reversed(),
                inOrder(changes, refusals, newestFirst).reversed());
    }

    /** All that was there before is met, nothing twice, and all in order. */
    private static void assertMet(List<String> met, List<String> before, List<String> after) {
        assertThat(met).doesNotHaveDuplicates().containsAll(before);
        assertThat(met).isEqualTo(only(after, met));
    }

    private static List<String> only(List<String> list, Collection<String> wanted) {
        var set = new HashSet<>(wanted);
        return list.stream().filter(set::contains).toList();
    }

    /** Not for ever: each page may be followed by more than it has. */
    private void disturb(Random random) throws SQLException {
        if (disturbances-- <= 0) {
            return;
        }
        switch (random.nextInt(6)) {
            case 0, 1 -> refuse(random);
            case 2 -> shop.send("back-end/erp", new AddItem(CART, new Item(new Sku("LATE")), new Quantity(1)));
            default -> {}
        }
    }

    private static void add(List<String> met, List<HistoryEntry> entries) {
        entries.forEach(entry -> met.add(name(entry)));
    }

    private static String name(HistoryEntry entry) {
        if (entry.refusal() != null) {
            return entry.refusal().requestId();
        }
        ChangeEntry change = Objects.requireNonNull(entry.change());
        return (change.cartId() == null ? "file" : change.cartId()) + "/" + change.version();
    }

    private List<String> inOrder(String changes, String refusals, boolean newestFirst) {
        List<String> all = shop.view
                .jdbc
                .sql("""
                        select name
                        from (
                          select recorded_at as at, 0 as source, position as number, coalesce(cart_id, 'file') || '/' || version as name
                          from view_1.change
                          where %s
                          union all
                          select received_at, 1, refusal_id, request_id
                          from ledger.refusal
                          where %s
                        ) found
                        order by at, source, number
                        """.formatted(changes, refusals))
                .query(String.class)
                .list();
        return newestFirst ? all.reversed() : all;
    }
}
