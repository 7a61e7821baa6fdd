package io.cartledger.server.follow;

import io.cartledger.command.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An {@link AppendingProcess}, as its parent sees it.
 *
 * <p>Used by one thread.
 */
final class Appender implements AutoCloseable {

    /** A command that was told to be committed. */
    record Ack(String command, String cart, long version, long position) {}

    private final String name;
    private final Process process;
    private final Writer orders;
    private final BufferedReader replies;
    private final List<Ack> acks = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    private Appender(String name, Process process) {
        this.name = name;
        this.process = process;
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        this.replies = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a process and does not wait. */
    static Appender launch(TestDatabase database, String name, long seed) {
        try {
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx128m",
                            // Standard output is for replies.
                            "-Dslf4j.internal.verbosity=WARN",
                            "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
                            "-cp",
                            System.getProperty("java.class.path"),
                            AppendingProcess.class.getName(),
                            database.jdbcUrl(),
                            name,
                            Long.toString(seed))
                    .redirectError(Redirect.INHERIT)
                    .start();
            return new Appender(name, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitReady() {
        readUntil("ready");
    }

    /** @param commands how many each of its threads is to send */
    void begin(int round, int commands) {
        try {
            orders.write(round + " " + commands + "\n");
            orders.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitDone() {
        readUntil("done");
    }

    /** {@code kill -9} once it has had so many more acknowledgements; what it had said before it died counts. */
    void killAfter(int more) {
        int enough = acks.size() + more;
        while (acks.size() < enough) {
            take(next());
        }
        process.toHandle().destroyForcibly(); // the process's own method would close its pipes
        for (String reply = read(); reply != null; reply = read()) {
            take(reply);
        }
    }

    String name() {
        return name;
    }

    List<Ack> acks() {
        return acks;
    }

    List<String> failures() {
        return failures;
    }

    private void readUntil(String last) {
        for (String reply = next(); !reply.equals(last); reply = next()) {
            take(reply);
        }
    }

    private void take(String reply) {
        String[] words = reply.split(" ");
        if (words[0].equals("ack")) {
            acks.add(new Ack(words[1], words[2], Long.parseLong(words[3]), Long.parseLong(words[4])));
        } else {
            failures.add(reply);
        }
    }

    private String next() {
        String reply = read();
        if (reply == null) {
            throw new IllegalStateException(name + " has ended without being told to");
        }
        return reply;
    }

    private @Nullable String read() {
        try {
            return replies.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
