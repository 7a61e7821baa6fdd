package io.cartledger.server.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command that was run for its answer of a few words.
 *
 * @param output standard output and error
 */
record ShortCommand(boolean succeeded, String output) {

    private static final int LIMIT_SECONDS = 10;

    static ShortCommand run(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new ShortCommand(false, "no answer within " + LIMIT_SECONDS + " s");
            }
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ShortCommand(process.exitValue() == 0, output.strip());
        } catch (IOException e) {
            return new ShortCommand(false, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ShortCommand(false, "interrupted");
        }
    }
}
