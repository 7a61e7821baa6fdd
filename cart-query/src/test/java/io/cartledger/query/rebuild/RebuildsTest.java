package io.cartledger.query.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.Generation.State;
import io.cartledger.query.generation.GenerationTable;
import io.cartledger.query.projection.TestView;
import io.cartledger.query.rebuild.Rebuild.Phase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RebuildsTest {

    private final TestRebuilds test = new TestRebuilds();
    private final TestView view = test.view;
    private final Rebuilds rebuilds = test.rebuilds;

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void aRebuildIsEqualToWhatWasFoldedStepByStep() throws SQLException {
        test.commands(400);
        view.database.execute("update ledger.event set payload = '{}' where position = 100 and type = 'ItemAdded'");
        view.catchUp();

        Rebuild rebuild = test.whole();

        assertThat(rebuild.differences()).isZero();
        assertThat(view.rows(generation(rebuild))).isEqualTo(view.rows());
        assertThat(rebuild.position()).isEqualTo(rebuild.head()).isPositive();
        assertThat(states()).containsExactly("1 COMPLETE", "2 COMPLETE");
    }

    @Test
    void oneIsUnderWayAtATime() throws SQLException {
        test.commands(50);
        view.catchUp();

        Rebuild first = rebuilds.begin("anna").orElseThrow();

        assertThat(rebuilds.begin("bob")).isEmpty();
        test.done(first);
        assertThat(test.done(rebuilds.begin("bob").orElseThrow()).rebuild()).isEqualTo(3);
    }

    @Test
    void oneWhoseBuilderIsGoneIsBegunAnewByAnotherNode() throws SQLException {
        test.commands(50);
        view.catchUp();
        underWay(Generation.FOLD_REVISION);

        rebuilds.start();

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> states().contains("3 COMPLETE"));
        assertThat(rebuilds.find(2).orElseThrow().phase()).isEqualTo(Phase.ABANDONED);
        assertThat(rebuilds.find(3).orElseThrow().askedBy()).isEqualTo("anna");
        Awaitility.await().until(() -> schemas().equals(List.of("view_1", "view_3")));
    }

    /** Begun by a node of which nobody hears again. */
    private Generation underWay(int foldRevision) throws SQLException {
        try (Connection connection = view.view.getConnection()) {
            Generation begun = GenerationTable.add(connection, foldRevision, State.BUILDING);
            RebuildTable.add(connection, begun.number(), foldRevision, "anna", UUID.randomUUID());
            view.database.execute("create schema " + begun.schema() + " authorization cart_view");
            return begun;
        }
    }

    @Test
    void oneOfAnotherFoldWhoseBuilderIsGoneIsInNobodysWay() throws SQLException {
        test.commands(50);
        view.catchUp();
        underWay(Generation.FOLD_REVISION + 1);

        rebuilds.start();

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> rebuilds.find(2).orElseThrow().phase() == Phase.ABANDONED);
        assertThat(rebuilds.find(2).orElseThrow().failure()).isEqualTo("its builder is gone");
        Awaitility.await().until(() -> schemas().equals(List.of("view_1")));
        assertThat(rebuilds.find(3)).as("of a fold that is unknown here").isEmpty();
        assertThat(test.done(rebuilds.begin("bob").orElseThrow()).foldRevision())
                .isEqualTo(Generation.FOLD_REVISION);
    }

    @Test
    void anErrorDoesNotEndTheWatch() throws SQLException {
        underWay(Generation.FOLD_REVISION);
        try (Rebuilds watching = test.of(
                view.failingOnceIn("view-rebuilds"),
                Generation.FOLD_REVISION,
                Duration.ofSeconds(2),
                new SimpleMeterRegistry())) {
            watching.start();

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> states().contains("3 COMPLETE"));
        }
    }

    @Test
    void aNodeWithANewerFoldBuildsItsGenerationByItself() throws SQLException {
        test.commands(50);
        view.catchUp();
        try (Rebuilds newer = test.of(Generation.FOLD_REVISION + 1)) {
            newer.start();

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> states().contains("2 COMPLETE"));

            Rebuild rebuild = test.done(newer.find(2).orElseThrow());
            assertThat(rebuild.foldRevision()).isEqualTo(Generation.FOLD_REVISION + 1);
            assertThat(rebuild.askedBy()).isEqualTo("system");
        }
    }

    @Test
    void whatIsReadIsNeverTakenForWhatABuilderHasLeft() throws SQLException {
        test.commands(20);
        view.catchUp();
        Rebuild done = test.whole();
        view.database.execute("update view.rebuild set seen_at = now() - interval '1 hour'");

        rebuilds.start();
        rebuilds.drop(done.rebuild());

        Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        assertThat(states()).containsExactly("1 COMPLETE", "2 COMPLETE");
        assertThat(schemas()).containsExactly("view_1", "view_2");
    }

    @Test
    void aFoldThatFailsLeavesNothingBehind() throws SQLException {
        test.commands(50);
        view.database.execute("update ledger.event set type = 'CartGilded' where position = 3");

        Rebuild begun = rebuilds.begin("anna").orElseThrow();

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> test.phase(begun) == Phase.FAILED);
        assertThat(rebuilds.find(begun.rebuild()).orElseThrow().failure()).contains("CartGilded revision");
        rebuilds.start();
        Awaitility.await().until(() -> schemas().equals(List.of("view_1")));
        assertThat(states()).containsExactly("1 COMPLETE");
    }

    @Test
    void whatIsReadIsNotDroppedAndWhatIsNotReadIs() throws SQLException {
        test.commands(20);
        view.catchUp();
        test.whole();

        assertThat(rebuilds.drop(2)).isEqualTo(Rebuilds.Dropped.IN_USE);
        assertThat(rebuilds.drop(1)).isEqualTo(Rebuilds.Dropped.YES);
        assertThat(rebuilds.drop(1)).isEqualTo(Rebuilds.Dropped.UNKNOWN);
        assertThat(rebuilds.find(1).orElseThrow().phase()).isEqualTo(Phase.DROPPED);
        rebuilds.start();
        Awaitility.await().until(() -> schemas().equals(List.of("view_2")));
    }

    private static Generation generation(Rebuild rebuild) {
        return new Generation(rebuild.rebuild(), rebuild.foldRevision(), State.COMPLETE);
    }

    private List<String> states() {
        return view.jdbc
                .sql("select number || ' ' || state from view.generation order by number")
                .query(String.class)
                .list();
    }

    private List<String> schemas() {
        return view.jdbc
                .sql("select nspname from pg_namespace where nspname ~ '^view_' order by 1")
                .query(String.class)
                .list();
    }
}
