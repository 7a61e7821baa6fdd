package io.cartledger.query.parked;

import io.cartledger.cart.Reason;
import io.cartledger.query.consistency.LiveView;
import io.cartledger.query.consistency.ViewUnavailableException;
import io.cartledger.query.generation.ViewConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What is parked in the generation that is read. Any thread may use it. All of it throws {@link ViewUnavailableException}
 * if the read model cannot be reached.
 */
public final class Parking {

    private final DataSource view;
    private final LiveView live;
    private final Refolding refolding;

    /** @param view connections of the role that owns the read model */
    public Parking(DataSource view, LiveView live, Refolding refolding) {
        this.view = view;
        this.live = live;
        this.refolding = refolding;
    }

    /** All of it, by position. */
    List<ParkedJson> all() {
        return in(ParkedTable::list);
    }

    Optional<ParkedJson> find(Aggregate aggregate) {
        return in(connection -> ParkedTable.find(connection, aggregate));
    }

    /** @return why it cannot be folded still; empty if it is parked no longer */
    Optional<String> retry(Aggregate aggregate) {
        return in(connection -> refolding.refold(connection.generation(), aggregate));
    }

    /** @return empty if it is not parked */
    Optional<ParkedJson> discard(Aggregate aggregate, String by, Reason reason) {
        return in(connection -> {
            ParkedTable.discard(connection, aggregate, by, reason.value());
            return ParkedTable.find(connection, aggregate);
        });
    }

    private interface Use<T> {
        T of(ViewConnection connection) throws SQLException;
    }

    private <T> T in(Use<T> use) {
        var generation = live.current().generation();
        try (Connection connection = view.getConnection()) {
            return use.of(new ViewConnection(connection, generation));
        } catch (SQLException e) {
            throw new ViewUnavailableException(e);
        }
    }
}
