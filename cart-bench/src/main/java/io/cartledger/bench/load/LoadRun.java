package io.cartledger.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A {@link LoadJob} under way. All of it happens on one event loop, so nothing is guarded.
 *
 * <p>At a rate, a request has an instant at which it is to begin, whatever became of those before it, and counts from then
 * on: what has to wait for a connection has waited (no coordinated omission; Tene, "How NOT to Measure Latency", 2013).
 */
final class LoadRun {

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final int DIGITS = 3;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10); // for answers after the end

    private final LoadJob job;
    private final EventLoop loop;
    private final Requests requests;
    private final Arrivals arrivals;
    private final Histogram histogram = new Histogram(LONGEST_MICROS, DIGITS);
    private final Map<String, Long> failed = new TreeMap<>();
    private final List<Lane> lanes = new ArrayList<>();
    private final Queue<Lane> idle = new ArrayDeque<>();
    private final Queue<Long> waiting = new ArrayDeque<>();
    private final CompletableFuture<LoadResult> result = new CompletableFuture<>();
    private long startNanos;
    private long endNanos;
    private long lastAnswerNanos;
    private long begun;

    LoadRun(LoadJob job, EventLoop loop) {
        this.job = job;
        this.loop = loop;
        this.requests = new Requests(job);
        this.arrivals = new Arrivals(job.ratePerSecond());
    }

    /** Begins once all connections are there. */
    CompletableFuture<LoadResult> start(Bootstrap bootstrap) {
        for (int i = 0; i < job.connections(); i++) {
            lanes.add(new Lane(bootstrap, requests, this::answered));
        }
        loop.execute(this::begin);
        return result;
    }

    private void begin() {
        startNanos = System.nanoTime();
        endNanos = startNanos + (long) (job.seconds() * 1e9);
        lastAnswerNanos = startNanos;
        if (job.ratePerSecond() > 0) {
            idle.addAll(lanes);
            arrivals.start(startNanos);
            pace();
        } else {
            lanes.forEach(lane -> send(lane, System.nanoTime()));
        }
        var _ = loop.schedule(this::giveUp, endNanos + PATIENCE_NANOS - startNanos, TimeUnit.NANOSECONDS);
    }

    /** Sends what is due, and comes back when the next one is. */
    private void pace() {
        long now = System.nanoTime();
        while (arrivals.next() <= now && arrivals.next() < endNanos) {
            long due = arrivals.take();
            Lane lane = idle.poll();
            if (lane == null) {
                waiting.add(due);
            } else {
                send(lane, due);
            }
        }
        if (arrivals.next() < endNanos) {
            var _ = loop.schedule(this::pace, arrivals.next() - now, TimeUnit.NANOSECONDS);
        } else {
            finishOnceAllAreAnswered();
        }
    }

    private void send(Lane lane, long intendedNanos) {
        begun++;
        lane.send(intendedNanos);
    }

    private void answered(Lane lane, String outcome) {
        long now = System.nanoTime();
        if (outcome.startsWith("2")) {
            if (now < endNanos || job.ratePerSecond() > 0) {
                histogram.recordValue(Math.min(LONGEST_MICROS, (now - lane.intendedNanos()) / 1_000));
                lastAnswerNanos = now;
            }
        } else {
            failed.merge(outcome, 1L, Long::sum);
        }
        goOn(lane, now);
    }

    private void goOn(Lane lane, long now) {
        if (job.ratePerSecond() > 0) {
            Long due = waiting.poll();
            if (due == null) {
                idle.add(lane);
                finishOnceAllAreAnswered();
            } else {
                send(lane, due);
            }
        } else if (now < endNanos && (job.most() == 0 || begun < job.most())) {
            send(lane, now);
        } else {
            idle.add(lane);
            finishOnceAllAreAnswered();
        }
    }

    private void finishOnceAllAreAnswered() {
        boolean over = job.ratePerSecond() > 0 ? arrivals.next() >= endNanos : true;
        if (over && waiting.isEmpty() && idle.size() == lanes.size()) {
            finish();
        }
    }

    private void giveUp() {
        if (!result.isDone()) {
            long missing = (long) waiting.size() + lanes.size() - idle.size();
            failed.merge("no answer", missing, Long::sum);
            finish();
        }
    }

    private void finish() {
        lanes.forEach(Lane::close);
        boolean early = job.most() > 0 && begun >= job.most();
        double seconds = early ? (lastAnswerNanos - startNanos) / 1e9 : job.seconds();
        result.complete(new LoadResult(histogram.getTotalCount(), seconds, failed, LoadResult.encoded(histogram)));
    }
}
