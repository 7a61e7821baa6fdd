package io.cartledger.server.embedded;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Another process that starts PostgreSQL in a folder, to be killed or asked. */
final class ChildJvm implements AutoCloseable {

    private static final int LIMIT_SECONDS = 60;

    private final Process process;

    private ChildJvm(Process process) {
        this.process = process;
    }

    static ChildJvm startingIn(Path folder) throws IOException {
        return startingIn(folder, Map.of());
    }

    static ChildJvm startingIn(Path folder, Map<String, String> environment) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StartAndWait.class.getName(),
                folder.toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new ChildJvm(builder.start());
    }

    long pid() {
        return process.pid();
    }

    /** The line with which it reports to have started or to have been refused. */
    String answer() {
        return CompletableFuture.supplyAsync(this::readAnswer)
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private String readAnswer() {
        var said = new ArrayList<String>();
        BufferedReader output = process.inputReader();
        try {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(StartAndWait.STARTED) || line.startsWith(StartAndWait.REFUSED)) return line;
                said.add(line);
            }
            return "ended after saying: " + String.join(File.separator, said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}: it gets no chance to stop PostgreSQL. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Lets it end in good order. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        awaitEnd();
    }

    private void awaitEnd() {
        process.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }
}
