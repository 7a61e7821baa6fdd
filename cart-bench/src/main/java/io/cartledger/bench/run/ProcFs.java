package io.cartledger.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What Linux tells of processes, proc(5); zeros where there is no such thing. */
public final class ProcFs {

    private static final double MILLIS_A_TICK = 10; // USER_HZ is 100 on every Linux that runs Java
    private static final int USER = 13; // of /proc/PID/stat, counted from 0
    private static final int CHILDREN = 15;

    private ProcFs() {}

    /** CPU that a process has used, in milliseconds. */
    public static double cpuMillis(long pid) {
        return ticks(pid, USER) * MILLIS_A_TICK;
    }

    /** The same of a process and all that it has started, those that have ended included. */
    public static double cpuMillisOfTree(long pid) {
        Stream<ProcessHandle> below = ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants);
        return (ticks(pid, USER) + ticks(pid, CHILDREN)) * MILLIS_A_TICK
                + below.mapToDouble(process -> cpuMillis(process.pid())).sum();
    }

    /** What a process holds of the machine's memory, in megabytes. */
    public static double residentMegabytes(long pid) {
        return lines(pid, "status").stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .sum();
    }

    /** The sum of two neighbouring fields, in user and in system mode. */
    private static double ticks(long pid, int first) {
        return lines(pid, "stat").stream()
                // The name may have blanks, and is in brackets.
                .map(line -> line.replaceFirst("\\(.*\\)", "x").split(" ", -1))
                .mapToDouble(fields -> LongStream.of(Long.parseLong(fields[first]), Long.parseLong(fields[first + 1]))
                        .sum())
                .sum();
    }

    private static List<String> lines(long pid, String file) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            return List.of(); // it has ended
        }
    }
}
