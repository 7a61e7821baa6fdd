package io.cartledger.server.deploy;

import static org.awaitility.Awaitility.await;

import io.cartledger.server.testing.CartClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** HAProxy with the configuration of {@code docker-compose.yml}, where it is installed. */
final class Balancer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final URI url;

    private Balancer(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    static boolean isInstalled() {
        return program().isPresent();
    }

    /** Not everybody's path has the folder where Debian puts it. */
    private static Optional<Path> program() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "haproxy"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it and waits until it has nodes for everything. */
    static Balancer start(int port, Map<String, String> environment) {
        var builder = new ProcessBuilder(
                        program().orElseThrow().toString(),
                        "-db",
                        "-f",
                        ComposeFile.ROOT.resolve("deploy/haproxy.cfg").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        try {
            var balancer = new Balancer(builder.start(), URI.create("http://127.0.0.1:" + port));
            await().atMost(PATIENCE).ignoreExceptions().until(balancer::isUp);
            return balancer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isUp() {
        return client().send("GET", "/up", null).status() == 200;
    }

    /** Somebody outside. */
    CartClient client() {
        return new CartClient(path -> URI.create(url + path)).asNobody();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
