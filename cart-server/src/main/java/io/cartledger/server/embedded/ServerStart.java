package io.cartledger.server.embedded;

import io.cartledger.server.config.StartupFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a server to answer. After a crash it first recovers, which may take long: it reports on that in its log,
 * and is waited for as long as it does.
 */
final class ServerStart {

    private static final Logger LOG = LoggerFactory.getLogger(ServerStart.class);

    private static final Duration ABORT_LIMIT = Duration.ofSeconds(20);

    private final PgCtl pgCtl;
    private final ServerLog log;
    private final Path folder;
    private final Duration silenceLimit;

    /** @param silenceLimit how long the server may write nothing to its log before it is given up */
    ServerStart(PgCtl pgCtl, ServerLog log, Path folder, Duration silenceLimit) {
        this.pgCtl = pgCtl;
        this.log = log;
        this.folder = folder;
        this.silenceLimit = silenceLimit;
    }

    /** Returns false if the server ends without ever having answered. */
    boolean succeedsOn(int port) {
        var starting = pgCtl.start(port);
        try {
            return succeeds(starting);
        } catch (InterruptedException e) {
            abort(starting);
            Thread.currentThread().interrupt();
            throw new StartupFailure("interrupted while PostgreSQL was starting in " + folder, e);
        }
    }

    private boolean succeeds(Process starting) throws InterruptedException {
        long size = log.size();
        long grownNanos = System.nanoTime();
        while (!starting.waitFor(Math.min(silenceLimit.toMillis(), 1_000), TimeUnit.MILLISECONDS)) {
            if (log.size() != size) {
                log.end(size).forEach(line -> LOG.info("PostgreSQL is starting: {}", line));
                size = log.size();
                grownNanos = System.nanoTime();
            } else if (System.nanoTime() - grownNanos > silenceLimit.toNanos()) {
                abort(starting);
                throw FolderFailure.of(
                        "PostgreSQL, starting in %s, has not got on for %s s"
                                .formatted(folder, silenceLimit.toSeconds()),
                        log.end(0));
            }
        }
        return starting.exitValue() == 0;
    }

    private void abort(Process starting) {
        starting.destroyForcibly();
        pgCtl.stop(PgCtl.StopMode.IMMEDIATE, ABORT_LIMIT);
    }
}
