package io.cartledger.bench.floor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.HdrHistogram.Histogram;

/**
 * How long the disk takes to keep 8 kB for good: written over what is there, and {@code fdatasync}, as PostgreSQL does at a
 * commit with the segments of its log.
 */
public final class FlushFloor {

    private static final int PAGE = 8 * 1024;
    private static final int PAGES = 2048; // 16 MB, a segment
    private static final int DIGITS = 3;

    private FlushFloor() {}

    /**
     * @param folder on the disk in question
     * @param times how often
     * @return in microseconds
     */
    public static Histogram measure(Path folder, int times) throws IOException {
        Path file = folder.resolve("flush");
        var histogram = new Histogram(DIGITS);
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var page = ByteBuffer.allocateDirect(PAGE);
            for (int i = 0; i < PAGES; i++) {
                channel.write(page.clear(), (long) i * PAGE);
            }
            channel.force(true);
            for (int i = 0; i < times; i++) {
                long start = System.nanoTime();
                channel.write(page.clear(), (long) (i % PAGES) * PAGE);
                channel.force(false);
                histogram.recordValue((System.nanoTime() - start) / 1_000);
            }
        } finally {
            Files.deleteIfExists(file);
        }
        return histogram;
    }
}
