package io.cartledger.query.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.GenerationSchema;
import io.cartledger.query.generation.ViewConnection;
import io.cartledger.query.search.RecordedStatements.Explained;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How PostgreSQL carries out what a search sends it, over many changes: by which index, and how much it looks at. */
class SearchPlanTest {

    private static final int CHANGES = Boolean.getBoolean("cart.full") ? 1_000_000 : 100_000;

    /** Blocks of 8 kB that a page may cost; of the visibility map the same one counts again and again. */
    private static final long MOST_BUFFERS = 2_500;

    /** The same where rows are found by one condition, or by none, to test another. */
    private static final long MOST_BUFFERS_OF_OTHERS = 8_000;

    /** For counting a total up to its bound. */
    private static final long MOST_BUFFERS_OF_COUNT = 4_500;

    private static final String MIDDLE_CART = "c-8";

    private static TestDatabase database;
    private static Generation generation;

    @BeforeAll
    static void write() throws SQLException {
        database = TestDatabase.withLedger();
        new GenerationSchema(database.as("cart_view")).migrate(Generation.FOLD_REVISION);
        long begun = System.nanoTime();
        generation = ManyChanges.write(database, CHANGES);
        System.out.printf("SearchPlanTest: %d changes in %.1f s%n", CHANGES, (System.nanoTime() - begun) / 1e9);
    }

