package io.cartledger.query.rebuild;

import io.cartledger.query.rebuild.RebuildTable.UnderWay;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the rebuild under way is, whichever node builds, as it was when somebody looked last. All are 0 where none is:
 * Prometheus advises against figures that are missing at times, and sums of NaN are NaN
 * (<a href="https://prometheus.io/docs/practices/instrumentation/#avoid-missing-metrics">Avoid missing metrics</a>).
 *
 * <p>One thread looks; what it has seen is an immutable record, which those who scrape read.
 */
final class RebuildGauges {

    private static final Seen NONE = new Seen(0, 0, null);

    private volatile Seen seen = NONE;

    /** @param heardNanos when its builder was heard of last, as {@link System#nanoTime} has it; null if none is under way */
    private record Seen(long position, long head, @Nullable Long heardNanos) {}

    RebuildGauges(MeterRegistry meters) {
        Gauge.builder("cart.view.rebuild.position", this, gauges -> gauges.seen.position())
                .description("Events that the rebuild under way has folded; 0 if none is")
                .register(meters);
        Gauge.builder("cart.view.rebuild.head", this, gauges -> gauges.seen.head())
                .description("Events that the rebuild under way folds before it catches up; 0 if none is")
                .register(meters);
        Gauge.builder("cart.view.rebuild.silence", this, RebuildGauges::silentSeconds)
                .description("Time since the builder of the rebuild under way was heard of; 0 if none is")
                .baseUnit("seconds")
                .register(meters);
    }

    /** @param underWay the newest first */
    void seen(List<UnderWay> underWay) {
        seen = underWay.isEmpty() ? NONE : of(underWay.getFirst());
    }

    private static Seen of(UnderWay rebuild) {
        return new Seen(
                rebuild.position(),
                rebuild.head(),
                System.nanoTime() - rebuild.silence().toNanos());
    }

    /** It grows also while the database does not say. */
    private double silentSeconds() {
        Long heard = seen.heardNanos();
        return heard == null ? 0 : Math.max(0, (System.nanoTime() - heard) / 1e9);
    }
}
