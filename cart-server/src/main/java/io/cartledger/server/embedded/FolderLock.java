package io.cartledger.server.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.cartledger.server.config.StartupFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One process, and in it one start, at a time works on a folder. The operating system holds the lock, so that it ends
 * with the process, however that ends.
 */
final class FolderLock implements AutoCloseable {

    // POSIX takes a process's lock on a file away as soon as it closes any handle of that file (fcntl(2)). So within
    // this JVM a held lock file must not be opened again, not even to find it locked. Any thread may use this set.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    // One byte far behind the content: Windows would refuse to read what is locked, and others read our process id.
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int MAX_PID_BYTES = 20;

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws StartupFailure if somebody else has it */
    static FolderLock acquire(Path folder) throws IOException {
        var file = folder.resolve("cartledger.lock");
        var ownPid = String.valueOf(ProcessHandle.current().pid());
        if (!HELD_HERE.add(file)) throw inUse(folder, ownPid);
        try {
            return new FolderLock(file, lockedChannel(folder, file, ownPid));
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(file);
            throw e;
        }
    }

    private static FileChannel lockedChannel(Path folder, Path file, String ownPid) throws IOException {
        var channel = FileChannel.open(file, CREATE, READ, WRITE);
        try {
            if (channel.tryLock(LOCKED_BYTE, 1, false) == null) throw inUse(folder, pidIn(channel));
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(ownPid.getBytes(StandardCharsets.US_ASCII)), 0);
            return channel;
        } catch (OverlappingFileLockException e) {
            // Held by this class in another class loader. The channel stays open: see HELD_HERE.
            throw inUse(folder, ownPid);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static String pidIn(FileChannel channel) throws IOException {
        var content = ByteBuffer.allocate(MAX_PID_BYTES);
        channel.read(content, 0);
        return new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
    }

    private static StartupFailure inUse(Path folder, String pid) {
        return new StartupFailure("the folder %s is in use by process %s: stop it, or %s"
                .formatted(folder, pid, FolderFailure.ANOTHER_FOLDER));
    }

    boolean isHeld() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        if (!isHeld()) return;
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("giving " + file + " free", e);
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
