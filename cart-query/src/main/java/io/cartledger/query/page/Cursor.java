package io.cartledger.query.page;

import io.cartledger.cart.InvalidValueException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * A place in a list and the way to go on from it. Opaque to clients. The check sum catches what was cut off or belongs to
 * another list; it is no signature, so what a cursor says is checked like anything else that a client says.
 *
 * @param back whether what precedes the place is wanted, not what follows it
 * @param key of the row at the place, as its list writes it
 */
record Cursor(boolean back, String key) {

    private static final byte FORTH = 'n';
    private static final byte BACK = 'p';
    private static final int MOST_CHARACTERS = 1_024;

    /**
     * As clients see it: nothing in it needs escaping in a URL.
     *
     * @param list the list that it belongs to
     */
    String text(String list) {
        byte[] said = said();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES + said.length)
                        .putInt(checkSum(list, said))
                        .put(said)
                        .array());
    }

    private byte[] said() {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + keyBytes.length)
                .put(back ? BACK : FORTH)
                .put(keyBytes)
                .array();
    }

    /** @throws InvalidValueException if the list never gave out such a cursor */
    static Cursor parse(String list, String text) {
        byte[] bytes = decoded(text);
        if (bytes.length > Integer.BYTES + 1) {
            byte[] said = Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length);
            if (ByteBuffer.wrap(bytes).getInt() == checkSum(list, said)) {
                return new Cursor(said[0] == BACK, new String(said, 1, said.length - 1, StandardCharsets.UTF_8));
            }
        }
        throw invalid(text);
    }

    private static byte[] decoded(String text) {
        try {
            return text.length() > MOST_CHARACTERS
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw invalid(text);
        }
    }

    static InvalidValueException invalid(String text) {
        return new InvalidValueException(
                PageRequest.CURSOR, "must be the next or the previous of a page of this list, unchanged", text);
    }

    private static int checkSum(String list, byte[] said) {
        var crc = new CRC32C();
        crc.update(list.getBytes(StandardCharsets.UTF_8));
        crc.update(0);
        crc.update(said);
        return (int) crc.getValue();
    }
}
