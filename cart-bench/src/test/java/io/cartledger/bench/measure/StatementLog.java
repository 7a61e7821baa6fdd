package io.cartledger.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Every statement that PostgreSQL is sent, as it logs them itself, with the pool that each came from. */
final class StatementLog {

    private static final String NAME = "statements.log";
    private static final Pattern ENTRY = Pattern.compile("(?m)^(?=\\S[^\\n]{0,40}:LOG: )");
    private static final Pattern OF_COMMANDS =
            Pattern.compile("^cartledger (command|writer|vault|cart_command)\\b.*", Pattern.DOTALL);
    private static final Pattern READ =
            Pattern.compile("\\b(from|join)\\s+(ledger|vault|view_1|work)\\.\\w+\\b(?!\\s*\\()");

    private final Path folder;

    StatementLog(Path folder) {
        this.folder = folder;
    }

    /** What makes PostgreSQL write it. */
    Map<String, String> settings() {
        return Map.of(
                "log_statement", "all",
                "log_parameter_max_length", "0",
                "logging_collector", "on",
                "log_rotation_age", "0",
                "log_rotation_size", "0",
                "log_directory", folder.toAbsolutePath().toString(),
                "log_filename", NAME,
                "log_line_prefix", "%a:");
    }

    long size() throws IOException {
        return Files.size(folder.resolve(NAME));
    }

    /** Those that came from the pools that commands use. */
    Set<String> ofCommandsSince(long size) throws IOException {
        byte[] all = Files.readAllBytes(folder.resolve(NAME));
        var text = new String(all, (int) size, all.length - (int) size, StandardCharsets.UTF_8);
        return Arrays.stream(ENTRY.split(text))
                .filter(entry -> OF_COMMANDS.matcher(entry).matches())
                .filter(entry -> entry.contains("execute") || entry.contains("statement:"))
                .collect(Collectors.toSet());
    }

    /** Whether a statement reads a table, and not only calls a function; snapshots are kept off the commands' path. */
    static boolean reads(String statement) {
        return !statement.contains("insert into work.snapshot")
                && READ.matcher(statement).find();
    }
}
