package io.cartledger.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule against one class that breaks it, because a rule that finds nothing may be looking at nothing. */
class PlantedViolationsTest {

    @TempDir
    private Path folder;

    @Test
    void springInTheVocabulary() {
        assertFound(
                Rules.VOCABULARY_IS_PLAIN_JAVA_AND_JSON,
                "io.cartledger.cart",
                "org.springframework.stereotype.Component x;");
    }

    @Test
    void axonInTheVocabulary() {
        assertFound(
                Rules.VOCABULARY_IS_PLAIN_JAVA_AND_JSON,
                "io.cartledger.customer",
                "org.axonframework.messaging.MetaData x;");
    }

    @Test
    void sqlInTheVocabulary() {
        assertFound(Rules.VOCABULARY_IS_PLAIN_JAVA_AND_JSON, "io.cartledger.ledger", "java.sql.Connection x;");
        assertFound(Rules.VOCABULARY_IS_PLAIN_JAVA_AND_JSON, "io.cartledger.http", "javax.sql.DataSource x;");
    }

    @Test
    void commandThatAsksQuery() {
        assertFound(Rules.COMMAND_NEVER_SEES_QUERY, "io.cartledger.command", other("io.cartledger.query.planted"));
    }

    @Test
    void queryThatAsksCommand() {
        assertFound(Rules.QUERY_NEVER_SEES_COMMAND, "io.cartledger.query.planted", other("io.cartledger.command"));
    }

    @Test
    void queryThatAsksTheServer() {
        assertFound(Rules.NOTHING_KNOWS_THE_SERVER, "io.cartledger.query.planted", other("io.cartledger.server"));
    }

    @Test
    void axonInQuery() {
        assertFound(
                Rules.ONLY_COMMAND_KNOWS_AXON,
                "io.cartledger.query.planted",
                "org.axonframework.messaging.MetaData x;");
    }

    @Test
    void twoFoldersInACircle() {
        var planted = compile(Map.of(
                "io.cartledger.query.left.Planted", "public class Planted { io.cartledger.query.right.Planted x; }",
                "io.cartledger.query.right.Planted", "public class Planted { io.cartledger.query.left.Planted x; }"));

        assertThat(Rules.FOLDERS_HAVE_NO_CYCLES.evaluate(planted).hasViolation())
                .isTrue();
    }

    @Test
    void folderBesideTheLayout() {
        assertFound(Rules.EVERY_FOLDER_HAS_ITS_PLACE, "io.cartledger.planted", "");
    }

    @Test
    void folderForEverything() {
        assertFound(Rules.FOLDERS_ARE_ANSWERS, "io.cartledger.query.util", "");
    }

    @Test
    void folderWithoutNullMarked() {
        assertFound(Rules.EVERY_FOLDER_IS_NULL_MARKED, "io.cartledger.query.planted", "");
    }

    @Test
    void sqlInAController() {
        assertFound(
                Rules.SQL_ONLY_WHERE_DECLARED,
                "io.cartledger.command.http",
                "org.springframework.jdbc.core.simple.JdbcClient x;");
    }

    @Test
    void publicClassThatOnlyItsOwnFolderUses() {
        assertFound(Rules.PUBLIC_ONLY_WHERE_NEEDED, "io.cartledger.query.planted", "");
    }

    @Test
    void insertIntoATableOfAnotherFolder() {
        var planted = Map.of(Path.of("Planted.java"), """
                package io.cartledger.query.cart;

                class Planted {
                    static final String SQL = "INSERT INTO ledger.event (position) values (1)";
                }
                """);

        assertThat(Sources.writesOutside(Rules.TABLES_WRITTEN_BY, planted))
                .containsExactly("Planted.java writes ledger.event");
    }

    private void assertFound(ArchRule rule, String packageName, String member) {
        var planted = compile(Map.of(packageName + ".Planted", "public class Planted { " + member + " }"));

        assertThat(rule.evaluate(planted).getFailureReport().getDetails()).isNotEmpty();
    }

    /** A field of a type in a package, for which a class is compiled alongside. */
    private static String other(String packageName) {
        return packageName + ".Other x;";
    }

    private JavaClasses compile(Map<String, String> bodies) {
        var sources = new HashMap<>(bodies);
        bodies.forEach((name, body) -> Pattern.compile("([a-z.]+)\\.Other x;")
                .matcher(body)
                .results()
                .forEach(match -> sources.put(match.group(1) + ".Other", "public class Other {}")));
        var arguments = new ArrayList<>(List.of("-proc:none", "-d", folder.toString()));
        sources.forEach((name, body) -> arguments.add(write(name, body).toString()));
        var errors = new ByteArrayOutputStream();
        var exitCode = ToolProvider.getSystemJavaCompiler().run(null, null, errors, arguments.toArray(String[]::new));
        assertThat(exitCode).as(errors::toString).isZero();
        return new ClassFileImporter().importPath(folder);
    }

    private Path write(String name, String body) {
        try {
            var file = folder.resolve(name.replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            return Files.writeString(file, "package " + name.substring(0, name.lastIndexOf('.')) + "; " + body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
