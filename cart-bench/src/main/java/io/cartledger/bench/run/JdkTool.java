package io.cartledger.bench.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A tool of the JDK that this runs on. */
public final class JdkTool {

    private JdkTool() {}

    /** @return what it has printed */
    public static String run(String name, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(JavaProcess.program(name).toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(name + " said: " + output);
        }
        return output;
    }
}
