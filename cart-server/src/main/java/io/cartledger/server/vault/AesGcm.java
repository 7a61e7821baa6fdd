package io.cartledger.server.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM (NIST SP 800-38D) with one key and random nonces, which allow it some 4 billion texts: 12 bytes of nonce,
 * the text, 16 bytes of tag. Any thread may use it.
 */
final class AesGcm {

    static final int KEY_BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Looked up once: with each text it would cost more than sealing it. */
    private static final Provider PROVIDER = provider();

    private final SecretKeySpec key;

    AesGcm(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    static byte[] newKey() {
        return random(KEY_BYTES);
    }

    /** @param place binds the result to what it is for: only under the same it opens */
    byte[] seal(byte[] text, String place) {
        byte[] nonce = random(NONCE_BYTES);
        try {
            byte[] sealedText = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(text);
            return ByteBuffer.allocate(nonce.length + sealedText.length)
                    .put(nonce)
                    .put(sealedText)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /** @throws AEADBadTagException if it was not sealed with this key, for this place, as it is now */
    byte[] open(byte[] bytes, String place) throws AEADBadTagException {
        if (bytes.length < NONCE_BYTES) {
            throw new AEADBadTagException("it has " + bytes.length + " bytes, which is not even a nonce");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        ByteBuffer parts = ByteBuffer.wrap(bytes).get(nonce);
        byte[] sealedText = new byte[parts.remaining()];
        parts.get(sealedText);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, place).doFinal(sealedText);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }

    private static Provider provider() {
        try {
            return Cipher.getInstance(CIPHER).getProvider();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER, PROVIDER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
