package io.cartledger.server.embedded;

import io.cartledger.server.config.StartupFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** What the operator is told when the operating system or PostgreSQL refuses something to do with a folder. */
final class FolderFailure {

    static final String ANOTHER_FOLDER = "choose another with --cart.embedded.directory=…";

    private static final String DISK_FULL = "No space left on device";

    private FolderFailure() {}

    static StartupFailure of(Path folder, IOException cause) {
        return new StartupFailure(
                "the folder %s cannot be used (%s): put that right, or %s"
                        .formatted(folder, reason(cause), ANOTHER_FOLDER),
                cause);
    }

    /** Passes on what a program of PostgreSQL said before it gave up. */
    static StartupFailure of(String what, List<String> lastWords) {
        var words = String.join(" | ", lastWords);
        return new StartupFailure(what + (words.contains(DISK_FULL) ? ", the disk is full: " : ": ") + words);
    }

    // The messages of these exceptions are often the path alone.
    static String reason(IOException cause) {
        return switch (cause) {
            case AccessDeniedException e -> "no permission for " + e.getFile();
            case NoSuchFileException e -> e.getFile() + " does not exist and cannot be made";
            case FileAlreadyExistsException e -> e.getFile() + " is a file";
            case FileSystemException e when e.getReason() != null -> e.getReason() + ": " + e.getFile();
            default -> String.valueOf(cause.getMessage());
        };
    }
}
