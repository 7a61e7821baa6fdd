package io.cartledger.query.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.http.CartJson;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.GenerationSchema;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.history.ChangeEntry;
import io.cartledger.query.http.IpRange;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is searched for is what somebody would find who looks at every row: page by page, there and back. */
class SearchTest {

    private static final int CHANGES = 20_000;
    private static final int ROUNDS = 60;

    private static TestDatabase database;
    private static Generation generation;
    private static List<ChangeEntry> allChanges;
    private static List<FoundCart> allCarts;
    private static final Map<String, Set<Instant>> TIMES = new HashMap<>();

    @BeforeAll
    static void write() throws SQLException {
        database = TestDatabase.withLedger();
        new GenerationSchema(database.as("cart_view")).migrate(Generation.FOLD_REVISION);
        generation = ManyChanges.write(database, CHANGES);
        try (Connection connection = database.as("cart_view").getConnection()) {
            var view = new ViewConnection(connection, generation);
            allChanges =
                    all(view, "/changes").stream().map(ChangeEntry.class::cast).toList();
            allCarts = all(view, "/carts").stream().map(FoundCart.class::cast).toList();
        }
        allChanges.forEach(change -> TIMES.computeIfAbsent(String.valueOf(change.cartId()), cart -> new HashSet<>())
                .add(change.recordedAt()));
        assertThat(allChanges)
                .hasSize(CHANGES)
                .isSortedAccordingTo(
                        Comparator.comparing(ChangeEntry::recordedAt).reversed());
        assertThat(allCarts).hasSize(CHANGES / 10);
    }

