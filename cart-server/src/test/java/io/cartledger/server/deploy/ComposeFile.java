package io.cartledger.server.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** {@code docker-compose.yml} and the files beside it. */
final class ComposeFile {

    /** Where they lie. */
    static final Path ROOT = Path.of("..");

    /** As the file asks for a value that it must be given. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(.*?)}");

    private final String text;
    private final Map<String, Object> content;

    private ComposeFile(String text) {
        this.text = text;
        this.content = new Yaml().load(text);
    }

    static ComposeFile read() {
        return new ComposeFile(read("docker-compose.yml"));
    }

    /** The text of a file beside it. */
    static String read(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Object> content() {
        return content;
    }

    /** Services by name, and what each consists of. */
    Map<String, Map<String, Object>> services() {
        return child(content, "services");
    }

    Map<String, Map<String, Object>> networks() {
        return child(content, "networks");
    }

    /** Services that run this software. */
    List<String> nodes() {
        return services().entrySet().stream()
                .filter(service -> service.getValue().containsKey("build"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A service's environment variables as they are written. */
    Map<String, String> environment(String service) {
        Map<String, Object> written = child(services().get(service), "environment");
        var environment = new LinkedHashMap<String, String>();
        written.forEach((name, value) -> environment.put(name, String.valueOf(value)));
        return environment;
    }

    /** The same with the values in place that it asks for. */
    Map<String, String> environment(String service, UnaryOperator<String> values) {
        var environment = environment(service);
        environment.replaceAll((name, value) -> VARIABLE.matcher(value).replaceAll(v -> values.apply(v.group(1))));
        return environment;
    }

    /** Each place where it asks for a value: the name in group 1, and what it says about it in group 2. */
    List<MatchResult> variables() {
        return VARIABLE.matcher(text).results().toList();
    }

    /** The names in {@code .env.example}, with the value where it has one. */
    static Map<String, Optional<String>> exampleVariables() {
        var variables = new LinkedHashMap<String, Optional<String>>();
        read(".env.example").lines().filter(line -> line.matches("[A-Z].*")).forEach(line -> {
            String[] parts = line.split("=", 2);
            variables.put(parts[0], Optional.of(parts[1]).filter(value -> !value.isEmpty()));
        });
        return variables;
    }

    @SuppressWarnings("unchecked")
    private static <V> Map<String, V> child(Map<String, ?> of, String name) {
        return (Map<String, V>) of.get(name);
    }
}
