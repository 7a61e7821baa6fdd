package io.cartledger.server.backup;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import io.cartledger.server.testing.EmbeddedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The steps of "Backup and restore" in {@code docs/operations.md}, taken from there and carried out as they stand: shell lines
 * by a shell, and what is for {@code psql}, which not every machine has, by a connection that does the same.
 */
final class Runbook {

    private static final Pattern SECTION = Pattern.compile("(?ms)^## Backup and restore$(.*?)^## ");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w*\n(.*?)^```$");
    private static final Pattern PSQL = Pattern.compile("(?ms)^psql .*? <<'END'\n(.*?)^END$");
    private static final Pattern TO_FILE = Pattern.compile("(.*) \\\\g (.*)");
    private static final Pattern INSTANT = Pattern.compile("recovery_target_time = '.*'");

    private static final int FILES_CHANGED_WHILE_READ = 1; // as tar says

    private final List<String> blocks;
    private final EmbeddedFolder original;
    private final Path place;

    /** @param place a folder for backups and keys */
    Runbook(EmbeddedFolder original, Path place) throws IOException {
        Matcher section = SECTION.matcher(Files.readString(Path.of("..", "docs", "operations.md")));
        if (!section.find()) {
            throw new IllegalStateException("no such section");
        }
        this.blocks = BLOCK.matcher(section.group(1))
                .results()
                .map(block -> block.group(1))
                .toList();
        this.original = original;
        this.place = place;
        Files.createDirectories(place.resolve("backup/wal"));
        Files.createDirectories(place.resolve("keys"));
    }

    /** The first block: what the superuser sets once. */
    void setUpArchiving() throws SQLException {
        try (Connection connection = original.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            for (String line : inPlace(blocks.get(0), original.path()).lines().toList()) {
                statement.execute(line);
            }
        }
    }

    /** The second: a base backup, and a copy of what is kept besides. */
    void takeBaseBackup() throws Exception {
        String block = inPlace(blocks.get(1), original.path());
        String script = PSQL.matcher(block)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
        try (Connection connection = original.superuser().getConnection();
                Statement session = connection.createStatement()) {
            for (String line : script.lines().toList()) {
                runAsPsqlDoes(session, line);
            }
        }
        shell(block.lines().filter(line -> line.startsWith("cp ")).collect(joining("\n")), 0);
    }

    private void runAsPsqlDoes(Statement session, String line) throws Exception {
        Matcher toFile = TO_FILE.matcher(line);
        if (line.startsWith("\\! ")) {
            shell(line.substring(3), FILES_CHANGED_WHILE_READ);
        } else if (toFile.matches()) {
            Files.writeString(Path.of(toFile.group(2)), text(session, toFile.group(1)) + "\n");
        } else {
            session.execute(line);
        }
    }

    /** The third: a folder as of an instant. */
    void restore(String instant, EmbeddedFolder restored) throws Exception {
        Files.delete(restored.path()); // the steps make it
        String block = inPlace(blocks.get(2), restored.path());
        shell("set -e\n" + INSTANT.matcher(block).replaceFirst("recovery_target_time = '" + instant + "'"), 0);
    }

    /** By PostgreSQL's own clock, which also says when a commit was; in the form that its settings take. */
    String now() throws SQLException {
        try (Connection connection = original.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            return text(statement, "select clock_timestamp()");
        }
    }

    /** What {@code archive_timeout} does a minute later. */
    void archiveTheLastSegment() throws SQLException {
        try (Connection connection = original.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            String last = text(statement, "select pg_walfile_name(pg_switch_wal())");
            await().until(() -> Files.exists(place.resolve("backup/wal").resolve(last)));
        }
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private String inPlace(String block, Path folder) {
        return block.replace("/backup/", place + "/backup/")
                .replace("/keys/", place + "/keys/")
                .replace("cartledger-data", folder.toString())
                .replaceAll("(?m)(?<=[ =])restored(?=[/ \n])", Matcher.quoteReplacement(folder.toString()));
    }

    private static void shell(String lines, int worstExitCode) throws IOException, InterruptedException {
        int exitCode = new ProcessBuilder("sh", "-c", lines)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exitCode > worstExitCode) {
            throw new IllegalStateException(lines + " ended with " + exitCode);
        }
    }
}
