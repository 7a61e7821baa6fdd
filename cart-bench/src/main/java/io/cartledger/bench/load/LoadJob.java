package io.cartledger.bench.load;

import java.util.List;

/**
 * One piece of load.
 *
 * @param port on 127.0.0.1
 * @param connections kept alive, each with one request under way at most
 * @param workload what is asked for
 * @param seconds how long it is measured
 * @param ratePerSecond requests that are to begin in a second, at random instants (a Poisson process), whether or not earlier
 *     ones were answered; 0: each connection sends the next as soon as it is answered
 * @param most requests after which it ends early; 0: any
 * @param tokens of those who send, in turn; none: nobody says who it is
 * @param keyed whether each add has an {@code Idempotency-Key}
 * @param carts how many carts there are, for workloads that choose among some
 * @param name the beginning of all cart identifiers
 * @param run makes keys, and carts that are to be new, unlike those of all other runs
 */
public record LoadJob(
        int port,
        int connections,
        Workload workload,
        double seconds,
        double ratePerSecond,
        int most,
        List<String> tokens,
        boolean keyed,
        int carts,
        String name,
        String run) {

    /** The same with a rate. */
    public LoadJob atRate(double perSecond) {
        return new LoadJob(port, connections, workload, seconds, perSecond, most, tokens, keyed, carts, name, run);
    }

    /** The same for another time. */
    public LoadJob lasting(double otherSeconds) {
        return new LoadJob(
                port, connections, workload, otherSeconds, ratePerSecond, most, tokens, keyed, carts, name, run);
    }
}
