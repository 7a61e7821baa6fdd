package io.cartledger.cart;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cartledger.ledger.CanonicalJson;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/**
 * What makes two items the same, and so the key of a line: the SKU alone where there are no options, else the SKU,
 * {@code ~}, and the first 130 bits of the SHA-256 of the options in canonical JSON, as 26 digits of base32hex (RFC 4648
 * section 7) in lower case.
 */
public record ItemId(@JsonValue String value) implements Comparable<ItemId> {

    private static final int DIGEST_CHARACTERS = 26;
    private static final int BITS_LEFT_OUT = 256 - 5 * DIGEST_CHARACTERS;

    /** @throws InvalidValueException if the text identifies no item */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ItemId {
        if (!isItemId(value)) {
            throw new InvalidValueException(
                    "itemId", "must be a SKU, or a SKU, ~ and " + DIGEST_CHARACTERS + " of 0-9 a-v", value);
        }
    }

    private static boolean isItemId(String text) {
        int end = text.indexOf('~');
        return end < 0 ? Sku.isSku(text) : Sku.isSku(text.substring(0, end)) && isDigest(text.substring(end + 1));
    }

    private static boolean isDigest(String text) {
        return text.length() == DIGEST_CHARACTERS
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'v'));
    }

    static ItemId of(Sku sku, Map<String, String> options) {
        return new ItemId(options.isEmpty() ? sku.value() : sku.value() + "~" + digest(options));
    }

    /** The SKU of the item. */
    public Sku sku() {
        int options = value.indexOf('~');
        return new Sku(options < 0 ? value : value.substring(0, options));
    }

    private static String digest(Map<String, String> options) {
        byte[] sha256 = sha256(CanonicalJson.of(options).getBytes(StandardCharsets.UTF_8));
        String base32 = new BigInteger(1, sha256).shiftRight(BITS_LEFT_OUT).toString(32);
        return "0".repeat(DIGEST_CHARACTERS - base32.length()) + base32;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public int compareTo(ItemId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
