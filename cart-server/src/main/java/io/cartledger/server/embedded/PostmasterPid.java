package io.cartledger.server.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's {@code postmaster.pid}: there as long as a server runs, and after one that was killed. Its first line is
 * a process id, which by then may be anybody's; further down it names shared memory, by which PostgreSQL finds out
 * whether processes of a killed server are still at work on the data.
 */
record PostmasterPid(Path data, long pid) {

    // no system gives it to a process
    private static final long NOBODYS_PID = Integer.MAX_VALUE;

    static Optional<PostmasterPid> in(Path data) throws IOException {
        try {
            return Files.readAllLines(file(data)).stream()
                    .findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("[0-9]{1,10}"))
                    .map(line -> new PostmasterPid(data, Long.parseLong(line)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Path file(Path data) {
        return data.resolve("postmaster.pid");
    }

    boolean isAlive() {
        return process().isPresent();
    }

    private Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    }

    /** Whether the process is what we start: {@code …/bin/postgres -D DATA …}. */
    boolean isServer() {
        return process()
                .map(ProcessHandle::info)
                .filter(info -> info.command().filter(PostmasterPid::isPostgres).isPresent())
                .filter(info -> info.arguments()
                        .map(List::of)
                        .orElse(List.of(data.toString()))
                        .contains(data.toString()))
                .isPresent();
    }

    // the file may have been replaced since, for which Linux appends " (deleted)"
    private static boolean isPostgres(String command) {
        return Path.of(command).getFileName().toString().startsWith("postgres");
    }

    /**
     * Takes the process id out: PostgreSQL would take whoever has it now for a server, and refuse to start. Deleting
     * the file would be wrong: PostgreSQL could no longer check the shared memory.
     */
    void forgetProcess() throws IOException {
        var lines = Files.readAllLines(file(data));
        lines.set(0, String.valueOf(NOBODYS_PID));
        DurableFile.write(file(data), String.join("\n", lines) + "\n");
    }
}
