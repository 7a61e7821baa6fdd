package io.cartledger.server.embedded;

import io.cartledger.server.config.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Who may log in, with passwords made for this folder alone. They are on disk before PostgreSQL hears of them:
 * whenever a start is cut off, the file knows every password that may be in force.
 *
 * @param superuser sets up the others, and does nothing else
 */
record Credentials(Login superuser, Login server, Login reader) {

    // 192 bits
    private static final int PASSWORD_BYTES = 24;

    // needs no escaping, neither in SQL nor in a URL
    private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9_-]{16,}");

    static Credentials of(DataFolder folder) {
        var file = folder.credentials();
        try {
            if (!Files.exists(file)) create(file, folder);
            return read(file);
        } catch (IOException e) {
            throw folder.unusable(e);
        }
    }

    private static void create(Path file, DataFolder folder) throws IOException {
        if (Files.exists(folder.data())) {
            throw new StartupFailure(
                    "%s is missing, and without it nobody gets at the data beside it: put it back from a backup, or %s"
                            .formatted(file, FolderFailure.ANOTHER_FOLDER));
        }
        DurableFile.write(file, """
                # The passwords of the PostgreSQL in this folder. They belong to the data: back them up together.
                postgres=%s
                cartledger=%s
                cart_reader=%s
                """.formatted(newPassword(), newPassword(), newPassword()));
    }

    private static String newPassword() {
        var random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().encodeToString(random);
    }

    private static Credentials read(Path file) throws IOException {
        var passwords = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            passwords.load(reader);
        } catch (IllegalArgumentException e) {
            throw new StartupFailure(
                    "%s is damaged (%s): put it back from a backup".formatted(file, e.getMessage()), e);
        }
        return new Credentials(
                login("postgres", passwords, file),
                login(Accounts.SERVER, passwords, file),
                login(Accounts.READER, passwords, file));
    }

    private static Login login(String username, Properties passwords, Path file) {
        var password = passwords.getProperty(username, "");
        if (!PASSWORD.matcher(password).matches()) {
            throw new StartupFailure(
                    "%s has no password for %s, of 16 or more letters, digits, - and _: put it back from a backup"
                            .formatted(file, username));
        }
        return new Login(username, password);
    }
}
