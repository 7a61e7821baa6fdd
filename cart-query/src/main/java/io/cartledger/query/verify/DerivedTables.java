package io.cartledger.query.verify;

import io.cartledger.customer.CustomerEvents;
import io.cartledger.query.cart.PlaceMoves;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.rows.RowStatement;
import io.cartledger.query.verify.ComparedTable.Column;
import io.cartledger.query.verify.ComparedTable.Difference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Open carts, units against purchase limits and allowances, as they are kept, against what the events make of them, which
 * has been put {@link Aside}.
 */
final class DerivedTables {

    /** For all periods before the one that counts. */
    static final long EARLIER = 1;

    private static final int ROWS_AT_ONCE = 5_000;
    private static final int OWNERS_AT_ONCE = 2_000;

    /** A cart that leaves a place to the next moves at one position with it, and leaves before that one takes. */
    private static final String MOVES = """
            select owner, cart_id, takes, in_view
            from pg_temp.verify_move
            order by owner, position, takes
            """;

    /**
     * Of the check-outs those of this period count against a limit. Earlier ones are compared in all: when their periods
     * began is known only as long as nobody has configured another length.
     */
    private static final String USES = """
            select u.customer, u.sku, u.period_start, sum(u.kept) as kept, sum(u.made) as made
            from (
              select customer, sku, period_start, 0 as kept, units as made
              from pg_temp.verify_use
              union all
              select
                customer, sku,
                case when period_start = 0 then 0 when period_start < ? then 1 else ? end,
                units, 0
              from ledger.limit_use
            ) u
            group by u.customer, u.sku, u.period_start
            having sum(u.kept) <> sum(u.made)
            order by u.customer, u.sku, u.period_start
            """;

    private static final String ALLOWANCES = """
            select a.customer, a.sku, a.until, sum(a.kept) as kept, sum(a.made) as made
            from (
              select customer, sku, until, 0 as kept, units as made
              from pg_temp.verify_allowance
              union all
              select customer, sku, until, units, 0
              from ledger.allowance
            ) a
            group by a.customer, a.sku, a.until
            having sum(a.kept) <> sum(a.made)
            order by a.customer, a.sku, a.until
            """;

    private static final RowStatement<Map.Entry<String, String>> PLACES = new RowStatement<Map.Entry<String, String>>(
                    "open_cart", "")
            .text("owner", Map.Entry::getKey)
            .text("cart_id", Map.Entry::getValue);

    private static final ComparedTable IN_LEDGER = openCarts("ledger.open_cart");
    private static final ComparedTable IN_VIEW = openCarts("view_n.open_cart");

    private static ComparedTable openCarts(String table) {
        return new ComparedTable(
                table.replace("view_n.", ""),
                table,
                "owner",
                List.of("owner"),
                List.of(Column.text("owner"), Column.text("cart_id")));
    }

    private final Findings findings;
    private final Set<String> unjudged;
    private final Stopping stopping;
    private final Connection ledger;
    private final ViewConnection view;

    /** @param ledger the connection with what was put aside, in a transaction that sees what was folded */
    DerivedTables(Scope scope, Connection ledger, ViewConnection view) {
        this.findings = scope.findings();
        this.unjudged = scope.unjudged();
        this.stopping = scope.stopping();
        this.ledger = ledger;
        this.view = view;
    }

    /** Who holds the places, by all events and by those that the read model has. */
    private static final class Places {
        private final List<Map.Entry<String, String>> inLedger = new ArrayList<>();
        private final List<Map.Entry<String, String>> inView = new ArrayList<>();
        private String begun = "";

        void add(String owner, @Nullable String holder, @Nullable String holderInView) {
            if (holder != null) {
                inLedger.add(Map.entry(owner, holder));
            }
            if (holderInView != null) {
                inView.add(Map.entry(owner, holderInView));
            }
        }
    }

    /**
     * Compares them all.
     *
     * @param period when the one began that check-outs count in now, in Unix time
     */
    void check(long period) throws SQLException {
        checkOpenCarts();
        checkUses(period);
        checkAllowances();
    }

    /** The one open cart of each owner. */
    private void checkOpenCarts() throws SQLException {
        try (PreparedStatement statement = prepare(MOVES)) {
            try (ResultSet row = statement.executeQuery()) {
                var places = new Places();
                String owner = "";
                String holder = null;
                String holderInView = null;
                while (row.next()) {
                    if (!row.getString("owner").equals(owner)) {
                        places.add(owner, holder, holderInView);
                        if (places.inLedger.size() + places.inView.size() >= OWNERS_AT_ONCE) {
                            compare(places, owner);
                        }
                        owner = row.getString("owner");
                        holder = null;
                        holderInView = null;
                    }
                    String cartId = row.getString("cart_id");
                    boolean takes = row.getBoolean("takes");
                    holder = PlaceMoves.holder(holder, cartId, takes);
                    if (row.getBoolean("in_view")) {
                        holderInView = PlaceMoves.holder(holderInView, cartId, takes);
                    }
                }
                places.add(owner, holder, holderInView);
                compare(places, ComparedTable.END);
            }
        }
    }

    private void compare(Places places, String last) throws SQLException {
        stopping.requireWanted();
        IN_LEDGER.compare(
                ledger, UnaryOperator.identity(), PLACES, places.inLedger, places.begun, last, stopping, this::add);
        IN_VIEW.compare(
                view.jdbc(), view.generation()::sql, PLACES, places.inView, places.begun, last, stopping, this::add);
        places.inLedger.clear();
        places.inView.clear();
        places.begun = last;
    }

    private void add(Difference different) {
        if (!unjudged.contains(different.id())) {
            findings.add(() -> {
                String cart = different.cart();
                return new Finding(
                        "open-carts", cart, cart == null ? customer(different.id()) : null, null, different.detail());
            });
        }
    }

    /** A guest is not named to operators. */
    private static @Nullable String customer(String owner) {
        return owner.startsWith("customer/") ? "Customer/" + owner.substring("customer/".length()) : null;
    }

    /**
     * The units that each customer has of each SKU.
     *
     * @param period when the one began that check-outs count in now, in Unix time
     */
    private void checkUses(long period) throws SQLException {
        try (PreparedStatement statement = prepare(USES)) {
            statement.setLong(1, period);
            statement.setLong(2, period);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (unjudged.contains("customer/" + row.getString("customer"))) {
                        continue;
                    }
                    long start = row.getLong("period_start");
                    findings.add(new Finding(
                            "limit-use",
                            null,
                            "Customer/" + row.getString("customer"),
                            null,
                            "ledger.limit_use has " + row.getLong("kept") + " units of " + row.getString("sku")
                                    + (start == 0
                                            ? " in open carts"
                                            : start == 1 ? " ordered in earlier periods" : " ordered in this period")
                                    + " where the events make " + row.getLong("made")));
                }
            }
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        stopping.requireWanted();
        PreparedStatement statement = ledger.prepareStatement(sql);
        statement.setFetchSize(ROWS_AT_ONCE);
        return statement;
    }

    /** By how much the limits of each customer are raised. */
    private void checkAllowances() throws SQLException {
        try (PreparedStatement statement = prepare(ALLOWANCES);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String file = CustomerEvents.AGGREGATE_TYPE + "/" + row.getString("customer");
                if (unjudged.contains(file)) {
                    continue;
                }
                findings.add(new Finding(
                        "allowances",
                        null,
                        file,
                        null,
                        "ledger.allowance has " + row.getLong("kept") + " units of " + row.getString("sku") + " until "
                                + row.getString("until") + " where the events make " + row.getLong("made")));
            }
        }
    }
}
