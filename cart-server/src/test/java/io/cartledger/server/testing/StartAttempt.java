package io.cartledger.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The service as a process that ends by itself, because it cannot start.
 *
 * @param lines all that it has printed, on both streams
 */
public record StartAttempt(int exitCode, List<String> lines) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Runs it with these properties ({@code --name=value}) to its end. */
    public static StartAttempt with(List<String> properties) {
        var command = new ArrayList<>(ServerJar.command());
        command.addAll(properties);
        try {
            return run(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static StartAttempt run(List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile("start-attempt-", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("it runs on:\n" + Files.readString(log));
            }
            return new StartAttempt(process.exitValue(), Files.readAllLines(log, StandardCharsets.UTF_8));
        } finally {
            process.destroy();
            Files.delete(log);
        }
    }
}
