package io.cartledger.bench.run;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process of the benchmark's, with its output in a file. */
public final class JavaProcess implements AutoCloseable {

    /** The same for everything that is compared. */
    static final List<String> FLAGS = List.of("-XX:+UseParallelGC", "-Xmx512m");

    private static final int STOP_SECONDS = 30;

    private final Process process;

    private JavaProcess(Process process) {
        this.process = process;
    }

    /** @param arguments of {@code java} */
    static JavaProcess start(List<String> arguments, Path log) {
        return new JavaProcess(launch(arguments, ProcessBuilder.Redirect.appendTo(log.toFile()), log));
    }

    /** One that is spoken with over its input and output; what it says else is in the file. */
    static JavaProcess startToTalk(List<String> arguments, Path log) {
        return new JavaProcess(launch(arguments, ProcessBuilder.Redirect.PIPE, log));
    }

    private static Process launch(List<String> arguments, ProcessBuilder.Redirect output, Path log) {
        var command = new ArrayList<>(List.of(program("java").toString()));
        command.addAll(arguments);
        File errors = log.toFile();
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output)
                    .redirectError(ProcessBuilder.Redirect.appendTo(errors))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly)); // should this be told to end
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program of the JDK that runs this. */
    static Path program(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name);
    }

    /** The class path that this runs with, for processes of the benchmark's own. */
    static String classPath() {
        return System.getProperty("java.class.path");
    }

    Process process() {
        return process;
    }

    /** The operating system's process id. */
    public long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
