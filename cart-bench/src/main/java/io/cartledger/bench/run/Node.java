package io.cartledger.bench.run;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A running server: the service, or a peer. */
public final class Node implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(20);
    private static final int MISSING = 404; // a peer by itself has no health, and answers when it is ready

    private final JavaProcess process;
    private final int port;
    private final Duration startTime;

    private Node(JavaProcess process, int port, Duration startTime) {
        this.process = process;
        this.port = port;
        this.startTime = startTime;
    }

    /** Waits until it takes requests. */
    static Node await(JavaProcess process, int port, long startNanos) {
        var question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                .timeout(PATIENCE)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!isReady(client, question)) {
                if (!process.isAlive() || System.nanoTime() - startNanos > PATIENCE.toNanos()) {
                    process.close();
                    throw new IllegalStateException("a server did not start; see the logs of the run");
                }
                Thread.sleep(BETWEEN_QUESTIONS);
            }
            return new Node(process, port, Duration.ofNanos(System.nanoTime() - startNanos));
        } catch (InterruptedException e) {
            process.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isReady(HttpClient client, HttpRequest question) throws InterruptedException {
        try {
            int status = client.send(question, BodyHandlers.discarding()).statusCode();
            return status == 200 || status == MISSING;
        } catch (IOException e) {
            return false;
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }

    /** On 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The operating system's process id. */
    public long pid() {
        return process.pid();
    }

    /** From the start of the process to its first healthy answer. */
    public Duration startTime() {
        return startTime;
    }

    /** {@code kill -9}. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
