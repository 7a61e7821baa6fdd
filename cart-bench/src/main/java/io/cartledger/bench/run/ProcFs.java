package io.cartledger.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        return ticks(Long.toString(pid), USER) * MILLIS_A_TICK;
    }

    /** The same by the names of its threads, of which Linux keeps 15 characters. */
    public static Map<String, Double> cpuMillisByThread(long pid) {
        Map<String, Double> millis = new HashMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            threads.map(thread -> pid + "/task/" + thread.getFileName())
                    .forEach(thread -> lines(thread, "comm")
                            .forEach(name -> millis.merge(name, ticks(thread, USER) * MILLIS_A_TICK, Double::sum)));
        } catch (IOException e) {
            return Map.of(); // it has ended
        }
        return millis;
    }

    /** The same of a process and all that it has started, those that have ended included. */
    public static double cpuMillisOfTree(long pid) {
        Stream<ProcessHandle> below = ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants);
        String process = Long.toString(pid);
        return (ticks(process, USER) + ticks(process, CHILDREN)) * MILLIS_A_TICK
                + below.mapToDouble(one -> cpuMillis(one.pid())).sum();
    }

    /** What a process holds of the machine's memory, in megabytes. */
    public static double residentMegabytes(long pid) {
        return lines(Long.toString(pid), "status").stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .sum();
    }

    /** The sum of two neighbouring fields, in user and in system mode. */
    private static double ticks(String process, int first) {
        return lines(process, "stat").stream()
                // The name may have blanks, and is in brackets.
                .map(line -> line.replaceFirst("\\(.*\\)", "x").split(" ", -1))
                .mapToDouble(fields -> LongStream.of(Long.parseLong(fields[first]), Long.parseLong(fields[first + 1]))
                        .sum())
                .sum();
    }

    private static List<String> lines(String process, String file) {
        try {
            return Files.readAllLines(Path.of("/proc", process, file));
        } catch (IOException e) {
            return List.of(); // it has ended
        }
    }
}
