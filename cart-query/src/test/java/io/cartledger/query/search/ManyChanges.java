package io.cartledger.query.search;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.GenerationSchema;
import io.cartledger.query.generation.GenerationTable;
import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A generation with many changes of a tenth as many carts, which is read instead of the first one: written as a rebuild
 * does, cart by cart and before there are indexes, by SQL. What is frequent in a shop is frequent in it, and some values
 * are where planners are led astray: {@code legacy} is a tenth of all, and long ago.
 */
public final class ManyChanges {

    /** Of each change, all that is drawn by lot: the same every time. */
    private static final String DRAWN = """
            create temporary table drawn on commit drop as
            select
              n + 1 as position,
              n % (:changes / 10) as cart,
              n / (:changes / 10) as version,
              random() as by_type,
              random() as by_client,
              floor(5000 * power(random(), 3))::integer as sku,
              random() as by_ip,
              1 + floor(3 * random())::integer as units
            from generate_series(0, :changes - 1) n
            """;

    private static final String CARTS = """
            create temporary table drawn_cart on commit drop as
            select
              i as cart,
              'c-' || substr(md5(i::text), 1, 12) as cart_id,
              case when random() < 0.7 then 'k-' || floor(:changes / 40 * power(random(), 2)) end as customer,
              1 + floor(8 * power(random(), 2))::integer as lines,
              case when random() < 0.6 then 'OPEN' when random() < 0.7 then 'ABANDONED' when random() < 0.98 then 'CHECKED_OUT' else 'MERGED' end as status,
              random() as by_word
            from generate_series(0, :changes / 10 - 1) i
            """;

    private static final String CHANGES = """
            insert into view_n.change (
              position, cart_id, customer, version, type, recorded_at, received_at, channel, actor_kind, actor, client,
              request_id, correlation_id, causation_id, ip, session, user_agent, reason, ticket)
            select
              d.position,
              c.cart_id,
              c.customer,
              d.version,
              case
                when d.version = 0 then 'CartOpened'
                when d.by_type < 0.6 then 'ItemAdded'
                when d.by_type < 0.8 then 'QuantityChanged'
                when d.by_type < 0.95 then 'ItemRemoved'
                when d.by_type < 0.9995 then 'CartAbandoned'
                else 'LineCorrected'
              end,
              '2026-01-01T00:00:00Z'::timestamptz + d.position * interval '8 seconds',
              '2026-01-01T00:00:00Z'::timestamptz + d.position * interval '8 seconds' - interval '3 milliseconds',
              case
                when d.by_client < 0.2 and d.position <= :changes / 2 then 'legacy'
                when d.by_type >= 0.9995 then 'support'
                when d.by_type >= 0.95 then 'system'
                else 'api'
              end,
              case when d.by_type >= 0.9995 then 'support' when d.by_client > 0.6 then 'back-end' else 'customer' end,
              case
                when d.by_type >= 0.9995 then 'anna'
                when d.by_client > 0.6 then 'shop'
                else coalesce(c.customer, 'g-' || c.cart)
              end,
              case
                when d.by_client < 0.2 and d.position <= :changes / 2 then 'old-form'
                when d.by_client < 0.7 then 'web'
                when d.by_client < 0.99999 then 'app'
                else 'kiosk'
              end,
              md5(d.position::text),
              md5(d.position::text),
              gen_random_uuid(),
              case
                when d.by_ip < 0.02 then '198.51.100.7'::inet
                when d.by_ip < 0.02001 then '192.0.2.9'::inet
                when d.by_ip < 0.3 then ('10.' || c.cart % 200 || '.' || c.cart / 200 % 250 || '.' || c.cart % 250)::inet
                when d.by_ip < 0.31 then ('2001:db8::' || to_hex(c.cart % 60000))::inet
                when d.by_ip < 0.99 then ((c.cart % 150 + 20) || '.' || c.cart % 7 || '.' || c.cart / 256 % 250 || '.' || c.cart % 250)::inet
              end,
              case when d.by_ip < 0.99 then 's-' || c.cart end,
              'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
              case when d.by_type >= 0.9995 then 'She called' end,
              case when d.by_type >= 0.9995 then 'T-' || d.position % 100 end
            from drawn d
            join drawn_cart c on c.cart = d.cart
            order by c.cart_id, d.position
            """;

