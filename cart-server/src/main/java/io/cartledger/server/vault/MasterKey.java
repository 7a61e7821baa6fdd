package io.cartledger.server.vault;

import io.cartledger.server.config.StartupFailure;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;

/** Wraps the keys in the vault, so that a copy of the database opens nothing. Any thread may use it. */
public final class MasterKey {

    /** Length of the key in bytes. */
    public static final int BYTES = AesGcm.KEY_BYTES;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9+/]{43}=");

    private final AesGcm cipher;

    private MasterKey(byte[] key) {
        this.cipher = new AesGcm(key);
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
        return cipher.seal(secret, name);
    }

    /** @throws StartupFailure if it was wrapped by another master key, or under another name */
    public byte[] unwrap(byte[] wrapped, String name) {
        try {
            return cipher.open(wrapped, name);
        } catch (AEADBadTagException e) {
            throw new StartupFailure(
                    "the keys in schema vault belong to another master key than this one: put the right one back", e);
        }
    }
}
