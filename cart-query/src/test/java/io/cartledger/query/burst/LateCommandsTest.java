package io.cartledger.query.burst;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.query.burst.BurstStep.Done;
import io.cartledger.query.projection.TestView;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What comes late, or is overtaken, is not missed; and whoever looks at once finds the same. */
class LateCommandsTest {

    private static final String REFUSED = "purchase-limit-exceeded";

    private final TestBursts shop = new TestBursts();

    @Test
    void aLateRefusalJoinsTwoBursts() {
        List.of(0, 10_000, 90_000, 95_000).forEach(micros -> shop.changed("c-1", "A", micros));
        shop.find();
        assertThat(shop.found()).hasSize(2);

        shop.refused(1, "c-1", "A", 50_000, REFUSED);
        shop.find();

        assertThat(shop.found())
                .containsExactly(
                        "c-1 A 0:changed 10000:changed 50000:purchase-limit-exceeded 90000:changed 95000:changed = 5 4 1 0 whole");
    }

    @Test
    void aRefusalWhoseCommitIsOvertakenIsNotMissed() {
        shop.changed("c-1", "A", 0);
        shop.refused(2, "c-2", "A", 0, REFUSED);
        shop.find();

        shop.refused(1, "c-1", "A", 10, REFUSED);
        shop.find();

        assertThat(shop.found()).containsExactly("c-1 A 0:changed 10:purchase-limit-exceeded = 2 1 1 0 whole");
        assertThat(gaps()).isZero();
    }

    @Test
    void aRefusalThatNeverComesIsNotWaitedForForEver() {
        shop.refused(2, "c-2", "A", 0, REFUSED);
        shop.find();
        assertThat(gaps()).isEqualTo(1);

        shop.view.database.execute("update view.burst_gap set noted_at = noted_at - interval '11 minutes'");
        shop.find();

        assertThat(gaps()).isZero();
    }

    @Test
    void refusalsThatWereForgottenLongAgoAreNotWaitedForOneByOne() {
        shop.refused(50_000_000, "c-2", "A", 0, REFUSED);

        shop.find();

        assertThat(gaps()).isLessThan(10_001);
    }

    @Test
    void whatWasParkedIsLookedAtOnceItIsFoldedAgain() {
        var command = UUID.randomUUID();
        long parked = shop.nextPosition();
        shop.changed("c-1", "A", 10);
        shop.find();
        assertThat(shop.found()).isEmpty();

        shop.fold(parked, "c-1", "A", 0, command);
        shop.retried();
        shop.find();

        assertThat(shop.found()).containsExactly("c-1 A 0:changed 10:changed = 2 2 0 0 whole");
        assertThat(gaps()).isZero();
    }

    @Test
    void twoWhoLookAtOnceFindTheSame() throws InterruptedException {
        IntStream.range(0, 200).forEach(n -> shop.changed("c-" + n % 10, "A", n));
        var start = new CountDownLatch(1);
        List<Thread> finders = IntStream.range(0, 2)
                .mapToObj(n -> Thread.startVirtualThread(() -> {
                    await(start);
                    IntStream.range(0, 100).forEach(round -> TestBursts.find(shop.finder()));
                }))
                .toList();

        start.countDown();
        for (Thread finder : finders) {
            finder.join();
        }

        assertThat(shop.found())
                .hasSize(10)
                .allSatisfy(burst -> assertThat(burst).endsWith("= 20 20 0 0 whole"));
    }

    @Test
    void whileSomebodyLooksNobodyElseDoes() throws SQLException {
        shop.changed("c-1", "A", 0);
        shop.changed("c-1", "A", 10);
        try (Connection looking = shop.view.view.getConnection()) {
            looking.setAutoCommit(false);
            BurstProgress.lock(looking);

            assertThat(shop.finder().take(TestView.GENERATION)).isEqualTo(Done.NOTHING);

            looking.rollback();
        }
        assertThat(shop.found()).isEmpty();
        shop.find();
        assertThat(shop.found()).hasSize(1);
    }

    private long gaps() {
        return shop.view
                .jdbc
                .sql("select count(*) from view.burst_gap")
                .query(Long.class)
                .single();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
