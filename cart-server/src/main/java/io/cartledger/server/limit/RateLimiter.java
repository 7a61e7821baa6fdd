package io.cartledger.server.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cartledger.server.config.RateLimits.Rate;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * One policy: a token bucket for each of those that it tells apart. Any thread may ask; the cache and the buckets are safe
 * for that.
 */
final class RateLimiter {

    /** Most buckets; who is heard of most rarely gets a new one, a full one, once there are more. */
    private static final int MOST_BUCKETS = 100_000;

    private static final long NANOS_A_SECOND = Duration.ofSeconds(1).toNanos();

    private final String name;
    private final Rate rate;
    private final TimeMeter clock;
    private final Cache<String, Bucket> buckets;

    /**
     * @param name of the policy
     * @param rate what this node may take
     */
    RateLimiter(String name, Rate rate, TimeMeter clock) {
        this.name = name;
        this.rate = rate;
        this.clock = clock;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_BUCKETS)
                // Untouched for so long it is full again, as a new one is.
                .expireAfterAccess(Duration.ofSeconds(windowSeconds()))
                .ticker(clock::currentTimeNanos)
                .executor(Runnable::run) // to wake another thread for its upkeep costs more
                .build();
    }

    /**
     * What came of asking for one request more.
     *
     * @param left requests that may follow at once
     * @param waitSeconds time until the next one may follow, if none may now; rounded up
     */
    record Decision(boolean allowed, long left, long waitSeconds) {}

    /** Takes a token, if there is one. */
    Decision ask(String who) {
        ConsumptionProbe probe = buckets.get(who, one -> bucket()).tryConsumeAndReturnRemaining(1);
        long waitSeconds = Math.ceilDiv(probe.getNanosToWaitForRefill(), NANOS_A_SECOND);
        return new Decision(probe.isConsumed(), probe.getRemainingTokens(), waitSeconds);
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(rate.burst()).refillGreedy(rate.perSecond(), Duration.ofSeconds(1)))
                .withCustomTimePrecision(clock)
                .build();
    }

    String name() {
        return name;
    }

    /** Requests that a full bucket has room for. */
    long quota() {
        return rate.burst();
    }

    /** Time in which an empty bucket gets full; rounded up. */
    long windowSeconds() {
        return secondsFor(rate.burst());
    }

    /** Time in which the bucket is filled by so many; rounded up. */
    long secondsFor(long requests) {
        return Math.ceilDiv(requests, rate.perSecond());
    }
}
