package io.cartledger.query.search;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A connection that remembers which queries were sent over it, with their parameters, to ask how they are carried out. */
final class RecordedStatements {

    private static final JsonMapper JSON = new JsonMapper();

    private final Connection connection;
    private final List<Statement> statements = new ArrayList<>();

    RecordedStatements(Connection connection) {
        this.connection = connection;
    }

    record Statement(String sql, Map<Integer, Object> parameters) {}

    /** @param plan PostgreSQL's, with what has happened */
    record Explained(String sql, JsonNode plan) {

        long buffers() {
            return plan.path("Plan").path("Shared Hit Blocks").asLong()
                    + plan.path("Plan").path("Shared Read Blocks").asLong();
        }

        /** Tables that were read from one end to the other. */
        List<String> scannedThrough() {
            return plan.findParents("Node Type").stream()
                    .filter(node -> node.path("Node Type").asString().contains("Seq Scan"))
                    .map(node -> node.path("Relation Name").asString())
                    .toList();
        }
    }

    Connection connection() {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            Object result = call(connection, method, arguments);
            if (!method.getName().equals("prepareStatement")) {
                return result;
            }
            var statement = new Statement((String) arguments[0], new TreeMap<>());
            if (!statement.sql().startsWith("explain")) {
                statements.add(statement);
            }
            return proxy(PreparedStatement.class, (ignored, call, values) -> {
                if (call.getName().startsWith("set") && values.length == 2) {
                    statement.parameters().put((Integer) values[0], Objects.requireNonNull(values[1]));
                }
                return call(result, call, values);
            });
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    /** How those since the last time are carried out. */
    List<Explained> explain() throws SQLException {
        var explained = new ArrayList<Explained>();
        for (Statement statement : statements) {
            try (PreparedStatement explain = connection.prepareStatement(
                    "explain (analyze, buffers, timing off, format json) " + statement.sql())) {
                for (var parameter : statement.parameters().entrySet()) {
                    explain.setObject(parameter.getKey(), parameter.getValue());
                }
                try (ResultSet row = explain.executeQuery()) {
                    row.next();
                    explained.add(new Explained(
                            statement.sql(), JSON.readTree(row.getString(1)).path(0)));
                }
            }
        }
        statements.clear();
        return explained;
    }
}
