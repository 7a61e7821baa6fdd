package io.cartledger.query.customer;

import io.cartledger.cart.CustomerId;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.cart.Ticket;
import io.cartledger.customer.CustomerFile;
import io.cartledger.customer.CustomerFile.Allowance;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Customers' files in the read model: loads them, and writes the difference that a fold has made. */
public final class CustomerTable {

    private static final String FILES = """
            select c.customer, c.version, a.allowance, a.sku, a.units, a.until, a.ticket, a.revoked
            from view_1.customer c
            left join view_1.allowance a on a.customer = c.customer
            where c.customer = any (?)
            order by c.customer, a.allowance
            """;

    private static final String PUT_FILE = """
            insert into view_1.customer (customer, version)
            values (?, ?)
            on conflict (customer) do update
            set version = excluded.version
            """;

    private static final String PUT_ALLOWANCE = """
            insert into view_1.allowance (customer, allowance, sku, units, until, ticket, revoked)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (customer, allowance) do update
            set revoked = excluded.revoked
            """;

    private CustomerTable() {}

    /** Those of the files that there are, as they are in the connection's transaction. */
    public static Map<CustomerId, CustomerFile> load(Connection connection, Collection<String> customers)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FILES)) {
            statement.setArray(1, connection.createArrayOf("text", customers.toArray()));
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

    /** Writes what is different after; a file that is the same is not touched. */
    public static void save(
            Connection connection, Map<CustomerId, CustomerFile> before, Map<CustomerId, CustomerFile> after)
            throws SQLException {
        try (PreparedStatement putFile = connection.prepareStatement(PUT_FILE);
                PreparedStatement putAllowance = connection.prepareStatement(PUT_ALLOWANCE)) {
            for (Map.Entry<CustomerId, CustomerFile> entry : after.entrySet()) {
                String customer = entry.getKey().value();
                CustomerFile file = entry.getValue();
                CustomerFile old = before.getOrDefault(entry.getKey(), CustomerFile.EMPTY);
                if (file.version() > old.version()) {
                    putFile.setString(1, customer);
                    putFile.setLong(2, file.version());
                    putFile.addBatch();
                    addAllowances(putAllowance, customer, old, file);
                }
            }
            putFile.executeBatch();
            putAllowance.executeBatch();
        }
    }

    private static void addAllowances(
            PreparedStatement putAllowance, String customer, CustomerFile before, CustomerFile after)
            throws SQLException {
        for (Map.Entry<Long, Allowance> entry : after.allowances().entrySet()) {
            Allowance allowance = entry.getValue();
            if (!allowance.equals(before.allowances().get(entry.getKey()))) {
                putAllowance.setString(1, customer);
                putAllowance.setLong(2, entry.getKey());
                putAllowance.setString(3, allowance.sku().value());
                putAllowance.setInt(4, allowance.units().units());
                putAllowance.setObject(5, allowance.until().atOffset(ZoneOffset.UTC));
                putAllowance.setString(6, allowance.ticket().value());
                putAllowance.setBoolean(7, allowance.revoked());
                putAllowance.addBatch();
            }
        }
    }
}
