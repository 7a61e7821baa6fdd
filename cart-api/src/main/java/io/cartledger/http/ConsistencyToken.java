package io.cartledger.http;

import io.cartledger.cart.InvalidValueException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * What a command's answer gives and a query sends back to see at least that command. Opaque to clients, who must not
 * count with it; the check sum catches tokens that were cut off, it is no signature.
 *
 * @param position a position in the ledger, 0 or more
 */
public record ConsistencyToken(long position) {

    /** The header that carries it, both ways. */
    public static final String HEADER = "Consistency-Token";

    private static final int BYTES = Long.BYTES + Integer.BYTES;

    /** The token as clients see it: 16 characters that need no escaping in a header or a URL. */
    public String text() {
        var bytes = ByteBuffer.allocate(BYTES).putLong(position).putInt(checkSum(position));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** @throws InvalidValueException if this service never gave out such a token */
    public static ConsistencyToken parse(String text) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() == BYTES) {
                long position = bytes.getLong();
                if (position >= 0 && bytes.getInt() == checkSum(position)) {
                    return new ConsistencyToken(position);
                }
            }
        } catch (IllegalArgumentException e) {
            throw invalid(text);
        }
        throw invalid(text);
    }

    private static InvalidValueException invalid(String text) {
        return new InvalidValueException(HEADER, "must be a token from an earlier answer, unchanged", text);
    }

    private static int checkSum(long position) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(position).flip());
        return (int) crc.getValue();
    }
}
