package io.cartledger.query.burst;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.query.consistency.LiveView;
import io.cartledger.query.consistency.View;
import io.cartledger.query.consistency.ViewPosition;
import io.cartledger.query.projection.TestView;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Who looks for bursts goes on, whatever happens. */
class BurstFinderTest {

    private final TestBursts shop = new TestBursts();
    private final LiveView live = new LiveView();

    @Test
    void anErrorDoesNotEndIt() {
        live.set(new View(TestView.GENERATION, new ViewPosition()));
        try (var finder = new BurstFinder(
                shop.view.failingOnceIn("bursts"),
                shop.view.database.as("cart_view"),
                live,
                new SimpleMeterRegistry())) {
            finder.start();
            Awaitility.await().until(() -> finder.failure().isPresent());
            assertThat(finder.failure()).contains("StackOverflowError");

            shop.changed("c-1", "A", 0);
            shop.changed("c-1", "A", 1_000);

            Awaitility.await().until(() -> shop.found().size() == 1);
            assertThat(finder.failure()).isEmpty();
        }
    }
}
