package io.cartledger.server.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Base64;

/** What wraps the keys in the database, beside it and not in it, made for this folder alone. */
final class MasterKeyFile {

    private static final int KEY_BYTES = 32;

    private MasterKeyFile() {}

    /** In base64. Made where it is missing, and on disk before anything is wrapped with it. */
    static String of(DataFolder folder) {
        try {
            var file = folder.masterKey();
            if (!Files.exists(file)) DurableFile.write(file, newKey() + "\n");
            return Files.readString(file);
        } catch (IOException e) {
            throw folder.unusable(e);
        }
    }

    private static String newKey() {
        var random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
