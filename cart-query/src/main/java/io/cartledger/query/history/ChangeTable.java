package io.cartledger.query.history;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Reason;
import io.cartledger.ledger.EventCodec.Written;
import io.cartledger.ledger.Origin;
import io.cartledger.ledger.Recorded;
import io.cartledger.ledger.RecordedOrigin;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The changes in the read model. Whom they tell something about is in the clear here, so that it can be searched for,
 * and is taken out when that person is erased.
 */
public final class ChangeTable {

    private static final String ADD = """
            insert into view_1.change (
              position, cart_id, customer, version, type, recorded_at, received_at,
              channel, actor_kind, actor, client, request_id, correlation_id, causation_id,
              ip, session, user_agent, reason, subject)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::inet, ?, ?, ?, ?)
            on conflict (position) do nothing
            """;

    private static final String ERASE = """
            update view_1.change
            set ip = null, session = null, user_agent = null, reason = null
            where subject = any (?)
            """;

    private ChangeTable() {}

    /**
     * @param cart which cart has changed; null if it is a customer's file
     * @param customer whose cart it is after the change, or whose file; null for a guest's cart and for nobody's
     * @param reason why support has made the change; null if it was made by anybody else, or nobody can read it any more
     */
    public record Change(
            @Nullable CartId cart,
            @Nullable CustomerId customer,
            Recorded<Written> event,
            @Nullable Reason reason,
            RecordedOrigin origin) {}

    /** Adds those that are not there yet. */
    public static void add(Connection connection, List<Change> changes) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
            for (Change change : changes) {
                Recorded<Written> event = change.event();
                Origin origin = change.origin().origin();
                add.setLong(1, event.position());
                add.setString(2, change.cart() == null ? null : change.cart().value());
                add.setString(
                        3, change.customer() == null ? null : change.customer().value());
                add.setLong(4, event.sequenceNumber());
                add.setString(5, event.event().type());
                add.setObject(6, time(event.recordedAt()));
                add.setObject(7, time(origin.receivedAt()));
                add.setString(8, origin.channel());
                add.setString(9, origin.actorKind());
                add.setString(10, origin.actor());
                add.setString(11, origin.client());
                add.setString(12, origin.requestId());
                add.setString(13, origin.correlationId());
                add.setObject(14, origin.causationId());
                add.setString(15, address(origin.source().ip()));
                add.setString(16, origin.source().session());
                add.setString(17, origin.source().userAgent());
                add.setString(
                        18, change.reason() == null ? null : change.reason().value());
                add.setObject(19, change.origin().subject());
                add.addBatch();
            }
            add.executeBatch();
        }
    }

    /**
     * Takes out from where these subjects have sent their commands, and what was said of them. What they did stays.
     *
     * @param subjects the names of their keys
     */
    public static void erase(Connection connection, Collection<UUID> subjects) throws SQLException {
        try (PreparedStatement erase = connection.prepareStatement(ERASE)) {
            erase.setArray(1, connection.createArrayOf("uuid", subjects.toArray()));
            erase.executeUpdate();
        }
    }

    /** Old events have no time of receipt. */
    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
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
