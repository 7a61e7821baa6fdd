package io.cartledger.query.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.query.generation.Generation;
import io.cartledger.query.ledger.LedgerEventSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LagTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final TestDatabase database = TestDatabase.withLedger();
    private final ViewPosition position = new ViewPosition();
    private final LiveView live = new LiveView();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant now = NOON;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final Lag lag = new Lag(live, new LedgerEventSource(database.as("cart_view")), clock, meters);

    @BeforeEach
    void read() {
        live.set(new View(new Generation(1, Generation.FOLD_REVISION, Generation.State.COMPLETE), position));
    }

    @Test
    void aReadModelThatHasEverythingIsNotBehind() {
        append(1, NOON);
        position.reached(1);
        now = NOON.plusSeconds(60);

        lag.look();

        assertLag(0, Duration.ZERO);
    }

    @Test
    void itIsBehindByWhatIsNotFoldedAndAsOldAsTheFirstOfIt() {
        append(1, NOON);
        append(2, NOON.plusSeconds(10));
        append(3, NOON.plusSeconds(20));
        position.reached(1);
        now = NOON.plusSeconds(60);

        lag.look();

        assertLag(2, Duration.ofSeconds(50));
    }

    @Test
    void itGrowsOlderAlsoWhileTheLedgerDoesNotAnswer() {
        append(1, NOON);
        lag.look();
        database.execute("alter table ledger.event rename to elsewhere");
        now = NOON.plusSeconds(60);

        lag.look();

        assertLag(1, Duration.ofSeconds(60));
    }

    @Test
    void whatHasBeenFoldedSinceTheLastLookGrowsNoOlder() {
        append(1, NOON);
        now = NOON.plusSeconds(1);
        lag.look();
        position.reached(1);
        now = NOON.plusSeconds(60);

        assertThat(lag.age()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aLedgerThatHasGoneBackIsToldFromOneThatIsFollowed() {
        append(1, NOON);
        position.reached(5);

        lag.look();

        assertLag(-4, Duration.ZERO);
    }

    @Test
    void itLooksByItself() {
        append(1, NOON);
        try (lag) {
            lag.start();

            Awaitility.await().until(() -> lag.events() == 1);
            position.reached(1);
            Awaitility.await().until(() -> lag.events() == 0);
        }
    }

    private void assertLag(long events, Duration age) {
        assertThat(lag.events()).isEqualTo(events);
        assertThat(lag.age()).isEqualTo(age);
        assertThat(meters.get("cart.view.lag.events").gauge().value()).isEqualTo(events);
        assertThat(meters.get("cart.view.lag").gauge().value()).isEqualTo(age.toSeconds());
    }

    private void append(long position, Instant recordedAt) {
        database.execute("""
                insert into ledger.event
                values (%d, 'Cart', 'c-%d', 0, gen_random_uuid(), 'CartOpened', 1, '{}', '{}', '%s')
                """.formatted(position, position, recordedAt));
    }
}
