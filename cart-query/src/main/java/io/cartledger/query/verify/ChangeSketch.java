package io.cartledger.query.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Compares the rows that there are with those that the events make, in whatever order both come, in constant memory: for
 * each range of positions it keeps one sum, to which the hash of each row that is to be there is added, and from which
 * that of each row that is there is taken. What is left where they are the same rows is 0.
 *
 * <p>Any thread may use it.
 */
final class ChangeSketch {

    private static final int MOST_RANGES = 1 << 16;
    private static final long SHORTEST_RANGE = 256;

    private final AtomicLongArray sums;
    private final long width;
    private final long last;

    /** @param last the last position that rows are to be there for */
    ChangeSketch(long last) {
        this.last = last;
        this.width = Math.max(SHORTEST_RANGE, last / MOST_RANGES + 1);
        this.sums =
                new AtomicLongArray((int) (last / width) + 2); // the last one for positions that nothing is to be at
    }

    /** @param last {@link Long#MAX_VALUE} for all that follow */
    record Range(long first, long last) {}

    void expect(long position, long hash) {
        sums.addAndGet(range(position), hash);
    }

    void found(long position, long hash) {
        sums.addAndGet(range(position), -hash);
    }

    private int range(long position) {
        return position > last ? sums.length() - 1 : (int) (Math.max(0, position) / width);
    }

    /** Where the rows are not the same. */
    List<Range> different() {
        var different = new ArrayList<Range>();
        for (int i = 0; i < sums.length(); i++) {
            if (sums.get(i) != 0) {
                different.add(
                        i == sums.length() - 1
                                ? new Range(last + 1, Long.MAX_VALUE)
                                : new Range(i * width, Math.min(last, (i + 1) * width - 1)));
            }
        }
        return different;
    }
}
