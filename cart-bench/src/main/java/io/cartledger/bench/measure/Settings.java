package io.cartledger.bench.measure;

import io.cartledger.bench.load.Workload;
import io.cartledger.bench.run.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * How long and how much.
 *
 * @param targets what is compared in closed loops
 * @param workloads in closed loops
 * @param connections in closed loops
 * @param rounds how often each is measured; the median counts
 * @param time of one measurement
 * @param warmUp of each process, before it is measured
 * @param carts that are there, for those who add to one of many
 * @param kills of the server, and as many of PostgreSQL
 * @param mostEvents in the largest ledger that growth is measured with
 * @param work folder for databases and logs
 * @param docs folder for what is shown
 */
public record Settings(
        Set<Target> targets,
        Set<Workload> workloads,
        Set<Integer> connections,
        int rounds,
        Duration time,
        Duration warmUp,
        int carts,
        int kills,
        long mostEvents,
        Path work,
        Path docs) {}
