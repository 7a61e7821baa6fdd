package io.cartledger.server.testing;

import io.cartledger.command.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;

/** Server processes that share a database. */
public final class Nodes implements AutoCloseable {

    private final List<ServerProcess> servers = new ArrayList<>();

    private Nodes() {}

    /** Starts so many at once with these properties, and waits until all take requests. */
    public static Nodes startOn(TestDatabase database, int count, String... properties) {
        var nodes = new Nodes();
        try {
            for (int i = 0; i < count; i++) {
                nodes.servers.add(ServerProcess.launchOn(database, properties));
            }
            nodes.servers.forEach(ServerProcess::awaitReady);
            return nodes;
        } catch (RuntimeException e) {
            nodes.close();
            throw e;
        }
    }

    /** As they were started. */
    public List<ServerProcess> servers() {
        return List.copyOf(servers);
    }

    /** One for each node. */
    public List<CartClient> clients() {
        return servers.stream().map(server -> new CartClient(server::uri)).toList();
    }

    @Override
    public void close() {
        servers.forEach(ServerProcess::terminate);
        servers.forEach(ServerProcess::close);
    }
}
