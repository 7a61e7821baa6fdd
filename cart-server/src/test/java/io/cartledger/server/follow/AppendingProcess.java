package io.cartledger.server.follow;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.cartledger.cart.Caller;
import io.cartledger.cart.CartCommand.AddItem;
import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.cart.Item;
import io.cartledger.cart.Outcome;
import io.cartledger.cart.Quantity;
import io.cartledger.cart.Sku;
import io.cartledger.command.CartRequest;
import io.cartledger.command.ShopRules;
import io.cartledger.command.dispatch.CommandDispatcher;
import io.cartledger.command.dispatch.CommandResult;
import io.cartledger.command.dispatch.CommandSide;
import io.cartledger.command.testing.TestLedger;
import io.cartledger.http.Preconditions;
import io.cartledger.ledger.Origin;
import io.cartledger.ledger.Origin.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Executors;

/**
 * A node without HTTP, in a process of its own: it appends through the command side, round by round, from several threads
 * at once, to carts of its own and to carts that every process adds to.
 *
 * <p>Its parent writes {@code ROUND COMMANDS} for each round; it answers {@code ready} once it is, and for a round {@code
 * ack COMMAND CART VERSION POSITION} or {@code failed COMMAND: CAUSE} for each command, then {@code done}. A line is one
 * write, short enough for a pipe to take it whole or not at all. It ends with its standard input.
 */
public final class AppendingProcess {

    private static final Caller BACK_END = new Caller(Caller.Kind.BACK_END, "test");
    private static final int THREADS = 4; // each sends the commands of a round one after the other

    private static final int CONNECTIONS = 4;
    private static final int SHARED_CARTS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30); // the first command meets cold code
    private static final CommandSide.Settings SETTINGS = new CommandSide.Settings(ShopRules.DEFAULTS, PATIENCE, 10_000);

    private final String name;
    private final long seed;
    private final CommandDispatcher dispatcher;

    private AppendingProcess(String name, long seed, CommandDispatcher dispatcher) {
        this.name = name;
        this.seed = seed;
        this.dispatcher = dispatcher;
    }

    /** @param arguments JDBC URL of a database with a ledger, a name that no other process has had, a seed */
    public static void main(String[] arguments) throws IOException {
        try (HikariDataSource pool = pool(arguments[0]);
                var commandSide = new CommandSide(TestLedger.on(pool), SETTINGS, new SimpleMeterRegistry())) {
            new AppendingProcess(arguments[1], Long.parseLong(arguments[2]), commandSide.dispatcher()).obey();
        }
    }

    private static HikariDataSource pool(String jdbcUrl) {
        var config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setUsername("postgres");
        config.setMaximumPoolSize(CONNECTIONS);
        config.addDataSourceProperty("options", "-c role=cart_command");
        return new HikariDataSource(config);
    }

    private void obey() throws IOException {
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ");
            append(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
            System.out.println("done");
        }
    }

    private void append(int round, int commands) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < THREADS; thread++) {
                String from = name + "-r" + round + "-t" + thread;
                var random = new Random(seed + 31L * round + thread);
                threads.execute(() -> append(round, commands, from, random));
            }
        }
    }

    private void append(int round, int commands, String from, Random random) {
        for (int i = 0; i < commands; i++) {
            String command = from + "-c" + i;
            String cart = random.nextBoolean() ? "own-" + from : "shared-" + round + "-" + random.nextInt(SHARED_CARTS);
            System.out.println(add(command, new CartId(cart), "SKU-" + random.nextInt(5)));
        }
    }

    private String add(String command, CartId cartId, String sku) {
        try {
            var add = new AddItem(cartId, new Item(new Sku(sku)), new Quantity(1));
            CommandResult<CartState> result = dispatcher.dispatch(
                    new CartRequest(add, BACK_END, Preconditions.NONE, true),
                    new Origin(
                            command,
                            Instant.now(),
                            "system",
                            "appender",
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            Source.NONE),
                    null);
            if (result.outcome() instanceof Outcome.Changed<CartState>(var cart, var effects)) {
                long position = result.receipt().orElseThrow().position();
                return "ack %s %s %d %d".formatted(command, cartId, cart.version(), position);
            }
            return "failed " + command + ": " + result.outcome();
        } catch (RuntimeException e) {
            return ("failed " + command + ": " + e + " because of " + e.getCause()).replaceAll("\\R", " ");
        }
    }
}
