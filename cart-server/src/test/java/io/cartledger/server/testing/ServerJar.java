package io.cartledger.server.testing;

import io.cartledger.command.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The jar that was built, taken apart once for all tests of a JVM and started once to write down its classes: the tests
 * start many processes, and each is ready in a third of the time that way. {@code StartTimeIT} starts the jar as it is.
 */
final class ServerJar {

    private static final Path JAR = Path.of(System.getProperty("cart.server.jar"));
    private static final Path FOLDER = Path.of(System.getProperty("cart.server.folder"));
    private static final Path CLASSES = FOLDER.resolve("classes.aot");
    private static final String PROGRAM =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final List<String> JAVA =
            List.of(PROGRAM, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Xlog:disable");

    static {
        extract();
        writeDownClasses();
    }

    private ServerJar() {}

    /** The command that starts it, up to the properties. */
    static List<String> command() {
        return start("-XX:AOTCache=" + CLASSES);
    }

    /** The command that starts the jar as it is, with these options of Java's alone. */
    static List<String> command(List<String> options) {
        var command = new ArrayList<>(List.of(PROGRAM));
        command.addAll(options);
        command.addAll(List.of("-jar", JAR.toString()));
        return command;
    }

    private static List<String> start(String... options) {
        var command = new ArrayList<>(JAVA);
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", FOLDER.resolve(JAR.getFileName()).toString()));
        return command;
    }

    private static void extract() {
        var command = new ArrayList<>(JAVA);
        command.addAll(List.of("-Djarmode=tools", "-jar", JAR.toString()));
        command.addAll(List.of("extract", "--force", "--destination", FOLDER.toString()));
        run(command);
    }

    private static void writeDownClasses() {
        List<String> command = start("-XX:AOTCacheOutput=" + CLASSES, "-Dspring.context.exit=onRefresh");
        command.addAll(ServerProcess.database(TestDatabase.durable().jdbcUrl()));
        command.addAll(List.of("--server.port=0", "--cart.roles=command,query"));
        run(command);
    }

    private static void run(List<String> command) {
        try {
            int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (exitCode != 0) {
                throw new IllegalStateException(command + " ended with " + exitCode);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
