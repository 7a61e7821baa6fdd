package io.cartledger.server.architecture;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the class files no longer show: SQL text and the package pages. */
final class Sources {

    /** The folder of all modules; tests run in their module's. */
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern CREATE_TABLE = Pattern.compile(
            "(?i)\\bcreate\\s+(?:unlogged\\s+)?table\\s+(?:if\\s+not\\s+exists\\s+)?([a-z0-9_]+\\.[a-z0-9_]+)");

    private static final Pattern DROP_SCHEMA = Pattern.compile("(?i)\\bdrop\\s+schema\\s+([a-z0-9_]+)\\s+cascade");

    private static final Pattern WRITE = Pattern.compile(
            "(?i)\\b(?:insert\\s+into|update|delete\\s+from|merge\\s+into|truncate(?:\\s+table)?|copy)\\s+([a-z0-9_]+\\.[a-z0-9_]+)");

    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([a-z.]+);");

    /** Of the generations of the read model, which are all the same, {@code view_n} stands for any. */
    static Set<String> tables() {
        List<String> migrations = texts("src/main/resources", ".sql").values().stream()
                .map(sql -> sql.replace("${view_n}", "view_n"))
                .toList();
        List<String> dropped = migrations.stream()
                .flatMap(sql -> DROP_SCHEMA.matcher(sql).results())
                .map(match -> match.group(1) + ".")
                .toList();
        return migrations.stream()
                .flatMap(sql -> CREATE_TABLE.matcher(sql).results())
                .map(match -> match.group(1))
                .filter(table -> dropped.stream().noneMatch(table::startsWith))
                .collect(toCollection(TreeSet::new));
    }

    static Map<Path, String> javaFiles() {
        return texts("src/main/java", ".java");
    }

    static String packagePage(String folder) {
        return javaFiles().entrySet().stream()
                .filter(file -> file.getKey().endsWith(Path.of(folder.replace('.', '/'), "package-info.java")))
                .map(file -> file.getValue().replaceAll("\\s+\\* ?", " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no package-info.java in " + folder));
    }

    static List<String> writesOutside(Map<String, Set<String>> tablesWrittenBy, Map<Path, String> javaFiles) {
        var outside = new ArrayList<String>();
        javaFiles.forEach((file, text) -> WRITE.matcher(text)
                .results()
                .map(match -> match.group(1).toLowerCase(Locale.ROOT))
                .filter(table ->
                        !tablesWrittenBy.getOrDefault(packageOf(text), Set.of()).contains(table))
                .forEach(table -> outside.add(file.getFileName() + " writes " + table)));
        return outside;
    }

    private static String packageOf(String text) {
        var matcher = PACKAGE.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static Map<Path, String> texts(String folder, String ending) {
        var texts = new HashMap<Path, String>();
        for (var module : modules()) {
            try (var files = Files.walk(module.resolve(folder))) {
                for (var file : files.filter(f -> f.toString().endsWith(ending)).toList()) {
                    texts.put(file, Files.readString(file));
                }
            } catch (NoSuchFileException none) {
                // a module without such files
            } catch (IOException e) {
                throw new UncheckedIOException("reading " + module, e);
            }
        }
        return texts;
    }

    /** Those of the service: the benchmark fills databases of its own. */
    private static List<Path> modules() {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.filter(module -> Files.isRegularFile(module.resolve("pom.xml")))
                    .filter(module -> !module.endsWith("cart-bench"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("listing " + ROOT, e);
        }
    }
}
