package io.cartledger.query.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What has been found so far: the first ones are told, all are counted. Any thread may use it. */
final class Findings {

    /** Most that are told: where more is wrong, it is one fault that all of them follow from. */
    static final int MOST_TOLD = 200;

    private final List<Finding> waiting = new ArrayList<>();
    private final List<Finding> discarded = new ArrayList<>();
    private long count;

    void add(Finding finding) {
        add(() -> finding);
    }

    /** The same, put into words only if it is told. */
    synchronized void add(Supplier<Finding> finding) {
        count++;
        if (count <= MOST_TOLD) {
            waiting.add(finding.get());
        }
    }

    /** Counts some that nobody would be told of. */
    synchronized void addUntold(long others) {
        count += others;
    }

    /** What an operator has decided to live with is no fault. */
    synchronized void addDiscarded(Finding finding) {
        if (discarded.size() < MOST_TOLD) {
            discarded.add(finding);
        }
    }

    /** Those that nobody has taken yet. */
    synchronized List<Finding> take() {
        var taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    /** Likewise. */
    synchronized List<Finding> takeDiscarded() {
        var taken = List.copyOf(discarded);
        discarded.clear();
        return taken;
    }

    synchronized long count() {
        return count;
    }

    /** How many are counted and not told. */
    synchronized long untold() {
        return Math.max(0, count - MOST_TOLD);
    }
}
