package io.cartledger.server.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.cart.CartId;
import io.cartledger.cart.CartState;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.DerivedTables;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.ReadModel;
import io.cartledger.server.testing.ServerProcess;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What concerns two carts, or a cart and its owner's sums, happens whole or not at all, whenever the server is killed. */
class TwoCartKillIT {

    private static final long SEED = 41;
    private static final int ROUNDS = Boolean.getBoolean("cart.full") ? 50 : 5;
    private static final String PATIENCE = "--cart.command.deadline=30s"; // a busy machine refuses nothing

    private static final String CONNECTIONS = """
            select count(*)
            from pg_stat_activity
            where datname = current_database()
              and application_name like 'cartledger %'
            """;

    @Test
    void mergesClaimsAndCheckOutsHappenWholeOrNotAtAll() {
        System.out.printf("TwoCartKillIT: seed %d, %d rounds%n", SEED, ROUNDS);
        var random = new Random(SEED);
        TestDatabase database = TestDatabase.durable();
        ServerProcess server = ServerProcess.startOn(database, PATIENCE);
        try {
            int unanswered = 0;
            for (int round = 0; round < ROUNDS; round++) {
                var burst = new TwoCartBurst("round-" + round, 4 + random.nextInt(40));

                burst.untilKilled(server);
                server.close();
                awaitLastWords(database);
                assertThat(burst.refused()).isEmpty();
                assertWholeOrNot(burst, contents(database));
                DerivedTables.assertFollowFromEvents(database);

                server = ServerProcess.startOn(database, PATIENCE);
                assertRepeatingBringsAllAboutOnce(burst, server, database);
                unanswered += burst.sent().size() - burst.answered().size();
            }
            System.out.printf("TwoCartKillIT: %d commands were under way when the server was killed%n", unanswered);
            assertThat(unanswered).isPositive();
        } finally {
            server.close();
        }
    }

    /** PostgreSQL finishes what it has been sent, also for a server that has gone. */
    private static void awaitLastWords(TestDatabase database) {
        JdbcClient sql = JdbcClient.create(database.as("postgres"));
        await().until(() -> sql.sql(CONNECTIONS).query(Integer.class).single() == 0);
    }

    private static void assertWholeOrNot(TwoCartBurst burst, LedgerContents ledger) {
        Map<CartId, CartState> fold = ledger.fold();
        List<TwoCarts> happened =
                burst.sent().stream().filter(carts -> carts.hasHappened(fold)).toList();
        assertThat(happened).containsAll(burst.answered());
    }

    private static void assertRepeatingBringsAllAboutOnce(
            TwoCartBurst burst, ServerProcess server, TestDatabase database) {
        assertThat(burst.sent()).allSatisfy(carts -> {
            Answer answer = carts.command().sendTo(server);
            assertThat(answer.isSuccess()).as("%s", answer).isTrue();
        });

        LedgerContents ledger = contents(database);
        Map<CartId, CartState> fold = ledger.fold();
        assertThat(burst.sent()).allMatch(carts -> carts.hasHappened(fold));
        DerivedTables.assertFollowFromEvents(database);
        assertThat(new ReadModel(database.as("cart_reader"))
                        .awaitPosition(ledger.head())
                        .carts())
                .isEqualTo(fold);
    }

    private static LedgerContents contents(TestDatabase database) {
        return LedgerContents.read(database.as("cart_reader")).assertSound();
    }
}
