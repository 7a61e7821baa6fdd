package io.cartledger.query.burst;

import io.cartledger.query.projection.TestView;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** A read model and a ledger into which commands come as a test says, and whoever looks for bursts in them. */
final class TestBursts {

    static final Instant START = Instant.parse("2026-01-31T15:02:11.447Z");

    final TestView view = new TestView();
    private long position;

    /** @param micros after {@link #START} */
    static Instant at(long micros) {
        return START.plusNanos(micros * 1_000);
    }

    /** Somebody who looks, a few at a time. */
    BurstStep finder() {
        return finder(view.view, 4);
    }

    BurstStep finder(DataSource connections, int limit) {
        return new BurstStep(connections, new RefusedSource(view.database.as("cart_view")), limit);
    }

    /** Looks until there is nothing left. */
    void find() {
        find(finder());
    }

    static void find(BurstStep finder) {
        try {
            while (finder.take(TestView.GENERATION).more()) {
                // The next step reads on from where this one ended.
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A command changes an item; it is folded. */
    void changed(String cart, String item, long micros) {
        changed(cart, item, micros, UUID.randomUUID());
    }

    void changed(String cart, String item, long micros, UUID command) {
        long next = nextPosition();
        fold(next, cart, item, micros, command);
        reach(next);
    }

    /** Takes a position for an event that is not folded now. */
    long nextPosition() {
        return ++position;
    }

    /** Folds an event at its position. */
    void fold(long at, String cart, String item, long micros, UUID command) {
        view.jdbc
                .sql("""
                        insert into view_1.change (
                          position, cart_id, customer, version, type, recorded_at, received_at, channel, actor_kind, actor,
                          client, request_id, causation_id, ip, session, user_agent, subject)
                        values (?, ?, '4421', ?, 'ItemAdded', now(), ?::timestamptz, 'api', 'customer', '4421', 'shop',
                          'r-' || ?, ?, '203.0.113.7', 's-1', 'Phone/1.0', '00000000-0000-0000-0000-0000000000aa')
                        """)
                .params(at, cart, at, at(micros).toString(), at, command)
                .update();
        view.jdbc.sql("""
                        insert into view_1.change_line (position, item_id, sku, quantity_before, quantity_after)
                        values (?, ?, split_part(?, '~', 1), 0, 1)
                        """).params(at, item, item).update();
    }

    /** The generation says that it has got so far. */
    void reach(long folded) {
        view.jdbc
                .sql("update view_1.progress set position = greatest(position, ?)")
                .param(folded)
                .update();
    }

    /** What was parked has been folded again. */
    void retried() {
        view.database.execute("update view_1.progress set retries = retries + 1");
    }

    /** A command is refused, and that is written down. */
    void refused(long refusalId, String cart, String item, long micros, String code) {
        view.jdbc
                .sql("""
                        insert into ledger.refusal (
                          refusal_id, received_at, code, status, method, cart_id, sku, actor_kind, actor, ip_hash,
                          session_hash, request_id)
                        overriding system value
                        values (?, ?::timestamptz, ?, 409, 'POST', ?, ?, 'customer', '4421', '\\x01', '\\x02', 'f-' || ?)
                        """)
                .params(refusalId, at(micros).toString(), code, cart, item, refusalId)
                .update();
    }

    /** Each burst: its cart and item, when its commands came in microseconds, and of what outcomes they were. */
    List<String> found() {
        return view.jdbc.sql("""
                        select concat_ws(' ', b.cart_id, b.item_id, string_agg(
                            round(extract(epoch from c.received_at - ?::timestamptz) * 1000000) || ':' || c.outcome, ' '
                            order by c.received_at, c.outcome),
                          '=', b.commands, b.changed, b.refused, b.replayed,
                          case when b.began_at = min(c.received_at) and b.ended_at = max(c.received_at) then 'whole' end)
                        from view.burst b
                        join view.burst_command c on c.burst = b.burst
                        group by b.burst
                        order by b.cart_id, b.item_id, b.began_at
                        """).param(START.toString()).query(String.class).list();
    }
}
