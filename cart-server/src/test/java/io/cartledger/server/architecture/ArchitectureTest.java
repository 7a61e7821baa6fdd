package io.cartledger.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** The walls between modules and folders hold. {@link PlantedViolationsTest} shows that each rule can find something. */
class ArchitectureTest {

    @Test
    void theVocabularyKnowsNoFrameworkAndNoSql() {
        Rules.VOCABULARY_IS_PLAIN_JAVA_AND_JSON.check(Rules.MAIN);
    }

    @Test
    void commandAndQueryNeverMeet() {
        Rules.COMMAND_NEVER_SEES_QUERY.check(Rules.MAIN);
        Rules.QUERY_NEVER_SEES_COMMAND.check(Rules.MAIN);
    }

    @Test
    void nothingKnowsTheServer() {
        Rules.NOTHING_KNOWS_THE_SERVER.check(Rules.MAIN);
    }

    @Test
    void axonStaysOnTheCommandSide() {
        Rules.ONLY_COMMAND_KNOWS_AXON.check(Rules.MAIN);
    }

    @Test
    void foldersHaveNoCycles() {
        Rules.FOLDERS_HAVE_NO_CYCLES.check(Rules.MAIN);
    }

    @Test
    void everyFolderHasItsPlaceInTheLayout() {
        Rules.EVERY_FOLDER_HAS_ITS_PLACE.check(Rules.MAIN);
    }

    @Test
    void foldersAreAnswersNotLayers() {
        Rules.FOLDERS_ARE_ANSWERS.check(Rules.MAIN);
    }

    @Test
    void everyFolderIsNullMarked() {
        Rules.EVERY_FOLDER_IS_NULL_MARKED.check(Rules.MAIN);
    }

    @Test
    void aFolderSpeaksSqlOnlyWhereDeclared() {
        Rules.SQL_ONLY_WHERE_DECLARED.check(Rules.MAIN);
    }

    @Test
    void noClassIsPublicWithoutNeed() {
        Rules.PUBLIC_ONLY_WHERE_NEEDED.check(Rules.MAIN);
    }

    @Test
    void everyTableHasOneWritingFolder() {
        var claimed =
                Rules.TABLES_WRITTEN_BY.values().stream().flatMap(Set::stream).toList();

        assertThat(claimed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(Sources.tables());
    }

    @Test
    void aFolderWritesOnlyItsOwnTables() {
        assertThat(Sources.writesOutside(Rules.TABLES_WRITTEN_BY, Sources.javaFiles()))
                .isEmpty();
    }

    @Test
    void packagePageNamesTheTablesItsFolderWrites() {
        Rules.TABLES_WRITTEN_BY.forEach((folder, tables) -> {
            var expected = tables.isEmpty() ? Set.of("no table") : tables;

            assertThat(Sources.packagePage(folder)).as(folder).contains(expected);
        });
    }
}
