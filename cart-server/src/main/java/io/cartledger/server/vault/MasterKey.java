package io.cartledger.server.vault;

import io.cartledger.server.config.StartupFailure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Wraps the keys in the vault, so that a copy of the database opens nothing. AES-256-GCM (NIST SP 800-38D) with random
 * nonces. Any thread may use it.
 */
public final class MasterKey {

    /** Length of the key in bytes. */
    public static final int BYTES = 32;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9+/]{43}=");
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private MasterKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /**
     * @param base64 {@value #BYTES} bytes, as {@code openssl rand -base64 32} prints them
     * @param source where it comes from, for the message
     * @throws StartupFailure if it is anything else
     */
    public static MasterKey parse(String base64, String source) {
        if (!FORM.matcher(base64.strip()).matches()) {
            throw new StartupFailure(source + " must be " + BYTES
                    + " bytes in base64: make them with \"openssl rand -base64 " + BYTES + "\"");
        }
        return new MasterKey(Base64.getDecoder().decode(base64.strip()));
    }

    /** @param name binds the result to what it is for: only under the same name it opens */
    public byte[] wrap(byte[] secret, String name) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(secret);
            return ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /** @throws StartupFailure if it was wrapped by another master key, or under another name */
    public byte[] unwrap(byte[] wrapped, String name) {
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            ByteBuffer parts = ByteBuffer.wrap(wrapped).get(nonce);
            byte[] sealed = new byte[parts.remaining()];
            parts.get(sealed);
            return cipher(Cipher.DECRYPT_MODE, nonce, name).doFinal(sealed);
        } catch (AEADBadTagException e) {
            throw new StartupFailure(
                    "the keys in schema vault belong to another master key than this one: put the right one back", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
