package io.cartledger.bench.load;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What came of a {@link LoadJob}.
 *
 * @param answered requests that were answered with success in the time that was measured
 * @param seconds that time
 * @param failed all others, by status or reason
 * @param histogram how long those took that were answered with success, in microseconds, as HdrHistogram writes it, in
 *     base64; at a rate, from the instant at which each was to begin
 */
public record LoadResult(long answered, double seconds, Map<String, Long> failed, String histogram) {

    /** Requests that were answered with success in a second. */
    public double perSecond() {
        return answered / seconds;
    }

    /** Requests that were not. */
    public long failures() {
        return failed.values().stream().mapToLong(Long::longValue).sum();
    }

    /** @return in milliseconds */
    public double quantile(double part) {
        return decoded().getValueAtPercentile(100 * part) / 1e3;
    }

    /** @return in milliseconds */
    public double max() {
        return decoded().getMaxValue() / 1e3;
    }

    /** In microseconds. */
    public Histogram decoded() {
        try {
            byte[] bytes = Base64.getDecoder().decode(histogram);
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("not a histogram", e);
        }
    }

    static String encoded(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        byte[] bytes = new byte[length];
        buffer.flip().get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
