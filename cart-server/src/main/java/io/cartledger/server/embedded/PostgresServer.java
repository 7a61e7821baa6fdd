package io.cartledger.server.embedded;

import io.cartledger.server.StartupFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server process of a folder. {@code pg_ctl} starts it in a session of its own ({@code setsid(2)}): Ctrl-C in a
 * terminal reaches us and not the server, which is still needed for the commands being finished.
 */
final class PostgresServer {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);

    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(60);
    private static final Duration PATIENCE_OF_PG_CTL = Duration.ofDays(1); // ours ends earlier
    private static final Duration FAST_STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration IMMEDIATE_STOP_LIMIT = Duration.ofSeconds(20);
    private static final int MAX_ATTEMPTS = 20;
    private static final Duration PAUSE = Duration.ofMillis(250);

    // Somebody was faster at the port; a server started by a process that was killed right after; processes of a server
    // that
    // was killed, which have not noticed yet.
    private static final List<String> PASSING_OBSTACLES =
            List.of("Address already in use", "lock file \"postmaster.pid\"", "pre-existing shared memory block");

    private final DataFolder folder;
    private final PostgresPrograms programs;
    private final Duration silenceLimit;

    PostgresServer(DataFolder folder, PostgresPrograms programs) {
        this(folder, programs, SILENCE_LIMIT);
    }

    /** @param silenceLimit how long a starting server, which reports on its recovery, may write nothing to its log */
    PostgresServer(DataFolder folder, PostgresPrograms programs, Duration silenceLimit) {
        this.folder = folder;
        this.programs = programs;
        this.silenceLimit = silenceLimit;
    }

    String version() {
        return programs.version();
    }

    /** Returns the port on which it now answers. */
    int start(PortChoice portChoice) {
        for (int attempt = 1; ; attempt++) {
            stopLeftOver();
            int port = portChoice.pick();
            long logStart = programs.log().size();
            if (comesUp(port)) return port;
            var lastWords = String.join(" | ", programs.log().end(logStart));
            if (attempt == MAX_ATTEMPTS || PASSING_OBSTACLES.stream().noneMatch(lastWords::contains)) {
                throw new StartupFailure("PostgreSQL does not start in %s: %s".formatted(folder.root(), lastWords));
            }
            pause();
        }
    }

    private boolean comesUp(int port) {
        var pgCtl = programs.launch(
                "pg_ctl",
                "start",
                "--silent",
                "--wait",
                "--timeout=" + PATIENCE_OF_PG_CTL.toSeconds(),
                "--pgdata=" + folder.data(),
                "--options=" + ServerSettings.on(port));
        try {
            return awaitedWhileTheLogGrows(pgCtl);
        } catch (InterruptedException e) {
            abort(pgCtl);
            Thread.currentThread().interrupt();
            throw new StartupFailure("interrupted while PostgreSQL was starting in " + folder.root(), e);
        }
    }

    private boolean awaitedWhileTheLogGrows(Process pgCtl) throws InterruptedException {
        var log = programs.log();
        long size = log.size();
        long grownNanos = System.nanoTime();
        while (!pgCtl.waitFor(Math.min(silenceLimit.toMillis(), 1_000), TimeUnit.MILLISECONDS)) {
            if (log.size() != size) {
                log.end(size).forEach(line -> LOG.info("PostgreSQL is starting: {}", line));
                size = log.size();
                grownNanos = System.nanoTime();
            } else if (System.nanoTime() - grownNanos > silenceLimit.toNanos()) {
                abort(pgCtl);
                throw new StartupFailure("PostgreSQL, starting in %s, has not got on for %d s; its last words: %s"
                        .formatted(folder.root(), silenceLimit.toSeconds(), String.join(" | ", log.end(0))));
            }
        }
        return pgCtl.exitValue() == 0;
    }

    private void abort(Process pgCtl) {
        pgCtl.destroyForcibly();
        stop("immediate", IMMEDIATE_STOP_LIMIT);
    }

    private void stopLeftOver() {
        var found = postmasterPid().filter(PostmasterPid::isAlive);
        if (found.isEmpty()) return;
        if (!found.get().isServer()) {
            forget(found.get());
            return;
        }
        LOG.info(
                "stopping PostgreSQL (process {}), left over in {} by a run that was killed",
                found.get().pid(),
                folder.root());
        stop();
        if (isRunning()) {
            throw new StartupFailure("process %d, a PostgreSQL left over in %s, does not stop: end it"
                    .formatted(found.get().pid(), folder.root()));
        }
    }

    /** Closes all connections, writes what is in memory to disk, and ends: waits for it, up to 50 seconds. */
    void stop() {
        if (!isRunning()) return;
        if (stop("fast", FAST_STOP_LIMIT) || !isRunning()) return;
        LOG.warn(
                "PostgreSQL in {} does not stop within {} s: it is cut off, nothing committed is lost",
                folder.root(),
                FAST_STOP_LIMIT.toSeconds());
        stop("immediate", IMMEDIATE_STOP_LIMIT);
    }

    private boolean stop(String mode, Duration limit) {
        return programs.run(
                limit.plusSeconds(5),
                "pg_ctl",
                "stop",
                "--silent",
                "--wait",
                "--timeout=" + limit.toSeconds(),
                "--mode=" + mode,
                "--pgdata=" + folder.data());
    }

    boolean isRunning() {
        return postmasterPid().filter(PostmasterPid::isServer).isPresent();
    }

    private Optional<PostmasterPid> postmasterPid() {
        try {
            return PostmasterPid.in(folder.data());
        } catch (IOException e) {
            throw folder.unusable(e);
        }
    }

    private void forget(PostmasterPid another) {
        try {
            another.forgetProcess();
        } catch (IOException e) {
            throw folder.unusable(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupFailure("interrupted while PostgreSQL was starting", e);
        }
    }
}
