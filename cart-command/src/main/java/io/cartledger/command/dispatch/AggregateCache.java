package io.cartledger.command.dispatch;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Objects;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.jspecify.annotations.Nullable;

/**
 * The newest states that this node knows, at most so many. Only ever a guess of what the ledger holds: the ledger
 * checks each append against it. Read and written under the aggregate's lock; Axon puts a state in before its append
 * is committed, and takes it out if the append fails.
 */
final class AggregateCache implements Cache {

    private final com.github.benmanes.caffeine.cache.Cache<Object, Object> states;

    /** @param size most aggregates kept; the least used go first */
    AggregateCache(long size) {
        this.states = Caffeine.newBuilder().maximumSize(size).build();
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the signature is Axon's
    public <K, V> @Nullable V get(K key) {
        return (V) states.getIfPresent(Objects.requireNonNull(key));
    }

    @Override
    public void put(Object key, Object value) {
        states.put(key, value);
    }

    @Override
    public boolean putIfAbsent(Object key, Object value) {
        return states.asMap().putIfAbsent(key, value) == null;
    }

    @Override
    public boolean remove(Object key) {
        return states.asMap().remove(key) != null;
    }

    @Override
    public void removeAll() {
        states.invalidateAll();
    }

    @Override
    public boolean containsKey(Object key) {
        return states.asMap().containsKey(key);
    }

    /** Nobody listens: Axon asks for this only with caches that forget by themselves in ways it must learn of. */
    @Override
    public Registration registerCacheEntryListener(EntryListener listener) {
        throw new UnsupportedOperationException("this cache tells nobody");
    }
}
