package io.cartledger.server.testing;

import io.cartledger.command.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The service as a process of its own, on a free port, which takes as many requests as come. Stopped by its process id. */
public final class ServerProcess implements AutoCloseable {

    /** Of every test database. */
    public static final String MASTER_KEY = "dGhlIG1hc3RlciBrZXkgb2YgdGhlIHRlc3RzLCAzMiA=";

    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final Pattern READY = Pattern.compile("API (https?://\\S+)");

    private final Process process;
    private final Path log;
    private volatile @Nullable String url;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it with these properties ({@code --name=value}) and does not wait. It takes the {@link TestIssuer}'s tokens. */
    public static ServerProcess launch(String... properties) {
        return launchAsIs(List.of(), trustingTheTestIssuer(properties));
    }

    /** Starts it by a command that starts commands elsewhere, say in another mount namespace; waits until it takes requests. */
    public static ServerProcess startWithin(List<String> elsewhere, String... properties) {
        ServerProcess server = launchAsIs(elsewhere, trustingTheTestIssuer(properties));
        server.awaitReady();
        return server;
    }

    private static List<String> trustingTheTestIssuer(String... properties) {
        var all = new ArrayList<String>();
        TestIssuer.properties().forEach(property -> all.add("--" + property));
        if (Stream.of(properties).noneMatch(property -> property.startsWith("--cart.roles="))) {
            all.add("--cart.roles=command,query");
        }
        all.addAll(List.of(properties));
        return all;
    }

    /** Starts the service as a stranger does, with the demo's clients; waits until it takes requests. */
    public static ServerProcess startDemo(String... properties) {
        ServerProcess server = launchAsIs(List.of(), List.of(properties));
        server.awaitReady();
        return server;
    }

    /** Starts it as a container does, with these environment variables and nothing else, and does not wait. */
    public static ServerProcess launchIn(Map<String, String> environment) {
        return launch(ServerJar.command(), environment);
    }

    private static ServerProcess launchAsIs(List<String> elsewhere, List<String> properties) {
        var command = new ArrayList<>(elsewhere);
        command.addAll(ServerJar.command());
        command.add("--server.port=0");
        command.add("--cart.rate-limits.enabled=false");
        command.addAll(properties);
        return launch(command, Map.of());
    }

    private static ServerProcess launch(List<String> command, Map<String, String> environment) {
        try {
            Path log = Files.createTempFile("cart-server-", ".log");
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            return new ServerProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and waits until it takes requests. */
    public static ServerProcess start(String... properties) {
        ServerProcess server = launch(properties);
        server.awaitReady();
        return server;
    }

    /** Starts a node on this database, with these further properties, and waits until it takes requests. */
    public static ServerProcess startOn(TestDatabase database, String... properties) {
        ServerProcess server = launchOn(database, properties);
        server.awaitReady();
        return server;
    }

    /** The same as it runs where it is not tested, with these options of Java's. */
    public static ServerProcess startOn(TestDatabase database, List<String> options, String... properties) {
        var command = ServerJar.command(options);
        command.add("--server.port=0");
        command.add("--cart.rate-limits.enabled=false");
        command.add("--cart.roles=command,query");
        TestIssuer.properties().forEach(property -> command.add("--" + property));
        command.addAll(database(database.jdbcUrl()));
        command.addAll(List.of(properties));
        ServerProcess server = launch(command, Map.of());
        server.awaitReady();
        return server;
    }

    /** The same without waiting: several nodes are ready sooner if they start together. */
    public static ServerProcess launchOn(TestDatabase database, String... properties) {
        return launchOn(database.jdbcUrl(), properties);
    }

    /** The same by way of what stands before the database. */
    public static ServerProcess launchThrough(CuttingProxy proxy, TestDatabase database, String... properties) {
        return launchOn(database.jdbcUrl().replaceFirst(":[0-9]+/", ":" + proxy.port() + "/"), properties);
    }

    private static ServerProcess launchOn(String jdbcUrl, String... properties) {
        var all = new ArrayList<>(database(jdbcUrl));
        all.addAll(List.of(properties));
        return launch(all.toArray(String[]::new));
    }

    /** Properties of whoever uses this database. */
    static List<String> database(String jdbcUrl) {
        return List.of(
                "--spring.datasource.url=" + jdbcUrl,
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=any",
                "--cart.vault.master-key=" + MASTER_KEY);
    }

    /** Waits until it takes requests. */
    public void awaitReady() {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while ((url = findUrl()) == null) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IllegalStateException("the server did not start:\n" + output());
            }
            pause();
        }
    }

    /** For example {@code http://127.0.0.1:40123}; only once it is ready. */
    public URI uri(String path) {
        return URI.create(url + path);
    }

    private @Nullable String findUrl() {
        Matcher ready = READY.matcher(output());
        return ready.find() ? ready.group(1) : null;
    }

    /** All that it has printed so far, on both streams. */
    public String output() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The operating system's process id. */
    public long pid() {
        return process.pid();
    }

    /** {@code kill -9}, and waits until it is gone. What it has started lives on. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /** {@code kill}: asks it to stop. */
    public void terminate() {
        process.destroy();
    }

    /** @return its exit code */
    public int awaitExit(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the server did not end:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Stops it as an operator would, and by force if that takes too long. */
    @Override
    public void close() {
        terminate();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
