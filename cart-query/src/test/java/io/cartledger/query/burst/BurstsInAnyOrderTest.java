package io.cartledger.query.burst;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.query.projection.TestView;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Whatever comes in whatever order, whoever looks in between, and whoever of them is cut off at whatever statement: what is
 * found is what one finds who sees all commands at once.
 */
class BurstsInAnyOrderTest {

    private static final long SEED = 20_260_131;
    private static final int ROUNDS = 60;
    private static final int COMMANDS = 40;
    private static final List<String> OUTCOMES = List.of("changed", "changed", "changed", "limit-exceeded", "replayed");

    private final Random random = new Random(SEED);
    private final TestBursts shop = new TestBursts();

    private record Command(String cart, List<String> items, long micros, String outcome) {}

    @Test
    void theyAreFoundInWhateverOrderCommandsCome() {
        int bursts = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<Command> commands = commands(round);

            arrive(commands);

            List<String> expected = bursts(commands);
            assertThat(shop.found()).describedAs("round " + round).isEqualTo(expected);
            bursts += expected.size();
            shop.view.database.execute("truncate view.burst_command, view.burst");
        }
        assertThat(bursts).isGreaterThan(ROUNDS * 3);
    }

    private List<Command> commands(int round) {
        var commands = new ArrayList<Command>();
        long micros = 0;
        for (int n = 0; n < COMMANDS; n++) {
            micros += gap();
            String cart = "c-" + round + "-" + random.nextInt(2);
            String outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
            List<String> items = outcome.equals("changed") && random.nextInt(4) == 0
                    ? List.of("A", "B")
                    : List.of(random.nextInt(5) == 0 ? "B" : "A");
            commands.add(new Command(cart, items, micros, outcome));
        }
        return commands;
    }

    private long gap() {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> 50_000;
            case 2 -> 50_001;
            case 3 -> 100_000 + random.nextInt(100_000);
            default -> random.nextInt(40_000);
        };
    }

    /** In random order, and with somebody who looks now and then. */
    private void arrive(List<Command> commands) {
        var now = new ArrayList<Runnable>();
        var later = new ArrayList<Runnable>();
        List<Long> numbers = refusalIds(commands.size());
        for (int n = 0; n < commands.size(); n++) {
            Command command = commands.get(n);
            if (!command.outcome().equals("changed")) {
                long number = numbers.get(n);
                now.add(() -> shop.refused(
                        number, command.cart(), command.items().getFirst(), command.micros(), command.outcome()));
            } else if (random.nextInt(5) == 0) {
                park(command, now, later);
            } else {
                now.add(() -> change(command));
            }
        }
        Collections.shuffle(now, random);
        Collections.shuffle(later, random);
        for (Runnable arrival : now) {
            arrival.run();
            look();
        }
        for (Runnable arrival : later) {
            arrival.run();
            look();
        }
        shop.find();
    }

    /** Numbers that no earlier round has had, in random order. */
    private List<Long> refusalIds(int count) {
        long above = shop.view
                .jdbc
                .sql("select coalesce(max(refusal_id), 0) from ledger.refusal")
                .query(Long.class)
                .single();
        List<Long> numbers = IntStream.rangeClosed(1, count)
                .mapToObj(n -> above + n)
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(numbers, random);
        return numbers;
    }

    private void change(Command command) {
        var name = UUID.randomUUID();
        for (int event = 0; event <= random.nextInt(3); event++) {
            command.items().forEach(item -> shop.changed(command.cart(), item, command.micros(), name));
        }
    }

    private void park(Command command, List<Runnable> now, List<Runnable> later) {
        var name = UUID.randomUUID();
        for (String item : command.items()) {
            var position = new AtomicInteger();
            now.add(() -> {
                position.set((int) shop.nextPosition());
                shop.reach(position.get());
            });
            later.add(() -> {
                shop.fold(position.get(), command.cart(), item, command.micros(), name);
                shop.retried();
            });
        }
    }

    private void look() {
        switch (random.nextInt(4)) {
            case 0 -> TestBursts.find(shop.finder(shop.view.view, 1 + random.nextInt(5)));
            case 1 -> cutOff(1 + random.nextInt(14));
            default -> {
                // Nobody does.
            }
        }
    }

    private void cutOff(int statements) {
        BurstStep finder = shop.finder(cutOffAfter(statements), 1 + random.nextInt(5));
        try {
            finder.take(TestView.GENERATION);
        } catch (SQLException e) {
            assertThat(e.getMessage()).isEqualTo("cut off");
        }
    }

    /** Connections on which so many statements work, or a commit after fewer. */
    private DataSource cutOffAfter(int statements) {
        var left = new AtomicInteger(statements);
        return new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = shop.view.view.getConnection();
                return (Connection) Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (proxy, method, arguments) -> invoke(connection, method, arguments, left));
            }

            @Override
            public Connection getConnection(String username, String password) throws SQLException {
                return getConnection();
            }
        };
    }

    private static Object invoke(Connection connection, Method method, Object[] arguments, AtomicInteger left)
            throws Throwable {
        boolean counts =
                method.getName().equals("prepareStatement") || method.getName().equals("commit");
        if (counts && left.decrementAndGet() < 0) {
            throw new SQLException("cut off");
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** As they are to be found: all commands on an item in order, cut where a gap is too long. */
    private static List<String> bursts(List<Command> commands) {
        Map<String, List<Command>> byItem = new TreeMap<>();
        commands.forEach(command -> command.items()
                .forEach(item -> byItem.computeIfAbsent(command.cart() + " " + item, key -> new ArrayList<>())
                        .add(command)));
        var bursts = new ArrayList<String>();
        byItem.forEach((item, ofItem) -> {
            ofItem.sort(Comparator.comparingLong(Command::micros).thenComparing(Command::outcome));
            int from = 0;
            for (int n = 1; n <= ofItem.size(); n++) {
                if (n == ofItem.size()
                        || ofItem.get(n).micros() - ofItem.get(n - 1).micros() > 50_000) {
                    if (n - from >= 2) {
                        bursts.add(item + " " + text(ofItem.subList(from, n)));
                    }
                    from = n;
                }
            }
        });
        return bursts;
    }

    private static String text(List<Command> burst) {
        return burst.stream()
                        .map(command -> command.micros() + ":" + command.outcome())
                        .collect(Collectors.joining(" "))
                + " = " + burst.size() + " " + count(burst, "changed") + " " + count(burst, "limit-exceeded") + " "
                + count(burst, "replayed") + " whole";
    }

    private static long count(List<Command> burst, String outcome) {
        return burst.stream()
                .filter(command -> command.outcome().equals(outcome))
                .count();
    }
}
