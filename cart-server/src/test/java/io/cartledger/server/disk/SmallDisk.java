package io.cartledger.server.disk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A file system of a few megabytes, in memory, at a place where only some processes see it: a mount namespace (Linux,
 * mount_namespaces(7)) has it, which a process holds open that does nothing else. It needs no powers where namespaces of
 * users are allowed.
 */
final class SmallDisk implements AutoCloseable {

    private static final int BLOCK = 1 << 16;

    private static final String MOUNT_AND_WAIT = """
            mount -t tmpfs -o size=$1m none "$0" && echo mounted && exec cat
            """;

    private final Path place;
    private final Process holder;

    private SmallDisk(Path place, Process holder) {
        this.place = place;
        this.holder = holder;
    }

    /**
     * A new one.
     *
     * @param place a folder that is hidden by it
     * @throws IOException if this machine does not allow it
     */
    static SmallDisk at(Path place, int megabytes) throws IOException {
        Process holder = new ProcessBuilder(
                        "unshare",
                        "--map-root-user",
                        "--mount",
                        "sh",
                        "-c",
                        MOUNT_AND_WAIT,
                        place.toString(),
                        String.valueOf(megabytes))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader answer = holder.inputReader();
        if (!"mounted".equals(answer.readLine())) {
            throw new IOException("no mount namespace for us");
        }
        return new SmallDisk(place, holder);
    }

    /** What to put before a command so that it sees the disk. */
    List<String> prefix() {
        return List.of(
                "nsenter", "--target", String.valueOf(holder.pid()), "--user", "--mount", "--preserve-credentials");
    }

    /** A folder on it, as those see it who have the prefix. */
    Path inside(String folder) {
        return place.resolve(folder);
    }

    /** The same as everybody else sees it. */
    Path outside(String folder) {
        return Path.of("/proc/" + holder.pid() + "/root" + inside(folder));
    }

    /** Takes all room but so much. */
    void fill(int kilobytesLeft) throws IOException {
        try (var filler = new RandomAccessFile(outside("filler").toFile(), "rw")) {
            filler.seek(filler.length());
            try {
                while (true) {
                    filler.write(new byte[BLOCK]);
                }
            } catch (IOException e) {
                // Full.
            }
            filler.setLength(filler.length() - kilobytesLeft * 1024L);
        }
    }

    /** Gives all of it back. */
    void clear() throws IOException {
        Files.deleteIfExists(outside("filler"));
    }

    @Override
    public void close() throws IOException {
        holder.getOutputStream().close();
        try {
            holder.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
