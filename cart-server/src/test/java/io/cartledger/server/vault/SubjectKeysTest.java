package io.cartledger.server.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.ledger.Sealed;
import io.cartledger.ledger.Seals.Place;
import io.cartledger.ledger.VaultUnavailableException;
import io.cartledger.server.testing.AtOnce;
import io.cartledger.server.testing.ServerProcess;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class SubjectKeysTest {

    private static final MasterKey MASTER_KEY = MasterKey.parse(ServerProcess.MASTER_KEY, "the tests' key");
    private static final MasterKey OTHER_MASTER_KEY =
            MasterKey.parse(ServerProcess.MASTER_KEY.replace("dGhl", "dGhm"), "another");
    private static final Place PLACE = Place.origin(UUID.randomUUID());
    private static final String MIA = "customer/4421";

    private static TestDatabase database;

    private final SubjectKeys keys = node(Duration.ofMinutes(1));

    @BeforeAll
    static void migrate() {
        database = TestDatabase.durable();
        VaultMigration.run(database.as("cart_vault"));
    }

    @BeforeEach
    void empty() {
        database.execute("truncate vault.subject_key, vault.subject_link");
    }

    @Test
    void whatOneNodeHasSealedEveryNodeOpens() {
        Sealed closed = keys.seal(MIA, PLACE, "Für Mia");

        assertThat(closed.sealed()).doesNotContain("Mia");
        assertThat(node(Duration.ofMinutes(1)).open(closed, PLACE)).contains("Für Mia");
    }

    @Test
    void theSameTextIsNeverSealedToTheSame() {
        Sealed first = keys.seal(MIA, PLACE, "text");
        Sealed second = keys.seal(MIA, PLACE, "text");

        assertThat(second.subject()).isEqualTo(first.subject());
        assertThat(second.sealed()).isNotEqualTo(first.sealed());
    }

    @Test
    void manyThatAreNewAtOnceShareFewCommits() {
        List<Callable<Sealed>> shoppers = IntStream.range(0, 200)
                .<Callable<Sealed>>mapToObj(guest -> () -> keys.seal("guest/many-" + guest / 2, PLACE, "text " + guest))
                .toList();

        List<Sealed> all = AtOnce.run(shoppers);

        for (int guest = 0; guest < all.size(); guest++) {
            assertThat(keys.open(all.get(guest), PLACE)).contains("text " + guest);
            assertThat(all.get(guest).subject())
                    .isEqualTo(all.get(guest - guest % 2).subject());
        }
        assertThat(JdbcClient.create(database.as("postgres"))
                        .sql("select count(distinct xmin::text) from vault.subject_key")
                        .query(Integer.class)
                        .single())
                .isLessThan(50);
    }

    @Test
    void nodesThatMeetManyNewAtOnceUseTheSameKeys() {
        SubjectKeys other = node(Duration.ofMinutes(1));
        List<Callable<Sealed>> shoppers = IntStream.range(0, 200)
                .<Callable<Sealed>>mapToObj(
                        guest -> () -> (guest % 2 == 0 ? keys : other).seal("guest/both-" + guest / 2, PLACE, "text"))
                .toList();

        List<Sealed> all = AtOnce.run(shoppers);

        for (int guest = 0; guest < all.size(); guest += 2) {
            assertThat(all.get(guest).subject()).isEqualTo(all.get(guest + 1).subject());
        }
        assertThat(all.stream().map(Sealed::subject).distinct()).hasSize(100);
    }

    @Test
    void nodesThatMeetSomebodyNewAtOnceUseOneKey() {
        for (int round = 0; round < 20; round++) {
            String subject = "guest/g-" + round;
            List<Callable<Sealed>> nodes = Stream.generate(() -> node(Duration.ofMinutes(1)))
                    .limit(4)
                    .<Callable<Sealed>>map(node -> () -> node.seal(subject, PLACE, "text"))
                    .toList();

            List<Sealed> all = AtOnce.run(nodes);

            assertThat(all)
                    .extracting(Sealed::subject)
                    .containsOnly(all.getFirst().subject());
            assertThat(all)
                    .allSatisfy(closed -> assertThat(keys.open(closed, PLACE)).contains("text"));
        }
    }

    @Test
    void aSealThatWasMovedDoesNotOpen() {
        UUID event = UUID.randomUUID();
        Sealed closed = keys.seal(MIA, Place.member(event, "text"), "text");

        assertThat(keys.open(closed, Place.member(UUID.randomUUID(), "text"))).isEmpty();
        assertThat(keys.open(closed, Place.member(event, "reason"))).isEmpty();
        assertThat(keys.open(closed, Place.origin(event))).isEmpty();
        Sealed others = new Sealed(keys.seal("customer/4422", PLACE, "").subject(), closed.sealed());
        assertThat(keys.open(others, Place.member(event, "text"))).isEmpty();
        assertThat(keys.open(closed, Place.member(event, "text"))).contains("text");
    }

    @Test
    void aSealThatWasTamperedWithDoesNotOpen() {
        Sealed closed = keys.seal(MIA, PLACE, "text");
        byte[] bytes = Base64.getDecoder().decode(closed.sealed());
        bytes[bytes.length - 1] ^= 1;

        assertThat(keys.open(new Sealed(closed.subject(), Base64.getEncoder().encodeToString(bytes)), PLACE))
                .isEmpty();
        assertThat(keys.open(new Sealed(closed.subject(), "AAAA"), PLACE)).isEmpty();
        assertThat(keys.open(new Sealed(closed.subject(), "not base64"), PLACE)).isEmpty();
    }

    @Test
    void whatIsErasedNoNodeOpensOnceItHasForgottenTheKey() {
        SubjectKeys forgetful = node(Duration.ofMillis(200));
        Sealed mine = keys.seal(MIA, PLACE, "mine");
        Sealed others = keys.seal("customer/4422", PLACE, "another's");
        assertThat(forgetful.open(mine, PLACE)).contains("mine");

        assertThat(keys.erase(MIA)).containsExactly(mine.subject());

        assertThat(keys.open(mine, PLACE)).isEmpty();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> forgetful.open(mine, PLACE).isEmpty());
        assertThat(keys.open(others, PLACE)).contains("another's");
        assertThat(keys.seal(MIA, PLACE, "a new start").subject()).isNotEqualTo(mine.subject());
    }

    @Test
    void whoeverIsErasedIsErasedAsTheGuestsAndCartsThatTheyWereBefore() {
        Sealed asCart = keys.seal("cart/c-1", PLACE, "text");
        Sealed asGuest = keys.seal("guest/g-1", PLACE, "text");
        Sealed asOther = keys.seal("guest/g-2", PLACE, "text");
        Sealed asMia = keys.seal(MIA, PLACE, "text");
        keys.link("cart/c-1", "guest/g-1");
        keys.link("guest/g-1", MIA);
        keys.link("guest/g-1", MIA);
        keys.link("guest/g-2", "customer/4422");

        assertThat(keys.erase(MIA)).containsExactlyInAnyOrder(asCart.subject(), asGuest.subject(), asMia.subject());

        assertThat(keys.open(asGuest, PLACE)).isEmpty();
        assertThat(keys.open(asCart, PLACE)).isEmpty();
        assertThat(keys.open(asOther, PLACE)).contains("text");
        assertThat(linked()).containsExactly("guest/g-2");
    }

    @Test
    void aGuestWhoIsErasedTakesNobodyAlong() {
        Sealed asMia = keys.seal(MIA, PLACE, "text");
        keys.link("guest/g-1", MIA);

        keys.erase("guest/g-1");

        assertThat(keys.open(asMia, PLACE)).contains("text");
    }

    @Test
    void anotherMasterKeyOpensNothingAndStopsNothing() {
        Sealed closed = keys.seal(MIA, PLACE, "text");

        assertThat(new SubjectKeys(database.as("cart_vault"), OTHER_MASTER_KEY).open(closed, PLACE))
                .isEmpty();
    }

    @Test
    void whoIsKnownIsSealedForWithoutTheDatabaseAndNobodyElseIs() {
        Sealed closed = keys.seal(MIA, PLACE, "text");
        database.execute("alter table vault.subject_key rename to elsewhere");
        try {
            assertThat(keys.open(keys.seal(MIA, PLACE, "more"), PLACE)).contains("more");
            assertThatThrownBy(() -> keys.seal("customer/4422", PLACE, "text"))
                    .isInstanceOf(VaultUnavailableException.class);
            assertThatThrownBy(() -> node(Duration.ofMinutes(1)).open(closed, PLACE))
                    .isInstanceOf(VaultUnavailableException.class);
        } finally {
            database.execute("alter table vault.elsewhere rename to subject_key");
        }
    }

    @Test
    void somebodyNewCostsOneStatementAndSoDoesWhomAnotherNodeKnows() {
        var asked = new CountingDataSource(database.as("cart_vault"));
        Sealed closed = new SubjectKeys(asked, MASTER_KEY).seal(MIA, PLACE, "text");
        assertThat(asked.count()).isEqualTo(1);

        Sealed again = new SubjectKeys(asked, MASTER_KEY).seal(MIA, PLACE, "text");

        assertThat(asked.count()).isEqualTo(2);
        assertThat(again.subject()).isEqualTo(closed.subject());
    }

    @Test
    void keysThatAreNeededTogetherCostOneStatementWhetherTheyAreThereOrNot() {
        List<Sealed> all = IntStream.range(0, 50)
                .mapToObj(i -> keys.seal("guest/g-" + i, PLACE, "text " + i))
                .toList();
        keys.erase("guest/g-7");
        var asked = new CountingDataSource(database.as("cart_vault"));
        var other = new SubjectKeys(asked, MASTER_KEY);

        other.prepare(all.stream().map(Sealed::subject).collect(Collectors.toSet()));

        for (int i = 0; i < all.size(); i++) {
            assertThat(other.open(all.get(i), PLACE)).isEqualTo(i == 7 ? Optional.empty() : Optional.of("text " + i));
        }
        assertThat(asked.count()).isEqualTo(1);
    }

    @Test
    void whatIsPreparedAgainCostsNothing() {
        Sealed closed = keys.seal(MIA, PLACE, "text");
        var asked = new CountingDataSource(database.as("cart_vault"));
        var other = new SubjectKeys(asked, MASTER_KEY);
        other.prepare(Set.of(closed.subject()));

        other.prepare(Set.of(closed.subject()));
        other.prepare(Set.of());

        assertThat(asked.count()).isEqualTo(1);
    }

    /** Each statement takes a connection, so their number is that of statements. */
    private static final class CountingDataSource extends DelegatingDataSource {

        private final AtomicInteger connections = new AtomicInteger();

        CountingDataSource(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            connections.incrementAndGet();
            return super.getConnection();
        }

        int count() {
            return connections.get();
        }
    }

    private static List<String> linked() {
        return JdbcClient.create(database.as("cart_vault"))
                .sql("select subject from vault.subject_link")
                .query(String.class)
                .list();
    }

    private static SubjectKeys node(Duration memory) {
        return new SubjectKeys(database.as("cart_vault"), MASTER_KEY, memory);
    }
}
