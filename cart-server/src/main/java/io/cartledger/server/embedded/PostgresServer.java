package io.cartledger.server.embedded;

import io.cartledger.server.config.StartupFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server process of a folder, whichever process of ours has started it. */
final class PostgresServer {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);

    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(60);
    private static final Duration FAST_STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration IMMEDIATE_STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration OBSTACLE_LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private static final List<String> PASSING_OBSTACLES = List.of(
            // somebody was faster at the port
            "Address already in use",
            // a process that was killed had just started a server
            "lock file \"postmaster.pid\" already exists",
            // processes of a server that was killed have not noticed yet
            "pre-existing shared memory block");

    private final DataFolder folder;
    private final PostgresPrograms programs;
    private final PgCtl pgCtl;
    private final ServerStart start;

    PostgresServer(DataFolder folder, PostgresPrograms programs) {
        this(folder, programs, SILENCE_LIMIT);
    }

    PostgresServer(DataFolder folder, PostgresPrograms programs, Duration silenceLimit) {
        this.folder = folder;
        this.programs = programs;
        this.pgCtl = new PgCtl(programs, folder.data());
        this.start = new ServerStart(pgCtl, programs.log(), folder.root(), silenceLimit);
    }

    String version() {
        return programs.version();
    }

    /** Returns the port on which it now answers. */
    int start(PortChoice portChoice) {
        long endNanos = System.nanoTime() + OBSTACLE_LIMIT.toNanos();
        while (true) {
            stopLeftOver();
            int port = portChoice.pick();
            long logStart = programs.log().size();
            if (start.succeedsOn(port)) return port;
            var lastWords = programs.log().end(logStart);
            if (System.nanoTime() > endNanos || lastWords.stream().noneMatch(PostgresServer::isPassingObstacle)) {
                throw FolderFailure.of("PostgreSQL does not start in " + folder.root(), lastWords);
            }
            pause();
        }
    }

    private static boolean isPassingObstacle(String line) {
        return PASSING_OBSTACLES.stream().anyMatch(line::contains);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupFailure("interrupted while PostgreSQL was starting", e);
        }
    }

    private void stopLeftOver() {
        var alive = postmasterPid().filter(PostmasterPid::isAlive);
        if (alive.isEmpty()) return;
        long pid = alive.get().pid();
        if (!isRunning()) {
            LOG.info("process {} has got the id of a PostgreSQL that was killed, and is left alone", pid);
            forget(alive.get());
            return;
        }
        LOG.info("stopping PostgreSQL (process {}), left over in {} by a run that was killed", pid, folder.root());
        stop();
        if (isRunning()) {
            throw new StartupFailure(
                    "process %s, a PostgreSQL left over in %s, does not stop: end it".formatted(pid, folder.root()));
        }
    }

    private void forget(PostmasterPid another) {
        try {
            another.forgetProcess();
        } catch (IOException e) {
            throw folder.unusable(e);
        }
    }

    /** Waits until it has stopped, up to 60 seconds. Does nothing if it does not run. */
    void stop() {
        if (!isRunning()) return;
        if (pgCtl.stop(PgCtl.StopMode.FAST, FAST_STOP_LIMIT) || !isRunning()) return;
        LOG.warn("PostgreSQL in {} has not stopped within {}: it is cut off", folder.root(), FAST_STOP_LIMIT);
        pgCtl.stop(PgCtl.StopMode.IMMEDIATE, IMMEDIATE_STOP_LIMIT);
    }

    private boolean isRunning() {
        return postmasterPid().filter(PostmasterPid::isServer).isPresent();
    }

    private Optional<PostmasterPid> postmasterPid() {
        try {
            return PostmasterPid.in(folder.data());
        } catch (IOException e) {
            throw folder.unusable(e);
        }
    }
}
