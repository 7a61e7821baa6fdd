package io.cartledger.bench.report;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** The middle one. */
public final class Median {

    private Median() {}

    /** Of an even number, the mean of the two in the middle; 0 of none. */
    public static double of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return 0;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** Of what each of these says. */
    public static <T> double of(Collection<T> all, ToDoubleFunction<T> value) {
        return of(all.stream().map(value::applyAsDouble).toList());
    }
}
