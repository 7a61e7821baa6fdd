package io.cartledger.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The jar that was built, taken apart once for all tests of a run: the tests start many processes, and from loose jars
 * with an archive of their classes each is ready in half the time. {@code StartTimeIT} starts the jar as it is.
 */
final class ServerJar {

    private static final Path JAR = Path.of(System.getProperty("cart.server.jar"));
    private static final String CLASSES = "classes.jsa";
    private static final Path FOLDER = extracted();

    private ServerJar() {}

    /** The command that starts it, up to the properties. The first process that ends leaves the archive of classes. */
    static List<String> command() {
        return List.of(
                java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Xlog:disable",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + FOLDER.resolve(CLASSES),
                "-jar",
                FOLDER.resolve(JAR.getFileName()).toString());
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path extracted() {
        Path folder = JAR.resolveSibling("extracted");
        try {
            Files.deleteIfExists(folder.resolve(CLASSES)); // of another jar
            int exitCode = new ProcessBuilder(
                            java(),
                            "-Djarmode=tools",
                            "-jar",
                            JAR.toString(),
                            "extract",
                            "--force",
                            "--destination",
                            folder.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exitCode != 0) {
                throw new IllegalStateException("extracting " + JAR + " ended with " + exitCode);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
