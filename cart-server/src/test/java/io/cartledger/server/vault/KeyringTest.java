package io.cartledger.server.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.ledger.VaultUnavailableException;
import io.cartledger.server.config.StartupFailure;
import io.cartledger.server.testing.AtOnce;
import io.cartledger.server.testing.ServerProcess;
import io.cartledger.server.vault.Keyring.Key;
import io.cartledger.server.vault.Keyring.Purpose;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class KeyringTest {

    private static final MasterKey MASTER_KEY = MasterKey.parse(ServerProcess.MASTER_KEY, "the tests' key");
    private static final Duration LONG = Duration.ofDays(30);

    private static TestDatabase database;

    private final AtomicInteger made = new AtomicInteger();

    @BeforeAll
    static void migrate() {
        database = TestDatabase.durable();
        VaultMigration.run(database.as("cart_vault"));
    }

    @BeforeEach
    void empty() {
        database.execute("truncate vault.key");
    }

    @Test
    void nodesThatStartAtOnceHaveOneKey() {
        Callable<String> start = () -> keyring(LONG, LONG).current().id();

        List<String> ids = AtOnce.run(Collections.nCopies(8, start));

        assertThat(new HashSet<>(ids)).hasSize(1);
        assertThat(JdbcClient.create(database.as("cart_vault"))
                        .sql("select count(*) from vault.key")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    /** A pair of keys takes seconds to make on a busy machine: longer than a node waits for an answer. */
    @Test
    void aNodeThatIsSlowToMakeAKeyHoldsNobodyUp() {
        var slow = new Purpose("test", LONG, LONG, () -> {
            assertThat(keyring(LONG, LONG).current().secret()).asString().startsWith("secret of key");
            return "the slow one's".getBytes();
        });

        var keyring = new Keyring(database.as("cart_vault"), MASTER_KEY, slow);

        assertThat(keyring.all()).hasSize(1);
        assertThat(keyring.current().secret()).asString().startsWith("secret of key");
    }

    @Test
    void aNewKeySignsOnlyOnceEveryNodeKnowsIt() {
        Keyring one = keyring(Duration.ofSeconds(2), LONG);
        Keyring other = keyring(Duration.ofSeconds(2), LONG);
        Key first = one.current();

        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(10))
                .until(() -> {
                    String signer = one.current().id();
                    assertThat(other.all()).extracting(Key::id).contains(signer);
                    return !signer.equals(first.id());
                });

        assertThat(other.find(first.id())).isPresent();
    }

    @Test
    void aKeyThatWasJustMadeDoesNotSignYet() {
        Key first = keyring(LONG, LONG).current();
        pass("31 days");

        Keyring due = keyring(LONG, LONG);
        String newest = due.all().getFirst().id();
        String signer = due.current().id();
        pass("2 minutes");

        assertThat(newest).isNotEqualTo(first.id());
        assertThat(signer).isEqualTo(first.id());
        assertThat(keyring(LONG, LONG).current().id()).isEqualTo(newest);
    }

    /** For the keys, and for nodes that start from now on. */
    private static void pass(String time) {
        database.execute("update vault.key set made_at = made_at - interval '" + time + "'");
    }

    @Test
    void anOldKeyIsForgottenOnceNothingItHasSignedIsValid() {
        Keyring keyring = keyring(Duration.ofMillis(600), Duration.ofMillis(600));
        String first = keyring.current().id();

        await().atMost(Duration.ofSeconds(10)).until(() -> keyring.find(first).isEmpty());

        assertThat(keyring.current().id()).isNotEqualTo(first);
    }

    @Test
    void whileTheVaultCannotBeAskedAKeyIsNotTakenForUnknown() {
        Keyring keyring = keyring(LONG, LONG);
        String known = keyring.current().id();
        database.execute("alter table vault.key rename to elsewhere");
        try {
            assertThat(keyring.find(known)).isPresent();
            await().untilAsserted(() ->
                    assertThatThrownBy(() -> keyring.find("another")).isInstanceOf(VaultUnavailableException.class));
        } finally {
            database.execute("alter table vault.elsewhere rename to key");
        }
    }

    @Test
    void theVaultHoldsNoKeyInTheClear() {
        Key key = keyring(LONG, LONG).current();

        database.execute("""
                do $$ begin
                  if exists (select from vault.key where position('\\x%s'::bytea in wrapped) > 0)
                  then raise 'in the clear'; end if;
                end $$
                """.formatted(HexFormat.of().formatHex(key.secret())));
    }

    @Test
    void anotherMasterKeyOpensNothing() {
        keyring(LONG, LONG);
        MasterKey other = MasterKey.parse(ServerProcess.MASTER_KEY.replace("dGhl", "dGhm"), "another");

        assertThatThrownBy(() -> new Keyring(database.as("cart_vault"), other, purpose(LONG, LONG)))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("another master key");
    }

    @Test
    void aMasterKeyOfAnotherLengthIsRefusedWithHowToMakeOne() {
        assertThatThrownBy(() -> MasterKey.parse("c2hvcnQ=", "cart.vault.master-key"))
                .isInstanceOf(StartupFailure.class)
                .hasMessage(
                        "cart.vault.master-key must be 32 bytes in base64: make them with \"openssl rand -base64 32\"");
    }

    private Keyring keyring(Duration period, Duration validity) {
        return new Keyring(database.as("cart_vault"), MASTER_KEY, purpose(period, validity));
    }

    private Purpose purpose(Duration period, Duration validity) {
        return new Purpose("test", period, validity, () -> ("secret of key " + made.incrementAndGet()).getBytes());
    }
}
