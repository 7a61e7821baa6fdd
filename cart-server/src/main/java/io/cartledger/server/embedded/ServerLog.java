package io.cartledger.server.embedded;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What PostgreSQL and its programs say. A start that finds more than 10 MB begins a new file and keeps one old. */
record ServerLog(Path file) {

    static final long MAX_BYTES = 10_000_000;

    private static final int END_BYTES = 8_192;
    private static final int END_LINES = 8;

    static ServerLog in(DataFolder folder) {
        var file = folder.log();
        try {
            if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), REPLACE_EXISTING);
            }
            if (!Files.exists(file)) DurableFile.write(file, "");
            return new ServerLog(file);
        } catch (IOException e) {
            throw folder.unusable(e);
        }
    }

    long size() {
        return file.toFile().length();
    }

    /** What has been written since the file had that size, at most the last 8 lines. */
    List<String> end(long since) {
        try (var channel = FileChannel.open(file)) {
            var end = ByteBuffer.allocate(END_BYTES);
            channel.read(end, Math.max(since, channel.size() - END_BYTES));
            var lines = new String(end.array(), 0, end.position(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.subList(Math.max(0, lines.size() - END_LINES), lines.size());
        } catch (IOException e) {
            return List.of(file + " cannot be read: " + e.getMessage());
        }
    }
}