    private static List<Object> all(ViewConnection view, String request) throws SQLException {
        var rows = new ArrayList<Object>();
        String cursor = null;
        do {
            Queries.Answer answer = Queries.answer(view, request, 100, cursor);
            rows.addAll(answer.page().rows());
            cursor = answer.page().next().orElse(null);
        } while (cursor != null);
        return rows;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void changesAreThoseThatAreFoundOneByOne(long seed) throws SQLException {
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String request = request("/changes", random, changeParameters(random));
            var query = Queries.changes(request);
            List<ChangeEntry> expected =
                    allChanges.stream().filter(wanted(query)).toList();
            check(request, expected, random);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void cartsAreThoseThatAreFoundOneByOne(long seed) throws SQLException {
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String request = request("/carts", random, cartParameters(random));
            var query = Queries.carts(request);
            List<FoundCart> expected = allCarts.stream().filter(wanted(query)).toList();
            check(request, expected, random);
        }
    }

    private static void check(String request, List<?> expected, Random random) throws SQLException {
        int limit = 1 + random.nextInt(100);
        try (Connection connection = database.as("cart_view").getConnection()) {
            var view = new ViewConnection(connection, generation);
            var forth = new ArrayList<Object>();
            String cursor = null;
            Queries.Answer answer;
            int turns = 0;
            do {
                answer = Queries.answer(view, request, limit, cursor);
                forth.addAll(answer.page().rows());
                cursor = answer.page().next().orElse(null);
                if (!answer.total().estimate()) {
                    assertThat(answer.total().rows()).as(request).isEqualTo(expected.size());
                }
                assertThat(answer.total().rows())
                        .as(request)
                        .isGreaterThanOrEqualTo(answer.page().rows().size());
            } while (cursor != null && ++turns < 5);
            assertThat(forth).as(request).isEqualTo(expected.subList(0, forth.size()));
            if (cursor == null) {
                assertThat(forth).as(request).hasSameSizeAs(expected);
            }
            var back = new ArrayList<Object>(answer.page().rows());
            cursor = answer.page().previous().orElse(null);
            while (cursor != null) {
                answer = Queries.answer(view, request, limit, cursor);
                back.addAll(0, answer.page().rows());
                assertThat(answer.page().next()).as(request).isPresent();
                cursor = answer.page().previous().orElse(null);
            }
            if (!back.isEmpty()) {
                assertThat(back).as("back: " + request).isEqualTo(forth);
            }
        }
    }

    private static String request(String path, Random random, List<String> parameters) {
        var chosen = new ArrayList<>(parameters);
        java.util.Collections.shuffle(chosen, random);
        return path + "?" + String.join("&", chosen.subList(0, 1 + random.nextInt(3)));
    }

    private static List<String> changeParameters(Random random) {
        ChangeEntry one = allChanges.get(random.nextInt(CHANGES));
        ChangeEntry other = allChanges.get(random.nextInt(CHANGES));
        String ip = one.ip() == null ? "10.1.2.3" : one.ip();
        boolean ordered = one.recordedAt().isBefore(other.recordedAt());
        return List.of(
                "customer=" + (one.customer() == null ? "k-0" : one.customer()),
                "cart=" + one.cartId(),
                "sku="
                        + (one.lines().isEmpty()
                                ? "SKU-0"
                                : one.lines().getFirst().sku()),
                "actor=" + (one.actor() == null ? "nobody" : one.actor().id()),
                "client=" + one.client(),
                "ip=" + ip
                        + (ip.contains(":") ? List.of("", "/112", "/64") : List.of("", "/24", "/16", "/8", "/3", "/0"))
                                .get(random.nextInt(ip.contains(":") ? 3 : 6)),
                "session=" + (one.session() == null ? "nothing" : one.session()),
                "type=" + one.type() + (random.nextBoolean() ? "" : "," + other.type()),
                "channel=" + one.channel(),
                "ticket=" + (one.ticket() == null ? "T-1" : one.ticket()),
                (ordered ? "from=" : "to=") + one.recordedAt(),
                (ordered ? "to=" : "from=") + other.recordedAt());
    }

    private static List<String> cartParameters(Random random) {
        CartJson one = allCarts.get(random.nextInt(allCarts.size())).cart();
        CartJson other = allCarts.get(random.nextInt(allCarts.size())).cart();
        String sku = one.lines().getFirst().sku().value();
        ChangeEntry from = allChanges.get(random.nextInt(CHANGES));
        return List.of(
                "customer=" + (one.customer() == null ? "k-0" : one.customer()),
                "sku=" + sku,
                "status=" + one.status() + (random.nextBoolean() ? "" : "," + other.status()),
                "q="
                        + List.of("red", sku, sku + " RED", String.valueOf(one.cartId()), "o'clock", "nothing")
                                .get(random.nextInt(6)),
                "minLines=" + Math.min(one.lines().size(), other.lines().size()),
                "maxLines=" + Math.max(one.lines().size(), other.lines().size()),
                "changedFrom=" + from.recordedAt(),
                "changedTo=" + from.recordedAt().plusSeconds(1 + random.nextInt(60_000)));
    }

    private static Predicate<ChangeEntry> wanted(ChangeQuery query) {
        return change -> is(query.customer(), change.customer())
                && is(query.cart(), change.cartId())
                && is(
                        query.actor(),
                        change.actor() == null ? null : change.actor().id())
                && is(query.client(), change.client())
                && is(query.session(), change.session())
                && is(query.channel(), change.channel())
                && is(query.ticket(), change.ticket())
                && (query.types().isEmpty() || query.types().contains(change.type()))
                && (query.sku() == null || change.lines().stream().anyMatch(line -> is(query.sku(), line.sku())))
                && (query.ip() == null || within(query.ip(), change.ip()))
                && within(query.from(), query.to(), change.recordedAt());
    }

    private static boolean within(IpRange range, @Nullable String ip) {
        if (ip == null) {
            return false;
        }
        byte[] address = InetAddress.ofLiteral(ip).getAddress();
        byte[] first = InetAddress.ofLiteral(range.first()).getAddress();
        byte[] last = InetAddress.ofLiteral(range.last()).getAddress();
        return address.length == first.length
                && Arrays.compareUnsigned(first, address) <= 0
                && Arrays.compareUnsigned(address, last) <= 0;
    }

    private static Predicate<FoundCart> wanted(CartQuery query) {
        return found -> {
            CartJson cart = found.cart();
            return is(query.customer(), cart.customer())
                    && (query.sku() == null || cart.lines().stream().anyMatch(line -> is(query.sku(), line.sku())))
                    && (query.statuses().isEmpty()
                            || query.statuses().contains(cart.status().name()))
                    && (query.words() == null || words(cart).containsAll(words(query.words())))
                    && (query.minLines() == null || cart.lines().size() >= query.minLines())
                    && (query.maxLines() == null || cart.lines().size() <= query.maxLines())
                    && (!query.asksForTime()
                            || TIMES.getOrDefault(String.valueOf(cart.cartId()), Set.of()).stream()
                                    .anyMatch(time -> within(query.changedFrom(), query.changedTo(), time)));
        };
    }

    /** All but the customer's, which nobody looks for here. */
    private static Set<String> words(CartJson cart) {
        var words = new HashSet<String>();
        words.add(String.valueOf(cart.cartId()));
        cart.lines().forEach(line -> {
            words.add(line.sku().value().toLowerCase(Locale.ROOT));
            words.addAll(line.options().values());
        });
        return words;
    }

    private static List<String> words(String query) {
        return List.of(query.toLowerCase(Locale.ROOT).split(" ", -1));
    }

    private static boolean within(@Nullable Instant from, @Nullable Instant to, Instant time) {
        return (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
    }

    private static boolean is(@Nullable Object wanted, @Nullable Object value) {
        return wanted == null || (value != null && wanted.toString().equals(value.toString()));
    }
}
