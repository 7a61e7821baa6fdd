package io.cartledger.server.docs;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the service counts is what {@code docs/operations.md} explains. */
class DocumentedFiguresTest {

    private static final Pattern MADE =
            Pattern.compile("(?:builder|counter|gauge|summary|timer)\\(\\s*\"(cart\\.[a-z.-]+)\"");
    private static final Pattern EXPLAINED =
            Pattern.compile("(?m)(?:^\\| |, )`(cart_[a-z_]+?)(?:_total|_count|_seconds)?[`{]");

    @Test
    void everyFigureIsExplainedAndNoOther() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "operations.md"));
        String figures = page.substring(page.indexOf("### Figures"), page.indexOf("## The access log"));
        var explained = EXPLAINED
                .matcher(figures)
                .results()
                .map(match -> match.group(1))
                .collect(toCollection(TreeSet::new));

        assertThat(made()).hasSizeGreaterThan(20).isEqualTo(explained);
    }

    private static TreeSet<String> made() throws IOException {
        var made = new TreeSet<String>();
        for (String module : new String[] {"cart-command", "cart-query", "cart-server"}) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    MADE.matcher(Files.readString(file))
                            .results()
                            .map(match -> match.group(1).replaceAll("[.-]", "_"))
                            .forEach(made::add);
                }
            }
        }
        return made;
    }
}
