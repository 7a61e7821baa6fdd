package io.cartledger.query.feed;

import io.cartledger.cart.InvalidValueException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * A place in the feed, from which to go on. Opaque to clients, who must not count with it. It begins with a letter of
 * its own, so that no other token is taken for one; the check sum catches what was cut off, it is no signature.
 *
 * @param position of the last event before it; 0 for the beginning
 */
record FeedCursor(long position) {

    /** The header that says how far an answer goes. */
    static final String HEADER = "Feed-Cursor";

    private static final String KIND = "e";
    private static final int BYTES = Long.BYTES + Integer.BYTES;

    /** The cursor as clients see it: 17 characters that need no escaping in a header or a URL. */
    String text() {
        var bytes = ByteBuffer.allocate(BYTES).putLong(position).putInt(checkSum(position));
        return KIND + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** @throws InvalidValueException if this service never gave out such a cursor */
    static FeedCursor parse(String field, String text) {
        if (text.startsWith(KIND)) {
            try {
                var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text.substring(KIND.length())));
                if (bytes.remaining() == BYTES) {
                    long position = bytes.getLong();
                    if (position >= 0 && bytes.getInt() == checkSum(position)) {
                        return new FeedCursor(position);
                    }
                }
            } catch (IllegalArgumentException e) {
                throw invalid(field, text);
            }
        }
        throw invalid(field, text);
    }

    private static InvalidValueException invalid(String field, String text) {
        return new InvalidValueException(
                field, "must be the cursor of an event of the feed, or its " + HEADER + ", unchanged", text);
    }

    private static int checkSum(long position) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(1 + Long.BYTES)
                .put((byte) KIND.charAt(0))
                .putLong(position)
                .flip());
        return (int) crc.getValue();
    }
}
