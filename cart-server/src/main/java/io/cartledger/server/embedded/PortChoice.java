package io.cartledger.server.embedded;

import io.cartledger.server.config.StartupFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.Optional;

/** The port wanted, or, for 0, a free one: the one of last time where it is still free. */
final class PortChoice {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int MAX_PORT = 65_535;

    private final int wanted;
    private final DataFolder folder;

    PortChoice(int wanted, DataFolder folder) {
        if (wanted < 0 || wanted > MAX_PORT) {
            throw new StartupFailure("--cart.embedded.port must be 0 to %s, was %s".formatted(MAX_PORT, wanted));
        }
        this.wanted = wanted;
        this.folder = folder;
    }

    /** Free at this moment: somebody else may be faster, so ask again if it turns out to be taken. */
    int pick() {
        if (wanted == 0) return pickFree();
        obstacle(wanted).ifPresent(obstacle -> {
            throw new StartupFailure(
                    "port %s of 127.0.0.1 cannot be had (%s): use another with --cart.embedded.port=… (0: a free one)"
                            .formatted(wanted, obstacle.getMessage()),
                    obstacle);
        });
        return wanted;
    }

    private int pickFree() {
        try {
            var remembered = remembered();
            if (remembered.isPresent() && obstacle(remembered.get()).isEmpty()) return remembered.get();
            try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
                DurableFile.write(folder.port(), socket.getLocalPort() + "\n");
                return socket.getLocalPort();
            }
        } catch (IOException e) {
            throw folder.unusable(e);
        }
    }

    private Optional<Integer> remembered() throws IOException {
        if (!Files.exists(folder.port())) return Optional.empty();
        return Optional.of(Files.readString(folder.port()).strip())
                .filter(port -> port.matches("[1-9][0-9]{0,4}"))
                .map(Integer::valueOf)
                .filter(port -> port <= MAX_PORT);
    }

    private static Optional<IOException> obstacle(int port) {
        try (var socket = new ServerSocket(port, 1, LOOPBACK)) {
            return socket.isBound() ? Optional.empty() : Optional.of(new IOException("not bound"));
        } catch (IOException e) {
            return Optional.of(e);
        }
    }
}
