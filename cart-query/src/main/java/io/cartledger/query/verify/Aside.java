package io.cartledger.query.verify;

import io.cartledger.customer.CustomerFile.Allowance;
import io.cartledger.query.cart.OpenCartTable.Move;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.rows.CopySink;
import io.cartledger.query.rows.RowStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * What several carts tell together, put aside in temporary tables until all carts are folded: who moves among the places
 * of the open carts, and how many units each customer has. So memory holds none of it. Any thread may add.
 */
final class Aside implements AutoCloseable {

    private static final String TABLES = """
            create temporary table verify_move (
              owner    text collate "C" not null,
              position bigint           not null,
              cart_id  text collate "C" not null,
              takes    boolean          not null,
              in_view  boolean          not null
            );
            create temporary table verify_use (
              customer     text collate "C" not null,
              sku          text collate "C" not null,
              period_start bigint           not null,
              units        bigint           not null
            );
            create temporary table verify_allowance (
              customer text collate "C" not null,
              sku      text collate "C" not null,
              until    timestamptz      not null,
              units    bigint           not null
            );
            """;

    private static final RowStatement<PlaceMove> MOVES = new RowStatement<PlaceMove>("pg_temp.verify_move", "")
            .text("owner", row -> row.move().owner().key())
            .bigint("position", row -> row.move().position())
            .text("cart_id", row -> row.move().cartId().value())
            .bool("takes", row -> row.move().takes())
            .bool("in_view", PlaceMove::inView);

    private static final RowStatement<Use> USES = new RowStatement<Use>("pg_temp.verify_use", "")
            .text("customer", Use::customer)
            .text("sku", Use::sku)
            .bigint("period_start", Use::periodStart)
            .bigint("units", Use::units);

    private static final RowStatement<Granted> GRANTED = new RowStatement<Granted>("pg_temp.verify_allowance", "")
            .text("customer", Granted::customer)
            .text("sku", granted -> granted.allowance().sku().value())
            .text("until", granted -> granted.allowance().until().toString())
            .bigint("units", granted -> (long) granted.allowance().units().units());

    /** @param inView whether the read model has folded it */
    record PlaceMove(Move move, boolean inView) {}

    /**
     * Units that one cart adds to what its customer has.
     *
     * @param periodStart 0 for those in an open cart, else when the period in which they were ordered began, in Unix time
     */
    record Use(String customer, String sku, long periodStart, long units) {}

    /** An allowance that has not been revoked. */
    record Granted(String customer, Allowance allowance) {}

    private final CopySink sink;

    /** @param connection in a transaction, and not used by anybody else before {@link #close} */
    Aside(Connection connection, Generation generation) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(TABLES);
        }
        this.sink = new CopySink(new ViewConnection(connection, generation));
    }

    synchronized void add(List<PlaceMove> moves, List<Use> uses) throws SQLException {
        sink.take(MOVES, moves);
        sink.take(USES, uses);
    }

    synchronized void add(List<Granted> granted) throws SQLException {
        sink.take(GRANTED, granted);
    }

    /** Returns once all of it is in the tables. */
    synchronized void flush() throws SQLException {
        sink.flush();
    }

    @Override
    public void close() {
        sink.close();
    }
}
