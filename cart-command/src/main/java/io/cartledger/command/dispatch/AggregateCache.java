package io.cartledger.command.dispatch;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.cartledger.command.ledger.AggregateKey;
import io.cartledger.command.ledger.PendingAppend;
import io.cartledger.command.ledger.Tip;
import java.util.Objects;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.jspecify.annotations.Nullable;

/**
 * The newest states that this node knows, at most so many. Only ever a guess of what the ledger holds: the ledger
 * checks each append against it. Axon puts a state in before its append is committed. Whether it is of use is for its
 * {@link Tip} to say.
 */
final class AggregateCache implements Cache {

    private record Entry(Object state, Tip tip) {}

    private final com.github.benmanes.caffeine.cache.Cache<Object, Entry> states;

    /** @param size most aggregates kept; the least used go first */
    AggregateCache(long size) {
        // Its upkeep is short: to wake another thread for it costs more.
        this.states =
                Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the signature is Axon's
    public <K, V> @Nullable V get(K key) {
        Entry entry = states.getIfPresent(Objects.requireNonNull(key));
        return entry != null && PendingAppend.current().canRestOn(entry.tip()) ? (V) entry.state() : null;
    }

    /** What nothing was decided on is not kept: nobody could tell that it is lost. */
    @Override
    public void put(Object key, Object value) {
        PendingAppend.current()
                .tipOf(AggregateKey.parse(key.toString()))
                .ifPresent(tip -> states.put(key, new Entry(value, tip)));
    }

    @Override
    public boolean putIfAbsent(Object key, Object value) {
        throw new UnsupportedOperationException("a state is newer than what is there, or there is none");
    }

    /**
     * Does nothing. Axon asks for it when a command has failed, without the aggregate's lock: what is there now may be a
     * newer state that others have decided on since. That of the failed command is known by its tip.
     */
    @Override
    public boolean remove(Object key) {
        return false;
    }

    @Override
    public void removeAll() {
        states.invalidateAll();
    }

    @Override
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    /** Nobody listens: Axon asks for this only with caches that forget by themselves in ways it must learn of. */
    @Override
    public Registration registerCacheEntryListener(EntryListener listener) {
        throw new UnsupportedOperationException("this cache tells nobody");
    }
}
