package io.cartledger.server.vault;

import io.cartledger.ledger.VaultUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The keys of one purpose that all nodes share. A new one is made when the newest has served its time; it signs once all
 * nodes have had time to learn of it; an old one is known as long as what it has signed is valid. So no rotation makes
 * anything invalid that was valid.
 *
 * <p>Any thread may use it: what is known is an immutable list, and one thread at a time asks the database for more.
 */
public final class Keyring {

    private static final Logger LOG = LoggerFactory.getLogger(Keyring.class);

    private static final Duration LONGEST_SETTLING = Duration.ofMinutes(1);
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(250); // strangers name keys that there are not

    /** Nodes take turns at making a key. */
    private static final String TAKE_TURNS = "select pg_advisory_xact_lock(5263117029843)";

    private static final String IS_DUE = """
            select not exists (
              select from vault.key
              where purpose = :purpose and made_at > clock_timestamp() - make_interval(secs => :period))
            """;

    private static final String MAKE = """
            insert into vault.key (key_id, purpose, wrapped)
            values (:keyId, :purpose, :wrapped)
            """;

    private static final String FORGET = """
            delete from vault.key former
            where purpose = :purpose
              and exists (
                select from vault.key latter
                where latter.purpose = former.purpose
                  and latter.made_at > former.made_at
                  and latter.made_at < clock_timestamp() - make_interval(secs => :overlap))
            """;

    private static final String ALL = """
            select key_id, wrapped, made_at <= clock_timestamp() - make_interval(secs => :settling) as settled
            from vault.key
            where purpose = :purpose
            order by made_at desc, key_id
            """;

    /**
     * A key.
     *
     * @param id names it in what it has signed
     * @param secret what it is made of
     * @param settled whether every node has had time to learn of it
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Key(String id, byte[] secret, boolean settled) {}

    /**
     * What keys are for.
     *
     * @param name as the vault stores it
     * @param period after which a new key takes over
     * @param validity how long what was signed is valid
     * @param maker makes the secret of a new one
     */
    public record Purpose(String name, Duration period, Duration validity, Supplier<byte[]> maker) {

        /** Half of it passes between a key and the next look for it, so that all know it before it signs. */
        Duration settling() {
            Duration quarter = period.dividedBy(4);
            return quarter.compareTo(LONGEST_SETTLING) < 0 ? quarter : LONGEST_SETTLING;
        }
    }

    /** 256 random bits: the secret of most purposes. */
    public static byte[] newSecret() {
        return AesGcm.newKey();
    }

    private record Known(List<Key> keys, long atNanos) {}

    private final JdbcClient vault;
    private final TransactionTemplate transaction;
    private final MasterKey masterKey;
    private final Purpose purpose;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Known known = new Known(List.of(), 0);

    /**
     * Makes the first key where there is none.
     *
     * @param dataSource connections in role {@code cart_vault}
     */
    public Keyring(DataSource dataSource, MasterKey masterKey, Purpose purpose) {
        this.vault = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        this.masterKey = masterKey;
        this.purpose = purpose;
        this.known = ask();
    }

    /** The key to sign with: the newest that every node knows. */
    public Key current() {
        List<Key> keys = all();
        return keys.stream().filter(Key::settled).findFirst().orElseGet(keys::getLast);
    }

    /**
     * The key of this name, if what it has signed can still be valid.
     *
     * @throws VaultUnavailableException if it is not known here, and the vault cannot be asked
     */
    public Optional<Key> find(String id) {
        return find(id, all()).or(() -> {
            asking.lock();
            try {
                if (isOlderThan(SHORTEST_LOOK)) {
                    known = ask();
                }
            } catch (DataAccessException | TransactionException e) {
                throw new VaultUnavailableException(e);
            } finally {
                asking.unlock();
            }
            return find(id, known.keys());
        });
    }

    private static Optional<Key> find(String id, List<Key> keys) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    /** Every key that can have signed what is still valid, the newest first; never empty. */
    public List<Key> all() {
        if (isOlderThan(purpose.settling().dividedBy(2)) && asking.tryLock()) {
            try {
                known = ask();
            } catch (DataAccessException | TransactionException e) {
                LOG.warn("the {} keys stay as they are, the vault cannot be read: {}", purpose.name(), e.getMessage());
                known = new Known(known.keys(), System.nanoTime());
            } finally {
                asking.unlock();
            }
        }
        return known.keys();
    }

    private boolean isOlderThan(Duration age) {
        return System.nanoTime() - known.atNanos() > age.toNanos();
    }

    private Known ask() {
        return Objects.requireNonNull(transaction.execute(status -> {
            if (isDue()) {
                byte[] secret = purpose.maker().get(); // before the turn: those who wait for theirs do not wait long
                vault.sql(TAKE_TURNS).query().singleRow();
                if (isDue()) {
                    make(secret);
                }
                forget();
            }
            return new Known(read(), System.nanoTime());
        }));
    }

    private boolean isDue() {
        return vault.sql(IS_DUE)
                .param("purpose", purpose.name())
                .param("period", purpose.period().toMillis() / 1e3)
                .query(Boolean.class)
                .single();
    }

    private void make(byte[] secret) {
        UUID keyId = UUID.randomUUID();
        vault.sql(MAKE)
                .param("keyId", keyId)
                .param("purpose", purpose.name())
                .param("wrapped", masterKey.wrap(secret, keyId.toString()))
                .update();
        LOG.info("made a new {} key {}", purpose.name(), keyId);
    }

    private void forget() {
        vault.sql(FORGET)
                .param("purpose", purpose.name())
                .param("overlap", purpose.validity().plus(purpose.settling()).toMillis() / 1e3)
                .update();
    }

    private List<Key> read() {
        var keys = new ArrayList<Key>();
        vault.sql(ALL)
                .param("purpose", purpose.name())
                .param("settling", purpose.settling().toMillis() / 1e3)
                .query(row -> {
                    String keyId = row.getString("key_id");
                    keys.add(new Key(
                            keyId, masterKey.unwrap(row.getBytes("wrapped"), keyId), row.getBoolean("settled")));
                });
        return List.copyOf(keys);
    }
}
