package io.cartledger.query.customer;

import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerFile;
import io.cartledger.customer.CustomerFile.Allowance;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.rows.RowSink;
import io.cartledger.query.rows.RowStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Customers' files in the read model: loads them, and writes the difference that a fold has made. */
public final class CustomerTable {

    private static final String FILES = """
            select c.customer, c.version, a.allowance, a.sku, a.units, a.until, a.ticket, a.revoked
            from view_n.customer c
            left join view_n.allowance a on a.customer = c.customer
            where c.customer = any (?::text[])
            order by c.customer, a.allowance
            """;

    private static final RowStatement<FileRow> PUT_FILES = new RowStatement<FileRow>("view_n.customer", """
            insert into view_n.customer (customer, version)
            select n.customer, n.version
            from unnest(?::text[], ?::bigint[]) n(customer, version)
            on conflict (customer) do update
            set version = excluded.version
            """)
            .text("customer", row -> row.customer().value())
            .bigint("version", row -> row.file().version());

    private static final RowStatement<AllowanceRow> PUT_ALLOWANCES = new RowStatement<AllowanceRow>(
                    "view_n.allowance", """
            insert into view_n.allowance (customer, allowance, sku, units, until, ticket, revoked)
            select n.customer, n.allowance, n.sku, n.units, n.until::timestamptz, n.ticket, n.revoked
            from unnest(?::text[], ?::bigint[], ?::text[], ?::integer[], ?::text[], ?::text[], ?::boolean[])
              n(customer, allowance, sku, units, until, ticket, revoked)
            on conflict (customer, allowance) do update
            set revoked = excluded.revoked
            """)
            .text("customer", row -> row.customer().value())
            .bigint("allowance", AllowanceRow::number)
            .text("sku", row -> row.allowance().sku().value())
            .integer("units", row -> row.allowance().units().units())
            .text("until", row -> row.allowance().until().toString())
            .text("ticket", row -> row.allowance().ticket().value())
            .bool("revoked", row -> row.allowance().revoked());

    private static final String DELETE = """
            with allowances as (
              delete from view_n.allowance
              where customer = ?
            )
            delete from view_n.customer
            where customer = ?
            """;

    private record FileRow(CustomerId customer, CustomerFile file) {}

    private record AllowanceRow(CustomerId customer, long number, Allowance allowance) {}

    private CustomerTable() {}

    /** Those of the files that there are, as they are in the view's transaction. */
    public static Map<CustomerId, CustomerFile> load(ViewConnection view, Collection<String> customers)
            throws SQLException {
        if (customers.isEmpty()) {
            return Map.of();
        }
        try (PreparedStatement statement = view.prepare(FILES)) {
            statement.setObject(1, customers.toArray(String[]::new));
            var versions = new HashMap<CustomerId, Long>();
            var allowances = new HashMap<CustomerId, LinkedHashMap<Long, Allowance>>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    var customer = new CustomerId(row.getString("customer"));
                    versions.put(customer, row.getLong("version"));
                    addAllowance(allowances.computeIfAbsent(customer, key -> new LinkedHashMap<>()), row);
                }
            }
            var files = new HashMap<CustomerId, CustomerFile>();
            versions.forEach((customer, version) -> files.put(
                    customer, new CustomerFile(version, allowances.getOrDefault(customer, new LinkedHashMap<>()))));
            return files;
        }
    }

    /** A row is a file with one of its allowances; a file without allowances has one row all the same. */
    private static void addAllowance(Map<Long, Allowance> allowances, ResultSet row) throws SQLException {
        if (row.getString("sku") != null) {
            allowances.put(
                    row.getLong("allowance"),
                    new Allowance(
                            new Sku(row.getString("sku")),
                            new Quantity(row.getInt("units")),
                            row.getObject("until", OffsetDateTime.class).toInstant(),
                            new Ticket(row.getString("ticket")),
                            row.getBoolean("revoked")));
        }
    }

    /** Takes it out, with its allowances; its notes are {@link NoteTable}'s. */
    public static void delete(ViewConnection view, CustomerId customer) throws SQLException {
        try (PreparedStatement statement = view.prepare(DELETE)) {
            statement.setString(1, customer.value());
            statement.setString(2, customer.value());
            statement.executeUpdate();
        }
    }

    /** Writes what is different after; a file that is the same is not touched, nor is an allowance. */
    public static void save(RowSink sink, Map<CustomerId, CustomerFile> before, Map<CustomerId, CustomerFile> after)
            throws SQLException {
        var files = new ArrayList<FileRow>();
        var allowances = new ArrayList<AllowanceRow>();
        after.forEach((customer, file) -> {
            CustomerFile old = before.getOrDefault(customer, CustomerFile.EMPTY);
            if (file.version() > old.version()) {
                files.add(new FileRow(customer, file));
                addDifferent(allowances, customer, file.allowances(), old.allowances());
            }
        });
        sink.take(PUT_FILES, files);
        sink.take(PUT_ALLOWANCES, allowances);
    }

    private static void addDifferent(
            List<AllowanceRow> rows,
            CustomerId customer,
            Map<Long, Allowance> allowances,
            Map<Long, Allowance> before) {
        allowances.forEach((number, allowance) -> {
            if (!allowance.equals(before.get(number))) {
                rows.add(new AllowanceRow(customer, number, allowance));
            }
        });
    }
}
