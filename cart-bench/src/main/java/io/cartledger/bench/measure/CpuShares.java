package io.cartledger.bench.measure;

import io.cartledger.bench.run.Node;
import io.cartledger.bench.run.Postgres;
import io.cartledger.bench.run.ProcFs;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whose the CPU is: of the service by threads, of PostgreSQL by connections. What little the others use is left out, and
 * what threads have used that ended meanwhile.
 */
record CpuShares(Map<String, Double> millis) {

    private static final double LITTLE = 1; // ms for 1,000 requests

    /** What each has used up to now. */
    static CpuShares of(Node node, Postgres postgres) throws SQLException {
        Map<String, Double> millis = new HashMap<>();
        ProcFs.cpuMillisByThread(node.pid())
                .forEach((thread, used) -> millis.merge("server: " + numberless(thread), used, Double::sum));
        postgres.processes()
                .forEach((pid, name) -> millis.merge("PostgreSQL: " + name, ProcFs.cpuMillis(pid), Double::sum));
        return new CpuShares(millis);
    }

    /** Threads of one pool count as one. */
    private static String numberless(String thread) {
        return thread.replaceFirst("[-# ]*[0-9]*[-# ]*$", "");
    }

    /** What each has used for 1,000 requests, by name. */
    Map<String, Double> since(CpuShares before, long requests) {
        Map<String, Double> shares = new TreeMap<>();
        millis.forEach((who, used) -> {
            double share = 1_000 * (used - before.millis.getOrDefault(who, 0.0)) / requests;
            if (share >= LITTLE) {
                shares.put(who, share);
            }
        });
        return shares;
    }
}
