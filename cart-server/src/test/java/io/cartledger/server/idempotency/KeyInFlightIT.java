package io.cartledger.server.idempotency;

import static io.cartledger.server.idempotency.AnswerAgain.assertKeyReused;
import static io.cartledger.server.idempotency.AnswerAgain.assertReplayed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.idempotency.First.Fate;
import io.cartledger.server.testing.AppendLock;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.Command;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.ServerProcess;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Idempotency-Key matrix where the first request has not been answered yet, or whoever had answered it was killed. */
class KeyInFlightIT {

    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Executor SHOPPERS = Executors.newVirtualThreadPerTaskExecutor();

    /** Of a node: requests that it has not answered. */
    private static final Pattern UNANSWERED_POSTS =
            Pattern.compile("http_server_requests_active_seconds_count\\{[^}]*method=\"POST\"[^}]*} (\\d+)");

    private final TestDatabase database = TestDatabase.durable();
    private final List<ServerProcess> started = new ArrayList<>();

    @BeforeEach
    void twoNodes() {
        launch();
        launch();
        started.forEach(ServerProcess::awaitReady);
    }

    @AfterEach
    void stopped() {
        started.forEach(ServerProcess::close);
    }

    private ServerProcess launch() {
        started.add(ServerProcess.launchOn(database, "--cart.command.deadline=30s"));
        return started.getLast();
    }

    @Test
    void whileTheFirstIsInFlightItsKeyStandsForItAlready() throws Exception {
        for (boolean otherNode : List.of(false, true)) {
            for (boolean same : List.of(true, false)) {
                assertSecondWaitsForTheFirst(otherNode, same);
            }
        }
    }

    private void assertSecondWaitsForTheFirst(boolean otherNode, boolean same) throws SQLException {
        String name = "in-flight-" + otherNode + "-" + same;
        First first = first(Fate.DONE, name);
        ServerProcess node = started.getFirst();
        first.before().forEach(command -> command.sendTo(node));
        CompletableFuture<Answer> answer;
        CompletableFuture<Answer> again;

        try (AppendLock lock = AppendLock.hold(database)) {
            answer = sendTo(node, first.command());
            lock.awaitWaiting(1);
            again = sendTo(started.get(otherNode ? 1 : 0), same ? first.command() : first.withAnotherBody());
            if (otherNode) {
                lock.awaitWaiting(2);
            } else {
                await().pollInterval(OFTEN).until(() -> unanswered(node) == 2);
            }
        }

        assertThat(answer.join().status()).as("%s", answer.join()).isEqualTo(201);
        if (same) {
            assertReplayed(again.join(), answer.join());
        } else {
            assertKeyReused(again.join());
        }
        assertThat(first.effects(contents())).isEqualTo(1);
    }

    @Test
    void keysOutliveTheNodeThatTookThem() throws SQLException {
        ServerProcess killed = started.getFirst();
        First done = first(Fate.DONE, "done");
        First doneOnce = first(Fate.DONE, "done-once");
        First changedNothing = first(Fate.CHANGED_NOTHING, "nothing");
        First refused = first(Fate.REFUSED, "refused");
        First inFlight = first(Fate.DONE, "in-flight");
        List<Answer> answers = List.of(done, doneOnce, changedNothing, refused).stream()
                .map(first -> carriedOut(first, killed))
                .toList();
        inFlight.before().forEach(command -> command.sendTo(killed));
        try (AppendLock lock = AppendLock.hold(database)) {
            CompletableFuture<Answer> never = sendTo(killed, inFlight.command());
            lock.awaitWaiting(1);
            killed.kill();
            assertThatThrownBy(never::join).hasMessageContaining("IOException");
        }

        ServerProcess restarted = launch();
        restarted.awaitReady();

        assertReplayed(done.command().sendTo(restarted), answers.get(0));
        assertKeyReused(doneOnce.withAnotherBody().sendTo(restarted));
        assertReplayed(changedNothing.command().sendTo(restarted), answers.get(2));
        assertThat(refused.command().sendTo(restarted).status()).isEqualTo(201);
        // PostgreSQL had it already, and did not notice that nobody waited any more.
        Answer found = inFlight.command().sendTo(restarted);
        assertThat(found.status()).isEqualTo(201);
        assertThat(found.header("Idempotency-Replayed")).isEqualTo("true");
        assertKeyReused(inFlight.withAnotherBody().sendTo(restarted));
        assertThat(List.of(done, doneOnce, refused, inFlight))
                .allSatisfy(first -> assertThat(first.effects(contents())).isEqualTo(1));
        assertThat(changedNothing.effects(contents())).isZero();
    }

    private static First first(Fate fate, String name) {
        return First.of(fate, name, "/carts/" + name, "back-end/shop");
    }

    private static Answer carriedOut(First first, ServerProcess node) {
        first.before().forEach(command -> command.sendTo(node));
        Answer answer = first.command().sendTo(node);
        assertThat(answer.status()).as("%s", answer).isEqualTo(first.status());
        first.after().forEach(command -> command.sendTo(node));
        return answer;
    }

    private static CompletableFuture<Answer> sendTo(ServerProcess node, Command command) {
        return CompletableFuture.supplyAsync(() -> command.sendTo(node), SHOPPERS);
    }

    private static int unanswered(ServerProcess node) {
        String metrics = new CartClient(node::uri)
                .send("GET", "/actuator/prometheus", null)
                .response()
                .body();
        Matcher posts = UNANSWERED_POSTS.matcher(metrics);
        return posts.find() ? Integer.parseInt(posts.group(1)) : 0;
    }

    private LedgerContents contents() {
        return LedgerContents.read(database.as("cart_reader"));
    }
}
