package io.cartledger.server.testing;

import io.cartledger.command.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Stands between a server and its PostgreSQL, and cuts a connection when a certain request comes by. Any thread may use
 * it.
 */
public final class CuttingProxy implements AutoCloseable {

    private static final int LARGEST_REQUEST = 1 << 16;

    /** Whether a connection is cut, and where the request is then. */
    public enum Cut {
        /** It is not. */
        NOT,
        /** The request has not reached PostgreSQL and never will. */
        BEFORE,
        /** PostgreSQL has the request and carries it out; the answer goes nowhere. */
        AFTER
    }

    private final ServerSocket listener;
    private final int port;
    private volatile Function<String, Cut> rule = request -> Cut.NOT;

    private CuttingProxy(ServerSocket listener, int port) {
        this.listener = listener;
        this.port = port;
    }

    /** Lets everything pass, until told otherwise. */
    public static CuttingProxy before(TestDatabase database) {
        try {
            int port =
                    URI.create(database.jdbcUrl().substring("jdbc:".length())).getPort();
            var proxy = new CuttingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
            Thread.startVirtualThread(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** From now on, cuts the connection of the first request that has this in it, and of no other. */
    public void cutOnce(Cut cut, String text) {
        var left = new AtomicBoolean(true);
        cutBy(request -> request.contains(text) && left.compareAndSet(true, false) ? cut : Cut.NOT);
    }

    /** From now on, does with each request what the rule says. */
    public void cutBy(Function<String, Cut> newRule) {
        rule = newRule;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.startVirtualThread(() -> forward(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void forward(Socket client) {
        try (Socket postgres = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread answers = Thread.startVirtualThread(() -> copyAnswers(postgres, client));
            forwardRequests(client, postgres);
            client.close();
            postgres.shutdownOutput(); // so that PostgreSQL ends the session when it has done what it has
            answers.join();
        } catch (IOException | InterruptedException e) {
            // One of them has gone; so goes the other.
        } finally {
            closeQuietly(client);
        }
    }

    private void forwardRequests(Socket client, Socket postgres) throws IOException {
        InputStream from = client.getInputStream();
        OutputStream to = postgres.getOutputStream();
        byte[] request = new byte[LARGEST_REQUEST];
        for (int length = from.read(request); length >= 0; length = from.read(request)) {
            Cut cut = rule.apply(new String(request, 0, length, StandardCharsets.ISO_8859_1));
            if (cut == Cut.BEFORE) {
                return;
            }
            if (cut == Cut.AFTER) {
                client.close(); // before PostgreSQL can answer
            }
            to.write(request, 0, length);
            if (cut == Cut.AFTER) {
                return;
            }
        }
    }

    private static void copyAnswers(Socket postgres, Socket client) {
        byte[] answer = new byte[LARGEST_REQUEST];
        try {
            InputStream from = postgres.getInputStream();
            for (int length = from.read(answer); length >= 0; length = from.read(answer)) {
                if (!client.isClosed()) {
                    client.getOutputStream().write(answer, 0, length);
                }
            }
        } catch (IOException e) {
            // The client has gone: PostgreSQL is read no further, which does not matter to what it has committed.
        } finally {
            closeQuietly(client);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
