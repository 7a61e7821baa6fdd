package io.cartledger.query.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.query.page.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.ds.PGSimpleDataSource;

/** A page of a history of 100,000 changes among 300,000 is a few ranges of indexes, wherever it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongHistoryTest {

    private static final int LIMIT = 50;
    private static final CartId CART = new CartId("c-0");
    private static final CustomerId CUSTOMER = new CustomerId("4421");
    private static final String NAME = "long history";

    private final HistoryShop shop = new HistoryShop();

    /**
     * Every third change is of the one cart, the others of 1,000 carts of the same customer and of 1,000 of nobody; a second
     * apart. Half a second after every third of all there is a refusal, every third of those of the one cart.
     */
    @BeforeAll
    void fill() {
        shop.view.database.execute("""
                create temporary table made as
                select n as position,
                  'c-' || case n % 3 when 0 then 0 when 1 then 1 + n % 1000 else 1001 + n % 1000 end as cart,
                  case when n % 3 < 2 then '4421' end as customer,
                  timestamptz '2026-01-01 00:00Z' + n * interval '1 second' as at
                from generate_series(1, 300000) n;
                insert into ledger.event (
                  position, aggregate_type, aggregate_id, sequence_number, event_id, type, revision, payload, origin, recorded_at)
                select position, 'Cart', cart, position, gen_random_uuid(), 'QuantityChanged', 1,
                  '{"itemId": "DRN-7X", "lineQuantity": 2}', '{}', at
                from made;
                insert into view_1.change (position, cart_id, customer, version, type, recorded_at)
                select position, cart, customer, position, 'QuantityChanged', at
                from made;
                insert into view_1.change_line (position, item_id, sku, quantity_before, quantity_after)
                select position, 'DRN-7X', 'DRN-7X', 1, 2
                from made;
                insert into view_1.cart (cart_id, version, status, customer, lines, words)
                select cart, max(position), 'OPEN', max(customer), 0, ''
                from made
                group by cart;
                insert into ledger.refusal (received_at, code, status, method, cart_id, actor_kind, actor, ip_hash, request_id)
                select at + interval '0.5 second', 'cart-closed', 409, 'POST', 'c-' || position / 3 % 3, 'customer',
                  case when position / 3 % 3 = 2 then '4421' else '4422' end, '\\x00', 'r-' || position
                from made
                where position % 3 = 0;
                update view_1.progress set position = 300000;
                drop table made;
                """);
        shop.view.database.execute("vacuum analyze");
    }

    @Test
    void pagesOfACartReadNoMoreThanAFewPages() {
        assertBounded(histories -> cursor -> histories
                .of(CART, HistoryShop.wanted(HistoryShop.SUPPORT, LIMIT, cursor.orElse(null), true))
                .orElseThrow()
                .page());
    }

    @Test
    void pagesOfACustomerReadNoMoreThanAFewPages() {
        assertBounded(histories -> cursor -> histories
                .of(CUSTOMER, HistoryShop.wanted(HistoryShop.SUPPORT, LIMIT, cursor.orElse(null), false))
                .page());
    }

    private void assertBounded(Function<Histories, Function<Optional<String>, Page<HistoryEntry>>> list) {
        Function<Optional<String>, Page<HistoryEntry>> pages = list.apply(reading());
        Map<String, Long> before = read();
        Page<HistoryEntry> page = pages.apply(Optional.empty());
        var kinds = new ArrayList<HistoryEntry.Kind>();
        for (int i = 0; i < 3; i++) {
            page = pages.apply(page.next());
            page.rows().forEach(entry -> kinds.add(entry.kind()));
        }
        page = pages.apply(page.previous());
        Map<String, Long> after = read();

        assertThat(kinds).contains(HistoryEntry.Kind.CHANGE, HistoryEntry.Kind.REFUSAL);
        assertThat(page.rows()).hasSize(LIMIT);
        after.forEach((name, rows) -> {
            long read = rows - before.getOrDefault(name, 0L);
            // Of each of five pages, what it may count of both and 1,000 carts besides.
            assertThat(read).as(name).isLessThanOrEqualTo(name.startsWith("scans of") ? 0 : 5 * 7_000);
        });
        assertThat(after).isNotEmpty();
    }

    /** A connection for each statement: what a session has read is told when it ends. */
    private Histories reading() {
        var connections = (PGSimpleDataSource) shop.view.database.unpooledAs("cart_view");
        connections.setApplicationName(NAME);
        return HistoryShop.histories(connections);
    }

    /** What has been read of the tables: scans of the whole of them, and entries of their indexes. */
    private Map<String, Long> read() {
        Awaitility.await()
                .until(() -> shop.view
                                .jdbc
                                .sql("select count(*) from pg_stat_activity where application_name = ?")
                                .param(NAME)
                                .query(Long.class)
                                .single()
                        == 0);
        var read = new HashMap<String, Long>();
        shop.view.jdbc.sql("""
                        select 'scans of ' || relname, seq_scan
                        from pg_stat_user_tables
                        where relname in ('change', 'change_line', 'refusal', 'event')
                        union all
                        select 'entries of ' || indexrelname, idx_tup_read
                        from pg_stat_user_indexes
                        where relname in ('change', 'change_line', 'refusal', 'event')
                        """).query(row -> {
            read.put(row.getString(1), row.getLong(2));
        });
        return read;
    }
}
