package io.cartledger.bench.run;

import io.cartledger.bench.load.LoadGenerator;
import io.cartledger.bench.load.LoadJob;
import io.cartledger.bench.load.LoadResult;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The {@link LoadGenerator}, running. One job at a time. */
public final class LoadProcess implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JavaProcess process;
    private final BufferedWriter jobs;
    private final BufferedReader results;

    private LoadProcess(JavaProcess process) {
        this.process = process;
        this.jobs = process.process().outputWriter(StandardCharsets.UTF_8);
        this.results = process.process().inputReader(StandardCharsets.UTF_8);
    }

    /** Starts it. */
    public static LoadProcess start(Path logs) {
        var arguments = List.of(
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-Dlogback.configurationFile=io/cartledger/bench/logback.xml",
                "-cp",
                JavaProcess.classPath(),
                LoadGenerator.class.getName());
        return new LoadProcess(JavaProcess.startToTalk(arguments, logs.resolve("load.log")));
    }

    /** Makes load, and waits until it is over. */
    public synchronized LoadResult run(LoadJob job) {
        try {
            jobs.write(JSON.writeValueAsString(job));
            jobs.newLine();
            jobs.flush();
            String result = results.readLine();
            if (result == null) {
                throw new IllegalStateException("the load generator has ended; see its log");
            }
            return JSON.readValue(result, LoadResult.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The operating system's process id. */
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.close();
    }
}
