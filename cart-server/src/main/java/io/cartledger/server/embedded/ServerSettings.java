package io.cartledger.server.embedded;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the server is told at every start, on its command line, so that nothing in its folder can say otherwise: above
 * all that what is committed is on disk. Whoever wants other settings wants another PostgreSQL.
 */
final class ServerSettings {

    private ServerSettings() {}

    /** In one line for {@code pg_ctl --options}: no value contains a blank. */
    static String on(int port) {
        return Stream.of(
                        // reached from this machine only; the path of a socket may be longer than a socket's may be
                        "listen_addresses=127.0.0.1",
                        "port=" + port,
                        "unix_socket_directories=",
                        "password_encryption=scram-sha-256",
                        // what is committed stays
                        "fsync=on",
                        "synchronous_commit=on",
                        "full_page_writes=on",
                        // a small machine, shared with the service
                        "max_connections=60",
                        "shared_buffers=128MB",
                        // the log is what is on standard error; a recovery reports there that it is getting on
                        "logging_collector=off",
                        "log_destination=stderr",
                        "log_startup_progress_interval=5s",
                        "log_timezone=UTC",
                        "timezone=UTC")
                .map("-c "::concat)
                .collect(Collectors.joining(" "));
    }
}
