package io.cartledger.bench.load;

import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/** When requests are to begin: as independent callers send them, so many in a second on average. */
final class Arrivals {

    private static final long SEED = 4_421L;

    private final ContinuousSampler gapNanos;
    private long nextNanos;

    Arrivals(double perSecond) {
        double mean = perSecond > 0 ? 1e9 / perSecond : 1;
        this.gapNanos = ZigguratSampler.Exponential.of(RandomSource.XO_SHI_RO_256_PP.create(SEED), mean);
    }

    void start(long nowNanos) {
        nextNanos = nowNanos + (long) gapNanos.sample();
    }

    /** When the next one is due, by {@link System#nanoTime()}. */
    long next() {
        return nextNanos;
    }

    /** The same, and goes on to the one after it. */
    long take() {
        long taken = nextNanos;
        nextNanos += (long) gapNanos.sample();
        return taken;
    }
}
