package io.cartledger.query.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.query.generation.Generation;
import io.cartledger.query.generation.Generation.State;
import io.cartledger.query.generation.GenerationTable;
import io.cartledger.query.projection.TestView;
import io.cartledger.query.rebuild.Rebuild.Phase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RebuildGaugesTest {

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final TestRebuilds test = new TestRebuilds();
    private final TestView view = test.view;

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void everyNodeTellsHowFarTheOneIsThatAnotherBuilds() throws SQLException {
        UUID builder = UUID.randomUUID();
        try (Rebuilds other = test.of(view.view, Generation.FOLD_REVISION, Duration.ofMinutes(1), meters);
                Connection connection = view.view.getConnection()) {
            other.start();
            assertGauges(0, 0);
            assertThat(gauge("silence")).isZero();

            Generation begun = GenerationTable.add(connection, Generation.FOLD_REVISION, State.BUILDING);
            RebuildTable.add(connection, begun.number(), Generation.FOLD_REVISION, "anna", builder);
            RebuildTable.report(connection, begun.number(), builder, Phase.FOLDING, 40, 100);
            view.database.execute("update view.rebuild set seen_at = now() - interval '30 s'");

            assertGauges(40, 100);
            Awaitility.await().until(() -> gauge("silence") >= 30);
            RebuildTable.report(connection, begun.number(), builder, Phase.CATCHING_UP, 120, 100);
            assertGauges(120, 100);
            Awaitility.await().until(() -> gauge("silence") < 30);

            RebuildTable.end(connection, begun.number(), Phase.DONE, null);
            assertGauges(0, 0);
            assertThat(gauge("silence")).isZero();
        }
    }

    @Test
    void theSilenceGrowsAlsoWhileTheDatabaseDoesNotSay() throws SQLException {
        try (Rebuilds other = test.of(view.view, Generation.FOLD_REVISION, Duration.ofMinutes(1), meters);
                Connection connection = view.view.getConnection()) {
            other.start();
            Generation begun = GenerationTable.add(connection, Generation.FOLD_REVISION, State.BUILDING);
            RebuildTable.add(connection, begun.number(), Generation.FOLD_REVISION, "anna", UUID.randomUUID());
            view.database.execute("update view.rebuild set seen_at = now() - interval '30 s'");
            Awaitility.await().until(() -> gauge("silence") >= 30);
        }
        double silence = gauge("silence");

        Awaitility.await().until(() -> gauge("silence") > silence + 1);
    }

    private void assertGauges(long position, long head) {
        Awaitility.await().until(() -> gauge("position") == position && gauge("head") == head);
    }

    private double gauge(String name) {
        return meters.get("cart.view.rebuild." + name).gauge().value();
    }
}
