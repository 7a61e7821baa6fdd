package io.cartledger.server.embedded;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Starts and stops the server of a data folder by {@code pg_ctl}. That puts it into a session of its own ({@code
 * setsid(2)}): Ctrl-C in a terminal reaches us and not the server, which the commands being finished still need.
 */
record PgCtl(PostgresPrograms programs, Path data) {

    // whoever calls waits for less
    private static final Duration START_LIMIT = Duration.ofDays(1);

    // between the end that pg_ctl sees to and ours
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** What {@code pg_ctl} calls them. */
    enum StopMode {
        /** Closes all connections and writes what is in memory to disk. */
        FAST,
        /** Cuts everything off. Nothing committed is lost; the next start recovers. */
        IMMEDIATE
    }

    /** The process returned ends with code 0 as soon as the server answers, with another if it does not start. */
    Process start(int port) {
        return programs.launch(
                "pg_ctl",
                "start",
                "--silent",
                "--wait",
                "--timeout=" + START_LIMIT.toSeconds(),
                "--pgdata=" + data,
                "--options=" + ServerSettings.on(port));
    }

    /** Returns whether it has stopped in time. */
    boolean stop(StopMode mode, Duration limit) {
        return programs.run(
                limit.plus(GRACE),
                "pg_ctl",
                "stop",
                "--silent",
                "--wait",
                "--timeout=" + limit.toSeconds(),
                "--mode=" + (mode == StopMode.FAST ? "fast" : "immediate"),
                "--pgdata=" + data);
    }
}
