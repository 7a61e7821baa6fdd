package io.cartledger.server.vault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cartledger.ledger.Sealed;
import io.cartledger.ledger.Seals;
import io.cartledger.ledger.VaultUnavailableException;
import io.cartledger.server.config.StartupFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Seals with a key for each subject, which is made at the first text. What is known of keys is kept for {@link #MEMORY}:
 * so long does a node go on to use one that another node has erased, and what it seals meanwhile nobody can open later.
 *
 * <p>Any thread may use it: the caches are safe, and several threads that miss the same key find the same one.
 */
public final class SubjectKeys implements Seals {

    /** How long a node remembers a key without looking. */
    public static final Duration MEMORY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(SubjectKeys.class);
    private static final int MOST_REMEMBERED = 100_000;

    private record SubjectKey(UUID id, AesGcm cipher) {}

    private final SubjectKeyTable table;
    private final SubjectKeyRequests requests;
    private final MasterKey masterKey;
    private final Cache<String, SubjectKey> bySubject;
    private final Cache<UUID, Optional<AesGcm>> byId;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @param dataSource connections in autocommit, in role {@code cart_vault} */
    public SubjectKeys(DataSource dataSource, MasterKey masterKey) {
        this(dataSource, masterKey, MEMORY);
    }

    SubjectKeys(DataSource dataSource, MasterKey masterKey, Duration memory) {
        this.table = new SubjectKeyTable(dataSource);
        this.requests = new SubjectKeyRequests(table);
        this.masterKey = masterKey;
        this.bySubject = remembering(memory);
        this.byId = remembering(memory);
    }

    private static <K, V> Cache<K, V> remembering(Duration memory) {
        return Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(memory)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Sealed seal(String subject, Place place, String text) {
        SubjectKey key = keyOf(subject);
        byte[] bytes = key.cipher().seal(text.getBytes(StandardCharsets.UTF_8), aad(place));
        return new Sealed(key.id(), Base64.getEncoder().encodeToString(bytes));
    }

    @Override
    public Optional<String> open(Sealed closed, Place place) {
        return cipher(closed.subject()).flatMap(cipher -> open(cipher, closed, place));
    }

    private Optional<String> open(AesGcm cipher, Sealed closed, Place place) {
        try {
            byte[] bytes = Base64.getDecoder().decode(closed.sealed());
            return Optional.of(new String(cipher.open(bytes, aad(place)), StandardCharsets.UTF_8));
        } catch (AEADBadTagException | IllegalArgumentException e) {
            warn("the " + place.part() + " of event " + place.eventId() + " was changed since it was sealed", e);
            return Optional.empty();
        }
    }

    private static String aad(Place place) {
        return place.eventId() + "/" + place.part();
    }

    @Override
    public void prepare(Set<UUID> keys) {
        var _ = byId.getAll(keys, this::ciphers);
    }

    @Override
    public void link(String subject, String same) {
        reached(() -> table.link(subject, same));
    }

    /**
     * Forgets a subject, and all who have turned out to be this one: nothing of theirs opens any more. Other nodes go on
     * for up to {@link #MEMORY}.
     *
     * @return the names of their keys, as they stand beside what was sealed with them
     * @throws VaultUnavailableException if the keys could not be reached; they are all there still
     */
    public Set<UUID> erase(String subject) {
        Set<UUID> erased = reached(() -> table.erase(subject));
        bySubject.asMap().values().removeIf(key -> erased.contains(key.id()));
        byId.invalidateAll(erased);
        return erased;
    }

    private SubjectKey keyOf(String subject) {
        SubjectKey known = bySubject.getIfPresent(subject);
        if (known != null) {
            return known;
        }
        UUID keyId = UUID.randomUUID();
        byte[] wrapped = masterKey.wrap(AesGcm.newKey(), keyId.toString());
        var proposed = new SubjectKeyTable.Row(subject, keyId, wrapped);
        SubjectKeyTable.Row row = reached(() -> requests.findOrMake(proposed));
        var key = new SubjectKey(row.keyId(), unwrapped(row));
        bySubject.put(subject, key);
        byId.put(key.id(), Optional.of(key.cipher()));
        return key;
    }

    private Optional<AesGcm> cipher(UUID keyId) {
        return byId.getAll(Set.of(keyId), this::ciphers).getOrDefault(keyId, Optional.empty());
    }

    /** All of them, also those that are not there. */
    private Map<UUID, Optional<AesGcm>> ciphers(Set<? extends UUID> keyIds) {
        var ciphers = new HashMap<UUID, Optional<AesGcm>>();
        keyIds.forEach(keyId -> ciphers.put(keyId, Optional.empty()));
        reached(() -> table.find(keyIds)).forEach(row -> ciphers.put(row.keyId(), unwrappedIfOurs(row)));
        return ciphers;
    }

    private Optional<AesGcm> unwrappedIfOurs(SubjectKeyTable.Row row) {
        try {
            return Optional.of(unwrapped(row));
        } catch (StartupFailure e) {
            warn("key " + row.keyId() + " cannot be unwrapped", e);
            return Optional.empty();
        }
    }

    private AesGcm unwrapped(SubjectKeyTable.Row row) {
        return new AesGcm(masterKey.unwrap(row.wrapped(), row.keyId().toString()));
    }

    private static <T> T reached(Supplier<T> access) {
        try {
            return access.get();
        } catch (DataAccessException e) {
            throw new VaultUnavailableException(e);
        }
    }

    /** Once: there may be as many as there are events. */
    private void warn(String what, Exception cause) {
        if (warned.compareAndSet(false, true)) {
            LOG.warn("What is sealed does not open and is read as erased (told once): {}: {}", what, cause.toString());
        }
    }
}
