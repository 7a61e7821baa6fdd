package io.cartledger.command.ledger;

import io.cartledger.cart.CartEvents;
import io.cartledger.cart.CartId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Finds the carts that nobody has touched for long, by going through the ledger once, as far behind its end as carts may
 * be idle. How far it has got is shared by all nodes; whoever comes second finds nothing to do.
 *
 * <p>Any thread may use it.
 */
public final class IdleCarts {

    private static final int EVENTS_PER_STEP = 1_000;

    private static final String NEXT = """
            select e.position, e.aggregate_type, e.aggregate_id, e.sequence_number,
              e.recorded_at < clock_timestamp() - make_interval(secs => ?) as is_old,
              e.type in ('CartAbandoned', 'CartCheckedOut', 'CartMerged') as closes,
              exists (
                select
                from ledger.event later
                where later.aggregate_type = e.aggregate_type
                  and later.aggregate_id = e.aggregate_id
                  and later.sequence_number = e.sequence_number + 1) as has_later
            from ledger.event e
            where e.position > ?
            order by e.position
            limit ?
            """;

    private static final String POSITION = """
            select position
            from work.sweep
            """;

    private static final String MOVE = """
            update work.sweep
            set position = ?
            where position = ?
            """;

    private final DataSource ledger;

    /** @param ledger connections in autocommit, of the role that runs the command side */
    public IdleCarts(DataSource ledger) {
        this.ledger = ledger;
    }

    /** @param version the one in which the cart was found idle */
    public record Idle(CartId cartId, long version) {}

    /**
     * A part of the ledger that was looked at.
     *
     * @param from the position before it
     * @param to its last position; the same as {@code from} if there is nothing more
     * @param carts those whose last event is in it, and that are not closed
     */
    public record Step(long from, long to, List<Idle> carts) {}

    /**
     * Looks at the next part.
     *
     * @param idle how old a cart's last event has to be, by the ledger's time
     * @throws LedgerUnavailableException if the ledger could not be reached
     */
    public Step next(Duration idle) {
        try (Connection connection = ledger.getConnection();
                PreparedStatement statement = connection.prepareStatement(NEXT)) {
            long from = position(connection);
            statement.setDouble(1, idle.toMillis() / 1_000.0);
            statement.setLong(2, from);
            statement.setInt(3, EVENTS_PER_STEP);
            try (ResultSet row = statement.executeQuery()) {
                return read(from, row);
            }
        } catch (SQLException e) {
            throw LedgerFaults.ofRead(e);
        }
    }

    private static long position(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(POSITION);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Step read(long from, ResultSet row) throws SQLException {
        long to = from;
        var carts = new ArrayList<Idle>();
        while (row.next() && row.getBoolean("is_old")) {
            to = row.getLong("position");
            boolean isCart = CartEvents.AGGREGATE_TYPE.equals(row.getString("aggregate_type"));
            if (isCart && !row.getBoolean("closes") && !row.getBoolean("has_later")) {
                carts.add(new Idle(new CartId(row.getString("aggregate_id")), row.getLong("sequence_number")));
            }
        }
        return new Step(from, to, carts);
    }

    /** Says that all carts of the step have been dealt with. */
    public void done(Step step) {
        try (Connection connection = ledger.getConnection();
                PreparedStatement statement = connection.prepareStatement(MOVE)) {
            statement.setLong(1, step.to());
            statement.setLong(2, step.from());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw LedgerFaults.ofRead(e);
        }
    }
}
