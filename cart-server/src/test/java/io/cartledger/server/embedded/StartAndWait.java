package io.cartledger.server.embedded;

import io.cartledger.server.config.StartupFailure;
import java.io.IOException;
import java.nio.file.Path;

/** What {@link ChildJvm} runs: starts PostgreSQL in the folder given, says so, and closes it when its input ends. */
final class StartAndWait {

    static final String STARTED = "STARTED";
    static final String REFUSED = "REFUSED ";

    private StartAndWait() {}

    public static void main(String[] arguments) throws IOException {
        try (var postgres = EmbeddedPostgres.start(Path.of(arguments[0]), 0)) {
            System.out.println(STARTED + " on " + postgres.port());
            System.in.readAllBytes();
        } catch (StartupFailure e) {
            System.out.println(REFUSED + e.getMessage());
        }
    }
}
