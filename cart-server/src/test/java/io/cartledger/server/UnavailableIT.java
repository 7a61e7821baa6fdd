package io.cartledger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.ServerProcess;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What cannot be done just now is 503 with Retry-After, never 500, and changes nothing. */
class UnavailableIT {

    @Test
    void whatTheDatabaseDoesNotDoIsToldAsSuch() throws Exception {
        TestDatabase database = TestDatabase.durable();
        try (ServerProcess server = ServerProcess.startOn(database, "--cart.command.deadline=500ms")) {
            var client = new CartClient(server::uri);
            client.add("c-1", "DRN-7X", 1);

            List<Answer> whileLocked = commandsWhileTheLedgerIsLocked(database, client);
            Answer readOnly = commandWhileTheDatabaseIsReadOnly(database, client);

            assertThat(whileLocked)
                    .extracting(Answer::status, answer -> answer.header("Retry-After"))
                    .containsOnly(tuple(503, "1"));
            assertThat(whileLocked)
                    .extracting(Answer::code)
                    .contains("ledger-unavailable") // who was first; the others' time ends as well, sooner or later
                    .isSubsetOf("ledger-unavailable", "deadline-exceeded");
            assertThat(client.send("GET", "/actuator/prometheus", null)
                            .response()
                            .body())
                    .contains(whileLocked.stream()
                            .map(answer -> "cart_problems_total{code=\"" + answer.code() + "\"}")
                            .toList());
            assertThat(readOnly.status()).isEqualTo(503);
            assertThat(readOnly.json().get("code").asString()).isEqualTo("ledger-unavailable");
            assertThat(client.cart("c-1", 0).json().get("units").asInt()).isEqualTo(1);
        }
    }

    private static List<Answer> commandsWhileTheLedgerIsLocked(TestDatabase database, CartClient client)
            throws Exception {
        try (Connection holder = database.as("postgres").getConnection();
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table ledger.append_lock in exclusive mode");
            var answers = Stream.generate(() -> CompletableFuture.supplyAsync(() -> client.add("c-1", "DRN-7X", 1)))
                    .limit(3)
                    .toList();
            return answers.stream().map(CompletableFuture::join).toList();
        }
    }

    private static Answer commandWhileTheDatabaseIsReadOnly(TestDatabase database, CartClient client) throws Exception {
        try (Connection administrator = database.as("postgres").getConnection();
                var statement = administrator.createStatement()) {
            statement.execute("alter role postgres set default_transaction_read_only = on");
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where application_name = 'cartledger writer'");
            Answer answer = afterReconnecting(client);
            statement.execute("alter role postgres reset default_transaction_read_only");
            return answer;
        }
    }

    /** The first commands may meet the connections that were ended, whose outcome nobody knows. */
    private static Answer afterReconnecting(CartClient client) {
        return await().until(
                        () -> client.add("c-1", "DRN-7X", 1),
                        answer -> !answer.json().path("code").asString("").equals("outcome-unknown"));
    }

    @Test
    void aReadModelThatStandsStillIsSeenInHealthAndCommandsGoOn() {
        TestDatabase database = TestDatabase.durable();
        try (ServerProcess server = ServerProcess.startOn(database)) {
            var client = new CartClient(server::uri);
            database.execute("""
                    insert into ledger.event
                    values (1, 'Cart', 'c-1', 0, gen_random_uuid(), 'CartGilded', 1, '{}', '{}', now())
                    """);

            Answer added = client.add("c-2", "DRN-7X", 1);

            assertThat(added.status()).isEqualTo(201);
            await().until(() -> client.send("GET", "/actuator/health", null).status() == 503);
            assertThat(client.send("GET", "/actuator/health", null)
                            .json()
                            .at("/components/view/details/cause")
                            .asString())
                    .contains("position 1, cart c-1: event type CartGilded revision 1 is unknown here");
            assertThat(client.send("GET", "/actuator/prometheus", null)
                            .response()
                            .body())
                    .contains("cart_view_stopped 1.0");
            Answer readiness = client.send("GET", "/actuator/health/readiness", null);
            assertThat(readiness.status()).isEqualTo(200);
            assertThat(readiness.json().path("status").asString()).isEqualTo("STOPPED");
        }
    }
}
