package io.cartledger.command.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hides a value, so that the same one is still found again: HMAC-SHA-256 (RFC 2104), cut to its first 16 bytes. There
 * are so few addresses, and so few notes that somebody might guess, that a hash without a key would be undone by trying
 * them all.
 *
 * <p>Any thread may use it.
 */
public final class KeyedHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 16;

    /** Never used itself, as it has a state: what is used is a copy, which costs less than a new one. */
    private final Mac keyed;

    /** @param key 1 byte or more, the same on all nodes */
    public KeyedHash(byte[] key) {
        try {
            this.keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** In hexadecimal digits. */
    public String of(String value) {
        try {
            byte[] hash = ((Mac) keyed.clone()).doFinal(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own " + ALGORITHM + " can be copied", e);
        }
    }
}
