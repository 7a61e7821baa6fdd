package io.cartledger.server.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

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
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.springframework.context.annotation.Configuration;

/** The walls between modules and folders, as rules over the class files. */
final class Rules {

    /** Folders whose classes may speak SQL, and the tables each of them writes. A table has one writing folder. */
    static final Map<String, Set<String>> TABLES_WRITTEN_BY = Map.ofEntries(
            entry(
                    "io.cartledger.command.ledger",
                    Set.of(
                            "ledger.event",
                            "ledger.append_lock",
                            "ledger.command_key",
                            "ledger.open_cart",
                            "ledger.limit_use",
                            "ledger.allowance",
                            "work.snapshot",
                            "work.sweep")),
            entry("io.cartledger.command.refusal", Set.of("ledger.refusal", "ledger.refusal_count")),
            entry(
                    "io.cartledger.query.burst",
                    Set.of(
                            "view.burst",
                            "view.burst_command",
                            "view.item_command",
                            "view.burst_progress",
                            "view.burst_gap")),
            entry(
                    "io.cartledger.query.cart",
                    Set.of("view_n.cart", "view_n.cart_line", "view_n.open_cart", "view_n.place_move")),
            entry("io.cartledger.query.consistency", Set.of()),
            entry("io.cartledger.query.customer", Set.of("view_n.customer", "view_n.allowance", "view_n.note")),
            entry("io.cartledger.query.feed", Set.of()),
            entry("io.cartledger.query.history", Set.of("view_n.change", "view_n.change_line")),
            entry("io.cartledger.query.generation", Set.of("view.generation")),
            entry("io.cartledger.query.ledger", Set.of()),
            entry("io.cartledger.query.parked", Set.of("view_n.parked")),
            entry("io.cartledger.query.projection", Set.of("view_n.progress")),
            entry("io.cartledger.query.rebuild", Set.of("view.rebuild")),
            entry("io.cartledger.query.past", Set.of()),
            entry("io.cartledger.query.rows", Set.of()),
            entry("io.cartledger.query.search", Set.of()),
            entry("io.cartledger.query.verify", Set.of()),
            entry("io.cartledger.server.database", Set.of()),
            entry("io.cartledger.server.embedded", Set.of()),
            entry("io.cartledger.server.vault", Set.of("vault.key", "vault.subject_key", "vault.subject_link")));

    /** Public although no other folder names them: somebody outside the sources does. */
    private static final Set<String> PUBLIC_FOR_OTHERS = Set.of(
            "io.cartledger.server.CartServer", // Java starts it
            "io.cartledger.command.dispatch.TimeOrderedIds", // Axon looks for it as a service
            "io.cartledger.ledger.UnknownEventException", // for whoever reads events with EventCodec
            "io.cartledger.ledger.UnreadableEventException", // likewise
            "io.cartledger.command.ledger.AppendLostException", // what it can be is caught by others
            "io.cartledger.ledger.Personal", // marks components of records, which are not looked at here
            "io.cartledger.http.EntityTags", // a part of Preconditions
            "io.cartledger.server.http.BoundedHeadersProtocol", // Tomcat makes it, by name
            "io.cartledger.server.http.ContainerProblems"); // likewise

    private static final String[] VOCABULARY = {
        "io.cartledger.cart..", "io.cartledger.customer..", "io.cartledger.ledger..", "io.cartledger.http.."
    };

    static final JavaClasses MAIN =
            new ClassFileImporter().withImportOption(new MainCode()).importPackages("io.cartledger");

    static final ArchRule VOCABULARY_IS_PLAIN_JAVA_AND_JSON = classes()
            .that()
            .resideInAnyPackage(VOCABULARY)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(VOCABULARY)
                    .or(resideInAnyPackage(
                            "java..", "tools.jackson..", "com.fasterxml.jackson.annotation..", "org.jspecify.."))
                    .and(resideInAPackage("java.sql..").negate()));

    static final ArchRule COMMAND_NEVER_SEES_QUERY = noClasses()
            .that()
            .resideInAPackage("io.cartledger.command..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.cartledger.query.."));

    static final ArchRule QUERY_NEVER_SEES_COMMAND = noClasses()
            .that()
            .resideInAPackage("io.cartledger.query..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.cartledger.command.."));

    static final ArchRule NOTHING_KNOWS_THE_SERVER = noClasses()
            .that()
            .resideOutsideOfPackage("io.cartledger.server..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.cartledger.server.."));

    static final ArchRule ONLY_COMMAND_KNOWS_AXON = noClasses()
            .that()
            .resideOutsideOfPackages("io.cartledger.command..", "io.cartledger.server..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.axonframework.."));

    static final ArchRule FOLDERS_HAVE_NO_CYCLES =
            slices().matching("io.cartledger.(**)").should().beFreeOfCycles();

    static final ArchRule EVERY_FOLDER_HAS_ITS_PLACE = classes()
            .should()
            .resideInAnyPackage(VOCABULARY)
            .orShould()
            .resideInAnyPackage("io.cartledger.command..", "io.cartledger.query..", "io.cartledger.server..");

    static final ArchRule FOLDERS_ARE_ANSWERS = noClasses()
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

    static final ArchRule EVERY_FOLDER_IS_NULL_MARKED = classes().should(resideInANullMarkedPackage());

    static final ArchRule SQL_ONLY_WHERE_DECLARED = noClasses()
            .that(resideOutsideOf(TABLES_WRITTEN_BY.keySet()))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "java.sql..", "javax.sql..", "org.postgresql..", "org.flywaydb..", "org.springframework.jdbc.."));

    static final ArchRule PUBLIC_ONLY_WHERE_NEEDED = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .and()
            .areNotMetaAnnotatedWith(Configuration.class)
            .and(DescribedPredicate.describe(
                    "are not listed as public for others", type -> !PUBLIC_FOR_OTHERS.contains(type.getName())))
            .should(beUsedFromAnotherPackage());

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

    private Rules() {}
}
