package io.cartledger.server.deploy;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What {@code docker-compose.yml} starts, as processes on one machine: with the environment that it gives them, but for
 * the places where they find each other.
 */
final class Topology implements AutoCloseable {

    private static final String EVERYWHERE = "0.0.0.0";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String DATABASE_IN_FILE = "jdbc:postgresql://postgres:5432/cart";

    private final ComposeFile file = ComposeFile.read();
    private final TestDatabase database = TestDatabase.durable();
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, ServerProcess> nodes = new HashMap<>();

    /** Starts the nodes at once, and waits until all take requests. */
    static Topology start() {
        var topology = new Topology();
        try {
            topology.prepare();
            topology.file.nodes().forEach(topology::launch);
            topology.nodes.values().forEach(ServerProcess::awaitReady);
            return topology;
        } catch (RuntimeException e) {
            topology.close();
            throw e;
        }
    }

    private void prepare() {
        file.services().keySet().forEach(service -> ports.put(service, freePort()));
        ComposeFile.exampleVariables()
                .forEach((name, value) ->
                        values.put(name, value.orElseGet(() -> UUID.randomUUID().toString())));
        values.put("CART_MASTER_KEY", ServerProcess.MASTER_KEY);
        database.execute(logins());
    }

    /** As psql would send it. */
    private String logins() {
        String script = ComposeFile.read("deploy/logins.sql");
        for (var variable : Pattern.compile("(?m)^\\\\getenv (\\S+) (\\S+)$")
                .matcher(script)
                .results()
                .toList()) {
            script = script.replace(variable.group(), "")
                    .replace(":'" + variable.group(1) + "'", "'" + values.get(variable.group(2)) + "'");
        }
        return script;
    }

    /** Starts a node, also again, and does not wait. */
    void launch(String name) {
        Map<String, String> environment = environment(name);
        environment.put("SERVER_PORT", String.valueOf(ports.get(name)));
        nodes.put(name, ServerProcess.launchIn(environment));
    }

    /** Starts the balancer, for a shop with this address. */
    Balancer startBalancer(String publicUrl) {
        Map<String, String> environment = environment("balancer");
        int port = freePort();
        environment.put("BALANCER_BIND", LOOPBACK + ":" + port);
        environment.put("PUBLIC_URL", publicUrl);
        return Balancer.start(port, environment);
    }

    private Map<String, String> environment(String service) {
        Map<String, String> environment = file.environment(service, values::get);
        environment.replaceAll((name, value) -> onOneMachine(value));
        return environment;
    }

    private String onOneMachine(String value) {
        String moved = value.replace(DATABASE_IN_FILE, database.jdbcUrl())
                .replace(EVERYWHERE, LOOPBACK)
                .replace(String.valueOf(file.content().get("x-balancer-address")), LOOPBACK);
        for (String node : file.nodes()) {
            moved = moved.replaceFirst("\\b" + node + ":8080", LOOPBACK + ":" + ports.get(node));
        }
        return moved;
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ServerProcess node(String name) {
        return nodes.get(name);
    }

    /** Somebody who reaches a node itself. */
    CartClient client(String node) {
        return new CartClient(nodes.get(node)::uri).asNobody();
    }

    /** What {@code .env} would say. */
    String value(String variable) {
        return values.get(variable);
    }

    @Override
    public void close() {
        nodes.values().forEach(ServerProcess::terminate);
        nodes.values().forEach(ServerProcess::close);
    }
}