    static Stream<String> requests() {
        return """
                /changes
                /changes?customer=k-0
                /changes?customer=k-2000
                /changes?customer=nobody
                /changes?cart=c-cfcd208495d5
                /changes?cart=nothing
                /changes?sku=SKU-0
                /changes?sku=SKU-RARE
                /changes?sku=nothing
                /changes?actor=shop
                /changes?actor=anna
                /changes?actor=nobody
                /changes?client=web
                /changes?client=old-form
                /changes?client=kiosk
                /changes?client=nothing
                /changes?ip=198.51.100.7
                /changes?ip=192.0.2.9
                /changes?ip=192.0.2.10
                /changes?ip=198.51.100.0/24
                /changes?ip=10.0.0.0/24
                /changes?ip=10.0.0.0/8
                /changes?ip=0.0.0.0/0
                /changes?ip=2001:db8::/32
                /changes?ip=2001:db9::/32
                /changes?session=s-1
                /changes?session=nothing
                /changes?type=ItemAdded
                /changes?type=LineCorrected
                /changes?type=NoteAdded
                /changes?type=ItemAdded,LineCorrected,CartOpened
                /changes?channel=api
                /changes?channel=legacy
                /changes?channel=support
                /changes?ticket=T-1
                /changes?ticket=nothing
                /changes?from=2026-01-01T12:00:00Z&to=2026-01-02T12:00:00Z
                /changes?from=2030-01-01T12:00:00Z
                /changes?to=2020-01-01T12:00:00Z
                /changes?customer=k-0&type=ItemAdded
                /changes?customer=k-0&sku=SKU-0
                /changes?customer=k-2000&sku=SKU-0
                /changes?customer=nobody&type=ItemAdded
                /changes?sku=SKU-0&type=ItemAdded
                /changes?sku=SKU-RARE&type=ItemAdded
                /changes?sku=SKU-RARE&actor=shop
                /changes?type=ItemAdded&channel=api
                /changes?type=LineCorrected&channel=support
                /changes?type=ItemAdded&from=2026-01-01T12:00:00Z&to=2026-01-02T12:00:00Z
                /changes?ip=192.0.2.9&type=ItemAdded
                /changes?ip=198.51.100.7&type=ItemAdded
                /changes?ip=10.0.0.0/24&from=2026-01-01T12:00:00Z&to=2026-01-02T12:00:00Z
                /changes?session=s-1&type=ItemAdded
                /changes?ticket=T-1&actor=anna
                /changes?client=old-form&actor=shop
                /carts
                /carts?customer=k-0
                /carts?customer=k-2000
                /carts?customer=nobody
                /carts?sku=SKU-0
                /carts?sku=SKU-4000
                /carts?sku=nothing
                /carts?status=OPEN
                /carts?status=MERGED
                /carts?status=OPEN,MERGED
                /carts?q=red
                /carts?q=mia
                /carts?q=sku-0
                /carts?q=k-0
                /carts?q=nothing
                /carts?q=mia red
                /carts?minLines=1
                /carts?minLines=5
                /carts?minLines=100
                /carts?maxLines=1
                /carts?minLines=2&maxLines=3
                /carts?minLines=1000
                /carts?changedFrom=2026-01-01T12:00:00Z&changedTo=2026-01-01T18:00:00Z
                /carts?changedFrom=2026-01-01T12:00:00Z
                /carts?changedFrom=2030-01-01T12:00:00Z
                /carts?customer=k-0&status=OPEN
                /carts?customer=k-0&sku=SKU-0
                /carts?customer=nobody&status=OPEN
                /carts?sku=SKU-0&status=OPEN
                /carts?sku=SKU-4000&status=OPEN
                /carts?status=OPEN&q=red
                /carts?status=OPEN&q=mia
                /carts?status=OPEN&changedFrom=2026-01-01T12:00:00Z&changedTo=2026-01-01T18:00:00Z
                /carts?minLines=100&status=OPEN
                """.lines();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void noPageReadsATableThroughOrLooksAtMuch(String request) throws SQLException {
        String middle = Queries.isChanges(request) ? Integer.toString(CHANGES / 2) : MIDDLE_CART;
        try (Connection connection = database.as("cart_view").getConnection()) {
            var statements = new RecordedStatements(connection);
            var view = new ViewConnection(statements.connection(), generation);

            page(statements, view, request, "first", null);
            page(statements, view, request, "later", Queries.cursor(request, middle, false));
            page(statements, view, request, "back", Queries.cursor(request, middle, true));
        }
    }

    /** Of two that are frequent, and never come together. */
    @Test
    void whereNothingIsWantedThePagesLeadOnToTheEnd() throws SQLException {
        String request = "/changes?client=old-form&actor=shop";
        int turns = 0;
        try (Connection connection = database.as("cart_view").getConnection()) {
            var view = new ViewConnection(connection, generation);
            Queries.Answer answer = Queries.answer(view, request, 50, null);
            while (answer.page().next().isPresent()) {
                assertThat(answer.page().rows()).isEmpty();
                answer = Queries.answer(view, request, 50, answer.page().next().get());
                turns++;
            }
            assertThat(answer.page().rows()).isEmpty();
        }

        assertThat(turns).isBetween(1, CHANGES / 10 / Search.MOST_LOOKED_AT + 1);
    }

    private static void page(
            RecordedStatements statements, ViewConnection view, String request, String which, @Nullable String cursor)
            throws SQLException {
        Queries.Answer answer = Queries.answer(view, request, 50, cursor);
        long begun = System.nanoTime();
        Queries.answer(view, request, 50, cursor);
        long nanos = System.nanoTime() - begun;
        List<Explained> explained = statements.explain();
        List<Explained> once = explained.subList(explained.size() / 2, explained.size());
        long buffers = buffers(once, false);
        long counting = buffers(once, true);
        System.out.printf(
                "SearchPlanTest: %-90s %-5s %3d rows of %s%d, %d statements, %5d buffers and %4d, %.1f ms%n",
                request,
                which,
                answer.page().rows().size(),
                answer.total().estimate() ? "about " : "",
                answer.total().rows(),
                once.size(),
                buffers,
                counting,
                nanos / 1e6);

        var scans = new ArrayList<String>();
        once.forEach(
                statement -> statement.scannedThrough().forEach(table -> scans.add(table + " by " + statement.sql())));
        assertThat(scans).isEmpty();
        assertThat(buffers)
                .as(() -> String.join(
                        "\n",
                        once.stream()
                                .map(statement -> statement.buffers() + " " + statement.sql())
                                .toList()))
                .isLessThanOrEqualTo(
                        request.contains("&") || request.contains("::/") ? MOST_BUFFERS_OF_OTHERS : MOST_BUFFERS);
        assertThat(counting).isLessThanOrEqualTo(MOST_BUFFERS_OF_COUNT);
    }

    private static long buffers(List<Explained> statements, boolean ofCount) {
        return statements.stream()
                .filter(statement -> statement.sql().startsWith("select count") == ofCount)
                .mapToLong(Explained::buffers)
                .sum();
    }
}
