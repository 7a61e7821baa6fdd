package io.cartledger.server.embedded;

import io.cartledger.server.config.StartupFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL's {@code initdb}, {@code pg_ctl} and {@code postgres}, run as the right user, their output in the server's
 * log.
 *
 * @param version e.g. {@code 18.6}
 */
record PostgresPrograms(Path bin, String version, ServerUser user, ServerLog log) {

    static PostgresPrograms unpackedFor(DataFolder folder, ServerUser user) {
        var home = new PostgresBinaries(PostgresArchive.ofThisPlatform()).unpackedIn(places(folder, user));
        var bin = home.resolve("bin");
        return new PostgresPrograms(bin, version(bin, user), user, ServerLog.in(folder));
    }

    // Once for each user is enough; but another user may not be able to look into our home.
    private static List<Path> places(DataFolder folder, ServerUser user) {
        var userHome = Path.of(System.getProperty("user.home", ""));
        if (user.isSomebodyElse() || !userHome.isAbsolute()) return List.of(folder.root());
        return List.of(userHome.resolve(".cache", "cartledger"), folder.root());
    }

    private static String version(Path bin, ServerUser user) {
        var answer = ShortCommand.run(command(user, bin.resolve("postgres"), "--version"));
        if (!answer.succeeded()) {
            throw new StartupFailure(
                    "the PostgreSQL in %s does not run here (%s): delete that folder, or set spring.datasource.url"
                            .formatted(bin.getParent(), answer.output()));
        }
        return answer.output().replaceFirst(".*\\(PostgreSQL\\) ", "").replaceFirst(" .*", "");
    }

    private static List<String> command(ServerUser user, Path program, String... arguments) {
        var command = new ArrayList<>(user.prefix());
        command.add(program.toString());
        command.addAll(List.of(arguments));
        return command;
    }

    Process launch(String program, String... arguments) {
        var builder = new ProcessBuilder(command(user, bin.resolve(program), arguments))
                .directory(log.file().toFile().getParentFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
        builder.environment().put("LC_ALL", "C"); // messages are read here, and so must be in English
        try {
            return builder.start();
        } catch (IOException e) {
            throw new StartupFailure("PostgreSQL's %s cannot be run (%s)".formatted(program, e.getMessage()), e);
        }
    }

    /**
     * Also when the thread is interrupted it waits for the program, as long as the limit allows: what these programs do
     * must not be left half done.
     *
     * @return whether the program ended well in time
     */
    boolean run(Duration limit, String program, String... arguments) {
        long endNanos = System.nanoTime() + limit.toNanos();
        var process = launch(program, arguments);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (process.waitFor(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return process.exitValue() == 0;
                    }
                    process.destroyForcibly();
                    return false;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
