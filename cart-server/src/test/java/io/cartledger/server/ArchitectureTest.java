package io.cartledger.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.ByteArrayOutputStream;
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
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Configuration;

/**
 * The walls between modules and folders. Every rule is also shown a planted violation, because a rule that finds
 * nothing may be looking at nothing.
 */
class ArchitectureTest {

    /** Folders whose classes may speak SQL, and the tables each of them writes. A table has one writing folder. */
    private static final Map<String, Set<String>> TABLES_WRITTEN_BY = Map.of(
            "io.cartledger.command.ledger", Set.of("ledger.event", "ledger.append_lock"),
            "io.cartledger.query.cart", Set.of("view_1.cart", "view_1.cart_line"),
            "io.cartledger.query.projection", Set.of("view_1.progress"),
            "io.cartledger.server.database", Set.of(),
            "io.cartledger.server.embedded", Set.of());

    /** Public although no other folder names them: somebody outside the sources does. */
    private static final Set<String> PUBLIC_FOR_OTHERS = Set.of(
            "io.cartledger.server.CartServer", // Java starts it
            "io.cartledger.ledger.UnknownEventException", // for whoever reads events with EventCodec
            "io.cartledger.ledger.UnreadableEventException", // likewise
            "io.cartledger.server.http.ContainerProblems"); // Tomcat makes it, by name

    private static final String[] VOCABULARY = {
        "io.cartledger.cart..", "io.cartledger.customer..", "io.cartledger.ledger..", "io.cartledger.http.."
    };

    private static final JavaClasses MAIN =
            new ClassFileImporter().withImportOption(new MainCode()).importPackages("io.cartledger");

