package io.cartledger.server.testing;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does something so many times a second, whether or not what it has begun before has ended: as many callers would. */
public final class OpenLoop implements AutoCloseable {

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private OpenLoop() {}

    /** Begins. */
    public static OpenLoop start(int perSecond, Runnable task) {
        var loop = new OpenLoop();
        long nanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        loop.clock.scheduleAtFixedRate(
                () -> loop.callers.execute(() -> loop.run(task)), 0, nanos, TimeUnit.NANOSECONDS);
        return loop;
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | AssertionError e) {
            failures.add(e);
        }
    }

    /** What the task has thrown. */
    public Queue<Throwable> failures() {
        return failures;
    }

    /** Begins nothing more, and waits for what is under way. */
    @Override
    public void close() {
        clock.close();
        callers.close();
    }
}
