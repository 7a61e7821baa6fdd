package io.cartledger.server.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a small file so that after a crash there is the old content or the new, never a part of it. */
final class DurableFile {

    private DurableFile() {}

    /** The file may be read and written by its owner alone, who is the owner of the one that it replaces. */
    static void write(Path file, String content) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        var unfinished = Files.createTempFile(folder, file.getFileName() + "-", ".new");
        try {
            try (var channel = FileChannel.open(unfinished, WRITE)) {
                var bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) channel.write(bytes);
                channel.force(true);
            }
            if (Files.exists(file)) keepOwner(file, unfinished);
            rename(unfinished, file);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static void keepOwner(Path former, Path file) throws IOException {
        var owner = Files.getOwner(former);
        if (!owner.equals(Files.getOwner(file))) Files.setOwner(file, owner);
    }

    /** Replaces a file. Also renames a folder, where there is none of that name. */
    static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, ATOMIC_MOVE);
        if (!DataFolder.isPosix(to)) return; // Windows opens no folders
        try (var folder = FileChannel.open(to.toAbsolutePath().getParent(), READ)) {
            folder.force(true);
        }
    }
}