    private static final ArchRule VOCABULARY_IS_PLAIN_JAVA_AND_JSON = classes()
            .that()
            .resideInAnyPackage(VOCABULARY)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(VOCABULARY)
                    .or(resideInAnyPackage(
                            "java..", "tools.jackson..", "com.fasterxml.jackson.annotation..", "org.jspecify.."))
                    .and(resideInAPackage("java.sql..").negate()));

    private static final ArchRule COMMAND_NEVER_SEES_QUERY = noClasses()
            .that()
            .resideInAPackage("io.cartledger.command..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.cartledger.query.."));

    private static final ArchRule QUERY_NEVER_SEES_COMMAND = noClasses()
            .that()
            .resideInAPackage("io.cartledger.query..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.cartledger.command.."));

    private static final ArchRule NOTHING_KNOWS_THE_SERVER = noClasses()
            .that()
            .resideOutsideOfPackage("io.cartledger.server..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.cartledger.server.."));

    private static final ArchRule ONLY_COMMAND_KNOWS_AXON = noClasses()
            .that()
            .resideOutsideOfPackages("io.cartledger.command..", "io.cartledger.server..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.axonframework.."));

    private static final ArchRule FOLDERS_HAVE_NO_CYCLES =
            slices().matching("io.cartledger.(**)").should().beFreeOfCycles();

    private static final ArchRule EVERY_FOLDER_HAS_ITS_PLACE = classes()
            .should()
            .resideInAnyPackage(VOCABULARY)
            .orShould()
            .resideInAnyPackage("io.cartledger.command..", "io.cartledger.query..", "io.cartledger.server..");

    private static final ArchRule FOLDERS_ARE_ANSWERS = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..",
                    "..utils..",
                    "..common..",
                    "..helper..",
                    "..helpers..",
                    "..impl..",
                    "..dto..",
                    "..service..");

    private static final ArchRule EVERY_FOLDER_IS_NULL_MARKED = classes().should(resideInANullMarkedPackage());

    private static final ArchRule SQL_ONLY_WHERE_DECLARED = noClasses()
            .that(resideOutsideOf(TABLES_WRITTEN_BY.keySet()))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "java.sql..", "javax.sql..", "org.postgresql..", "org.flywaydb..", "org.springframework.jdbc.."));

    private static final ArchRule PUBLIC_ONLY_WHERE_NEEDED = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .and()
            .areNotMetaAnnotatedWith(Configuration.class)
            .and(DescribedPredicate.describe(
                    "are not listed as public for others", type -> !PUBLIC_FOR_OTHERS.contains(type.getName())))
            .should(beUsedFromAnotherPackage());

    @Test
    void theVocabularyKnowsNoFrameworkAndNoSql() {
        VOCABULARY_IS_PLAIN_JAVA_AND_JSON.check(MAIN);
    }

    @Test
    void commandAndQueryNeverMeet() {
        COMMAND_NEVER_SEES_QUERY.check(MAIN);
        QUERY_NEVER_SEES_COMMAND.check(MAIN);
    }

    @Test
    void nothingKnowsTheServer() {
        NOTHING_KNOWS_THE_SERVER.check(MAIN);
    }

    @Test
    void axonStaysOnTheCommandSide() {
        ONLY_COMMAND_KNOWS_AXON.check(MAIN);
    }

    @Test
    void foldersHaveNoCycles() {
        FOLDERS_HAVE_NO_CYCLES.check(MAIN);
    }

    @Test
    void everyFolderHasItsPlaceInTheLayout() {
        EVERY_FOLDER_HAS_ITS_PLACE.check(MAIN);
    }

    @Test
    void foldersAreAnswersNotLayers() {
        FOLDERS_ARE_ANSWERS.check(MAIN);
    }

    @Test
    void everyFolderIsNullMarked() {
        EVERY_FOLDER_IS_NULL_MARKED.check(MAIN);
    }

    @Test
    void aFolderSpeaksSqlOnlyWhereDeclared() {
        SQL_ONLY_WHERE_DECLARED.check(MAIN);
    }

    @Test
    void noClassIsPublicWithoutNeed() {
        PUBLIC_ONLY_WHERE_NEEDED.check(MAIN);
    }

    @Test
    void everyTableHasOneWritingFolder() {
        var claimed = TABLES_WRITTEN_BY.values().stream().flatMap(Set::stream).toList();

        assertThat(claimed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(Sources.tables());
    }

    @Test
    void aFolderWritesOnlyItsOwnTables() {
        assertThat(Sources.writesOutside(TABLES_WRITTEN_BY, Sources.javaFiles()))
                .isEmpty();
    }

    @Test
    void packagePageNamesTheTablesItsFolderWrites() {
        TABLES_WRITTEN_BY.forEach((folder, tables) -> {
            var expected = tables.isEmpty() ? Set.of("no table") : tables;

            assertThat(Sources.packagePage(folder)).as(folder).contains(expected);
        });
    }

    /** Each rule against one class that breaks it. */
    @Nested
    class FindsWhatIsPlanted {

        @TempDir
        private Path folder;

        @Test
        void springInTheVocabulary() {
            assertFound(
                    VOCABULARY_IS_PLAIN_JAVA_AND_JSON,
                    "io.cartledger.cart",
                    "org.springframework.stereotype.Component x;");
        }

        @Test
        void axonInTheVocabulary() {
            assertFound(
                    VOCABULARY_IS_PLAIN_JAVA_AND_JSON,
                    "io.cartledger.customer",
                    "org.axonframework.messaging.MetaData x;");
        }

        @Test
        void sqlInTheVocabulary() {
            assertFound(VOCABULARY_IS_PLAIN_JAVA_AND_JSON, "io.cartledger.ledger", "java.sql.Connection x;");
            assertFound(VOCABULARY_IS_PLAIN_JAVA_AND_JSON, "io.cartledger.http", "javax.sql.DataSource x;");
        }

        @Test
        void commandThatAsksQuery() {
            assertFound(COMMAND_NEVER_SEES_QUERY, "io.cartledger.command", other("io.cartledger.query.planted"));
        }

        @Test
        void queryThatAsksCommand() {
            assertFound(QUERY_NEVER_SEES_COMMAND, "io.cartledger.query.planted", other("io.cartledger.command"));
        }

        @Test
        void queryThatAsksTheServer() {
            assertFound(NOTHING_KNOWS_THE_SERVER, "io.cartledger.query.planted", other("io.cartledger.server"));
        }

        @Test
        void axonInQuery() {
            assertFound(
                    ONLY_COMMAND_KNOWS_AXON, "io.cartledger.query.planted", "org.axonframework.messaging.MetaData x;");
        }

        @Test
        void twoFoldersInACircle() {
            var planted = compile(Map.of(
                    "io.cartledger.query.left.Planted", "public class Planted { io.cartledger.query.right.Planted x; }",
                    "io.cartledger.query.right.Planted",
                            "public class Planted { io.cartledger.query.left.Planted x; }"));

            assertThat(FOLDERS_HAVE_NO_CYCLES.evaluate(planted).hasViolation()).isTrue();
        }

        @Test
        void folderBesideTheLayout() {
            assertFound(EVERY_FOLDER_HAS_ITS_PLACE, "io.cartledger.planted", "");
        }

        @Test
        void folderForEverything() {
            assertFound(FOLDERS_ARE_ANSWERS, "io.cartledger.query.util", "");
        }

        @Test
        void folderWithoutNullMarked() {
            assertFound(EVERY_FOLDER_IS_NULL_MARKED, "io.cartledger.query.planted", "");
        }

        @Test
        void sqlInAController() {
            assertFound(
                    SQL_ONLY_WHERE_DECLARED,
                    "io.cartledger.command.http",
                    "org.springframework.jdbc.core.simple.JdbcClient x;");
        }

        @Test
        void publicClassThatOnlyItsOwnFolderUses() {
            assertFound(PUBLIC_ONLY_WHERE_NEEDED, "io.cartledger.query.planted", "");
        }

        @Test
        void insertIntoATableOfAnotherFolder() {
            var planted = Map.of(Path.of("Planted.java"), """
                    package io.cartledger.query.cart;

                    class Planted {
                        static final String SQL = "INSERT INTO ledger.event (position) values (1)";
                    }
                    """);

            assertThat(Sources.writesOutside(TABLES_WRITTEN_BY, planted))
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
            var exitCode =
                    ToolProvider.getSystemJavaCompiler().run(null, null, errors, arguments.toArray(String[]::new));
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

    /** What the class files no longer show: SQL text and the package pages. */
    private static final class Sources {

        /** The folder of all modules; tests run in their module's. */
        private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

        private static final Pattern CREATE_TABLE =
                Pattern.compile("(?i)\\bcreate\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?([a-z0-9_]+\\.[a-z0-9_]+)");

        private static final Pattern WRITE = Pattern.compile(
                "(?i)\\b(?:insert\\s+into|update|delete\\s+from|merge\\s+into|truncate(?:\\s+table)?|copy)\\s+([a-z0-9_]+\\.[a-z0-9_]+)");

        private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([a-z.]+);");

        static Set<String> tables() {
            return texts("src/main/resources", ".sql").values().stream()
                    .flatMap(sql -> CREATE_TABLE.matcher(sql).results())
                    .map(match -> match.group(1))
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
                    .filter(table -> !tablesWrittenBy
                            .getOrDefault(packageOf(text), Set.of())
                            .contains(table))
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
                    for (var file :
                            files.filter(f -> f.toString().endsWith(ending)).toList()) {
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

        private static List<Path> modules() {
            try (Stream<Path> modules = Files.list(ROOT)) {
                return modules.filter(module -> Files.isRegularFile(module.resolve("pom.xml")))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException("listing " + ROOT, e);
            }
        }
    }

    /** Modules come as folders or as jars, and so do their tests. */
    private static final class MainCode implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/") && !location.matches(Pattern.compile(".*-tests\\.jar!.*"));
        }
    }

    private static DescribedPredicate<JavaClass> resideOutsideOf(Set<String> packages) {
        return DescribedPredicate.describe(
                "reside outside of " + new TreeSet<>(packages), type -> !packages.contains(type.getPackageName()));
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a package whose package-info.java says @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                events.add(new SimpleConditionEvent(
                        type,
                        type.getPackage().isAnnotatedWith(NullMarked.class),
                        type.getPackageName() + " has no package-info.java with @NullMarked"));
            }
        };
    }

    private static ArchCondition<JavaClass> beUsedFromAnotherPackage() {
        return new ArchCondition<>("be used from another package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                var used = type.getDirectDependenciesToSelf().stream()
                        .anyMatch(use -> !use.getOriginClass().getPackageName().equals(type.getPackageName()));
                events.add(new SimpleConditionEvent(
                        type, used, type.getName() + " is public, but only its own package uses it"));
            }
        };
    }
}
