package io.cartledger.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.config.RateLimits.Rate;
import io.cartledger.server.limit.RateLimiter.Decision;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A policy's buckets, by a clock that stands still until it is moved. */
class RateLimiterTest {

    private final AtomicLong nanos = new AtomicLong(1);
    private final TimeMeter clock = new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    };

    @Test
    void theBurstPassesAndNoMore() {
        var limiter = limiter(2, 5);

        var decisions = ask(limiter, 7);

        assertThat(decisions).extracting(Decision::allowed).containsExactly(true, true, true, true, true, false, false);
        assertThat(decisions).extracting(Decision::left).containsExactly(4L, 3L, 2L, 1L, 0L, 0L, 0L);
    }

    @Test
    void whatIsTakenComesBackAtTheRateAndNoFaster() {
        var limiter = limiter(2, 5);
        ask(limiter, 5);

        pass(Duration.ofMillis(499));
        var tooEarly = limiter.ask("one");
        pass(Duration.ofMillis(1));
        var inTime = limiter.ask("one");
        pass(Duration.ofMinutes(5));

        assertThat(tooEarly).isEqualTo(new Decision(false, 0, 1));
        assertThat(inTime.allowed()).isTrue();
        assertThat(ask(limiter, 6)).filteredOn(Decision::allowed).hasSize(5);
    }

    @Test
    void whoComesTooEarlyGetsNoFurtherBehind() {
        var limiter = limiter(1, 1);
        ask(limiter, 100);

        pass(Duration.ofSeconds(1));

        assertThat(limiter.ask("one").allowed()).isTrue();
    }

    @Test
    void whoIsForgottenHasGainedNothing() {
        var limiter = limiter(1, 3);
        ask(limiter, 3);

        pass(Duration.ofMillis(2_900));
        ask(limiter, 2);
        pass(Duration.ofMillis(1_000));

        assertThat(ask(limiter, 3)).filteredOn(Decision::allowed).hasSize(1);
    }

    @Test
    void eachHasABucketOfItsOwn() {
        var limiter = limiter(1, 1);

        assertThat(limiter.ask("one").allowed()).isTrue();
        assertThat(limiter.ask("another").allowed()).isTrue();
        assertThat(limiter.ask("one").allowed()).isFalse();
    }

    @Test
    void manyAtOnceNeverGetMoreThanTheBurst() throws InterruptedException, ExecutionException {
        int threads = 16;
        var limiter = limiter(1, 100);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (int round = 0; round < 50; round++) {
                String who = "round " + round;
                var start = new CountDownLatch(1);
                var admitted = new ArrayList<Future<Long>>();
                for (int i = 0; i < threads; i++) {
                    admitted.add(pool.submit(() -> {
                        start.await();
                        return IntStream.range(0, 20)
                                .filter(n -> limiter.ask(who).allowed())
                                .count();
                    }));
                }

                start.countDown();

                long all = 0;
                for (Future<Long> one : admitted) {
                    all += one.get();
                }
                assertThat(all).as(who).isEqualTo(100);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 5, 3", "2, 4, 2", "1000, 1, 1"})
    void theWindowIsTheTimeInWhichTheBucketFills(int perSecond, int burst, long seconds) {
        assertThat(limiter(perSecond, burst).windowSeconds()).isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource({"100, 200, 4, 25, 50", "100, 10, 3, 33, 3", "2, 2, 4, 1, 1"})
    void eachNodeTakesItsShareAndAtLeastOne(int perSecond, int burst, int nodes, int ownPerSecond, int ownBurst) {
        assertThat(new Rate(perSecond, burst).share(nodes)).isEqualTo(new Rate(ownPerSecond, ownBurst));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.8, false",
        "192.0.2.7, 192.0.2.7, true",
        "2001:db8:0:1::1, 2001:db8:0:1:ffff:ffff:ffff:ffff, true",
        "2001:db8:0:1:0:0:0:1, 2001:db8::2:0:0:0:1, false"
    })
    void anAddressOfVersion6CountsByItsFirstHalf(String one, String another, boolean same) {
        assertThat(AddressLimitFilter.network(one).equals(AddressLimitFilter.network(another)))
                .isEqualTo(same);
    }

    private RateLimiter limiter(int perSecond, int burst) {
        return new RateLimiter("test", new Rate(perSecond, burst), clock);
    }

    private static List<Decision> ask(RateLimiter limiter, int times) {
        return IntStream.range(0, times).mapToObj(i -> limiter.ask("one")).toList();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
