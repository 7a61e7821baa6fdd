package io.cartledger.server.http;

import io.cartledger.http.Problem;
import io.cartledger.http.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Ends the service without loss: from the moment it stops, new requests get 503 and those under way finish. Before, it
 * goes on for as long as balancers need to see that the node is not ready any more. The web server closes only once it
 * has been quiet for a while: who has just got an answer may send the next request on the same connection, and has to be
 * told, too.
 */
final class DrainFilter implements RequestFilter, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DrainFilter.class);

    private static final Duration QUIET = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT_FOR_QUIET = Duration.ofSeconds(2);

    private final Duration delay;
    private final Duration patience;
    // One party for each request under way, and one for the service until it stops. Terminates when all have left.
    private volatile Phaser underWay = new Phaser(1);
    // From the first: the web server takes requests before the last lifecycle phase is started.
    private volatile boolean running = true;
    private volatile long lastHeardNanos = System.nanoTime();

    /**
     * @param delay time between the signal to stop, from which on readiness says no, and the first request that is refused
     * @param patience longest wait for requests under way; they have deadlines of their own, so it is hardly met
     */
    DrainFilter(Duration delay, Duration patience) {
        this.delay = delay;
        this.patience = patience;
    }

    @Override
    public void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        lastHeardNanos = System.nanoTime();
        Phaser requests = underWay;
        boolean admitted = running && requests.register() >= 0;
        if (!admitted) {
            refuse(request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            lastHeardNanos = System.nanoTime();
            requests.arriveAndDeregister();
        }
    }

    static void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Retry-After", "1");
        response.setHeader("Connection", "close");
        ProblemWriter.write(
                request,
                response,
                Problem.of(ProblemType.SHUTTING_DOWN, "Nothing has changed: send the request again, to another node."));
    }

    @Override
    public void start() {
        if (!running) {
            underWay = new Phaser(1); // what has ended once cannot be joined again
            running = true;
        }
    }

    @Override
    public void stop() {
        awaitBalancers();
        running = false;
        underWay.arriveAndDeregister();
        try {
            underWay.awaitAdvanceInterruptibly(0, patience.toMillis(), TimeUnit.MILLISECONDS);
            awaitQuiet();
        } catch (TimeoutException e) {
            LOG.warn("{} requests were still under way after {}", underWay.getUnarrivedParties(), patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitBalancers() {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitQuiet() throws InterruptedException {
        long startNanos = System.nanoTime();
        while (System.nanoTime() - lastHeardNanos < QUIET.toNanos()
                && System.nanoTime() - startNanos < LONGEST_WAIT_FOR_QUIET.toNanos()) {
            Thread.sleep(QUIET.dividedBy(10));
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** The last phase to start is the first to stop: before the web server's. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
