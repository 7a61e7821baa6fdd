package io.cartledger.query.history;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Reason;
import io.cartledger.cart.Ticket;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Recorded;
import io.cartledger.ledger.RecordedOrigin;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.rows.RowSink;
import io.cartledger.query.rows.RowStatement;
import java.net.InetAddress;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The changes in the read model. Whom they tell something about is in the clear here, so that it can be searched for,
 * and is taken out when that person is erased.
 */
public final class ChangeTable {

    private static final RowStatement<Change> ADD = new RowStatement<Change>("view_n.change", """
            insert into view_n.change (
              position, cart_id, customer, version, type, recorded_at, received_at,
              channel, actor_kind, actor, client, request_id, correlation_id, causation_id, idempotency_key,
              ip, session, user_agent, reason, ticket, subject)
            select
              n.position, n.cart_id, n.customer, n.version, n.type, n.recorded_at::timestamptz, n.received_at::timestamptz,
              n.channel, n.actor_kind, n.actor, n.client, n.request_id, n.correlation_id, n.causation_id::uuid, n.idempotency_key,
              n.ip::inet, n.session, n.user_agent, n.reason, n.ticket, n.subject::uuid
            from unnest(
              ?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[],
              ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],  ?::text[],
              ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
              n(
                position, cart_id, customer, version, type, recorded_at, received_at,
                channel, actor_kind, actor, client, request_id, correlation_id, causation_id, idempotency_key,
                ip, session, user_agent, reason, ticket, subject)
            on conflict (position) do nothing
            """)
            .bigint("position", change -> change.event().position())
            .text(
                    "cart_id",
                    change -> change.cart() == null ? null : change.cart().value())
            .text(
                    "customer",
                    change ->
                            change.customer() == null ? null : change.customer().value())
            .bigint("version", change -> change.event().sequenceNumber())
            .text("type", change -> change.event().event().type())
            .text("recorded_at", change -> text(change.event().recordedAt()))
            .text("received_at", change -> text(change.origin().origin().receivedAt()))
            .text("channel", change -> change.origin().origin().channel())
            .text("actor_kind", change -> change.origin().origin().actorKind())
            .text("actor", change -> change.origin().origin().actor())
            .text("client", change -> change.origin().origin().client())
            .text("request_id", change -> change.origin().origin().requestId())
            .text("correlation_id", change -> change.origin().origin().correlationId())
            .text("causation_id", change -> text(change.origin().origin().causationId()))
            .text("idempotency_key", change -> change.origin().origin().idempotencyKey())
            .text("ip", change -> address(change.origin().origin().source().ip()))
            .text("session", change -> change.origin().origin().source().session())
            .text("user_agent", change -> change.origin().origin().source().userAgent())
            .text(
                    "reason",
                    change -> change.reason() == null ? null : change.reason().value())
            .text("ticket", change -> text(change.ticket()))
            .text("subject", change -> text(change.origin().subject()));

    private static final RowStatement<LineRow> ADD_LINES = new RowStatement<LineRow>("view_n.change_line", """
            insert into view_n.change_line (position, item_id, sku, quantity_before, quantity_after)
            select n.position, n.item_id, n.sku, n.quantity_before, n.quantity_after
            from unnest(?::bigint[], ?::text[], ?::text[], ?::integer[], ?::integer[])
              n(position, item_id, sku, quantity_before, quantity_after)
            """)
            .bigint("position", LineRow::position)
            .text("item_id", row -> row.line().item().itemId().value())
            .text("sku", row -> row.line().item().sku().value())
            .integer("quantity_before", row -> row.line().unitsBefore())
            .integer("quantity_after", row -> row.line().unitsAfter());

    private static final String ERASE = """
            update view_n.change
            set ip = null, session = null, user_agent = null, reason = null
            where subject = any (?)
            """;

    private static final String DELETE = """
            with gone as (
              delete from view_n.change
              where %s
              returning position
            )
            delete from view_n.change_line l
            using gone
            where l.position = gone.position
            """;

    private static final String DELETE_OF_CART = DELETE.formatted("cart_id = ?");
    private static final String DELETE_OF_FILE = DELETE.formatted("cart_id is null and customer = ?");

    private ChangeTable() {}

    /**
     * @param cart which cart has changed; null if it is a customer's file
     * @param customer whose cart it is after the change, or whose file; null for a guest's cart and for nobody's
     * @param lines the lines that it has made other than they were
     * @param reason why support has made the change; null if it was made by anybody else, or nobody can read it any more
     * @param ticket what it is about in the shop's help desk; null for nothing there
     */
    public record Change(
            @Nullable CartId cart,
            @Nullable CustomerId customer,
            Recorded<Written> event,
            List<LineChange> lines,
            @Nullable Reason reason,
            @Nullable Ticket ticket,
            RecordedOrigin origin) {}

    private record LineRow(long position, LineChange line) {}

    /** Adds them. */
    public static void add(RowSink sink, List<Change> changes) throws SQLException {
        sink.take(ADD, changes);
        sink.take(
                ADD_LINES,
                changes.stream()
                        .flatMap(change -> change.lines().stream()
                                .map(line -> new LineRow(change.event().position(), line)))
                        .toList());
    }

    /** Takes out those of a cart. */
    public static void deleteOf(ViewConnection view, CartId cartId) throws SQLException {
        delete(view, DELETE_OF_CART, cartId.value());
    }

    /** Takes out those of a customer's file; not those of the customer's carts. */
    public static void deleteOf(ViewConnection view, CustomerId customer) throws SQLException {
        delete(view, DELETE_OF_FILE, customer.value());
    }

    private static void delete(ViewConnection view, String sql, String id) throws SQLException {
        try (PreparedStatement statement = view.prepare(sql)) {
            statement.setString(1, id);
            statement.executeUpdate();
        }
    }

    /**
     * Takes out from where these subjects have sent their commands, and what was said of them. What they did stays.
     *
     * @param subjects the names of their keys
     */
    public static void erase(ViewConnection view, Collection<UUID> subjects) throws SQLException {
        try (PreparedStatement erase = view.prepare(ERASE)) {
            erase.setArray(1, view.jdbc().createArrayOf("uuid", subjects.toArray()));
            erase.executeUpdate();
        }
    }

    /** What is not known is null: old events have no time of receipt. */
    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** What is no address, and the zone of one (RFC 4007), which PostgreSQL does not take, must not stop the read model. */
    private static @Nullable String address(@Nullable String ip) {
        try {
            return ip == null
                    ? null
                    : InetAddress.ofLiteral(ip.split("%", 2)[0]).getHostAddress();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
