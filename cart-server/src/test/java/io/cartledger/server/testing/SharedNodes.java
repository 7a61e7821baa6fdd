package io.cartledger.server.testing;

import io.cartledger.command.testing.TestDatabase;
import java.time.Duration;
import java.util.List;

/**
 * Two nodes on one database, for all tests of a run that need just that: starting them takes longer than most tests do.
 * Started when first asked for, and stopped with the JVM. Whoever uses them gives carts, callers and keys names that
 * nobody else does.
 */
public final class SharedNodes {

    /** A SKU of which the shop allows each customer one. */
    public static final String ONE_EACH = "ONE-EACH";

    /** SKUs of which the shop allows each customer three, and ten. */
    public static final List<String> FEW_EACH = List.of("THREE-EACH", "TEN-EACH");

    /** Of every command: a busy machine refuses nothing. */
    public static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final String[] PROPERTIES = {
        "--cart.command.deadline=" + DEADLINE.toSeconds() + "s",
        "--cart.view.patience=20s",
        "--cart.limits.per-customer.ONE-EACH=1",
        "--cart.limits.per-customer.THREE-EACH=3",
        "--cart.limits.per-customer.TEN-EACH=10"
    };

    private static final TestDatabase DATABASE = TestDatabase.durable();
    private static final Nodes NODES = start();

    private SharedNodes() {}

    private static Nodes start() {
        Nodes nodes = Nodes.startOn(DATABASE, 2, PROPERTIES);
        Runtime.getRuntime().addShutdownHook(new Thread(nodes::close, "stop shared nodes"));
        return nodes;
    }

    public static TestDatabase database() {
        return DATABASE;
    }

    /** Both. */
    public static List<ServerProcess> servers() {
        return NODES.servers();
    }

    /** One for each. */
    public static List<CartClient> clients() {
        return NODES.clients();
    }
}