    private static final String CHANGE_LINES = """
            insert into view_n.change_line (position, item_id, sku, quantity_before, quantity_after)
            select
              d.position,
              'SKU-' || d.sku || case when s.i = 1 then '' else '~9khliqkrr1joi74jmi6rmihh7r' end,
              case when d.position % (:changes / 5) = 7 then 'SKU-RARE' else 'SKU-' || d.sku end,
              d.units - 1,
              d.units
            from drawn d
            join drawn_cart c on c.cart = d.cart
            cross join generate_series(1, case when d.position % 10 = 0 then 2 else 1 end) s(i)
            where d.version > 0
            order by c.cart_id, d.position
            """;

    private static final String CART_LINES = """
            insert into view_n.cart_line (cart_id, item_id, sku, options, quantity, since_version)
            select c.cart_id, l.sku, l.sku, case when c.by_word < 0.3 then '{"colour": "red"}'::jsonb else '{}'::jsonb end, 1, min(l.i)
            from drawn_cart c
            cross join lateral (
              select i, case when c.cart % 20000 = 7 then 'SKU-RARE-' || i else 'SKU-' || floor(5000 * power(random(), 3)) end as sku
              from generate_series(1, c.lines + case when c.cart % 10000 = 3 then 300 else 0 end) i) l
            group by c.cart_id, c.by_word, l.sku
            order by c.cart_id
            """;

    private static final String CARTS_AS_THEY_ARE = """
            insert into view_n.cart (cart_id, version, status, customer, lines, words)
            select
              c.cart_id, 9, c.status, c.customer, count(l.*),
              array_to_tsvector(array_remove(
                array_agg(lower(l.sku)) || array[c.cart_id, lower(c.customer)]
                  || case when c.by_word < 0.3 then 'red' end
                  || case when c.by_word < 0.0002 then 'mia' end, null))
            from drawn_cart c
            join view_n.cart_line l on l.cart_id = c.cart_id
            group by c.cart_id, c.status, c.customer, c.by_word
            order by c.cart_id
            """;

    private static final String PROGRESS = """
            update view_n.progress
            set position = :changes
            """;

    private ManyChanges() {}

    /**
     * Writes them.
     *
     * @param database with a ledger and a read model
     * @param changes a multiple of 10
     */
    public static Generation write(TestDatabase database, int changes) throws SQLException {
        var schema = new GenerationSchema(database.as("cart_view"));
        Generation generation = added(database);
        schema.makeTables(generation);
        try (Connection connection = database.unpooledAs("postgres").getConnection()) {
            connection.setAutoCommit(false);
            var jdbc = JdbcClient.create(
                    new org.springframework.jdbc.datasource.SingleConnectionDataSource(connection, true));
            jdbc.sql("select setseed(0.4711)").query().singleRow();
            for (String sql :
                    new String[] {DRAWN, CARTS, CHANGES, CHANGE_LINES, CART_LINES, CARTS_AS_THEY_ARE, PROGRESS}) {
                var statement = jdbc.sql(generation.sql(sql));
                (sql.contains(":changes") ? statement.param("changes", changes) : statement).update();
            }
            connection.commit();
        }
        schema.makeIndexes(generation);
        database.execute(
                generation.sql("vacuum (analyze) view_n.cart, view_n.cart_line, view_n.change, view_n.change_line"));
        return generation;
    }

    private static Generation added(TestDatabase database) throws SQLException {
        try (Connection connection = database.as("cart_view").getConnection()) {
            connection.setAutoCommit(false);
            GenerationTable.lock(connection);
            Generation generation =
                    GenerationTable.add(connection, Generation.FOLD_REVISION, Generation.State.COMPLETE);
            connection.commit();
            return generation;
        }
    }
}
