package io.cartledger.server.idempotency;

import static io.cartledger.server.idempotency.AnswerAgain.assertAlike;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.idempotency.Case.Kind;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.Command;
import io.cartledger.server.testing.CuttingProxy;
import io.cartledger.server.testing.CuttingProxy.Cut;
import io.cartledger.server.testing.DerivedTables;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.ServerProcess;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A connection that is lost during an append: the caller hears the truth, or that nobody knows it. */
class UnknownOutcomeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static TestDatabase database;
    private static CuttingProxy proxy;
    private static SlowCommits commits;

    /** Finds out what came of a lost append. */
    private static ServerProcess patient;

    /** Has no time to. */
    private static ServerProcess hasty;

    /** What happens to an append. */
    enum Blow {
        CANCELLED,
        TERMINATED,
        CUT_BEFORE,
        CUT_AFTER,
        /** The commit takes longer than the server waits for its answer. */
        STALLED
    }

    @BeforeAll
    static void twoNodesBehindAProxy() {
        database = TestDatabase.durable();
        proxy = CuttingProxy.before(database);
        patient = launch("30s");
        hasty = launch("1ms");
        patient.awaitReady();
        hasty.awaitReady();
        commits = new SlowCommits(database);
    }

    private static ServerProcess launch(String deadline) {
        return ServerProcess.launchThrough(
                proxy, database, "--cart.command.deadline=" + deadline, "--cart.limits.per-customer.LIMITED=5");
    }

    @AfterAll
    static void stopped() {
        patient.close();
        hasty.close();
        proxy.close();
    }

    @AfterEach
    void nothingIsHeld() {
        commits.release();
    }

    static Stream<Arguments> blows() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(Blow.values())
                        .filter(blow -> kind != Kind.NOTHING || blow.name().startsWith("CUT")) // nothing commits slowly
                        .filter(blow -> kind == Kind.FIRST_ADD || blow != Blow.STALLED) // takes long
                        .map(blow -> Arguments.of(kind, blow)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("blows")
    void whoHasTimeHearsTheTruth(Kind kind, Blow blow) {
        Case tried = prepared(Case.of(kind, "patient-" + kind + "-" + blow));
        long head = head();

        Answer answer = sendUnder(blow, tried, patient);
        long events = head() - head;
        Answer again = repeatedUntilAnswered(tried.command(), hasty);

        if (blow == Blow.CANCELLED) {
            assertIs(answer, "ledger-unavailable");
            assertThat(events).isZero();
        } else {
            assertThat(answer.isSuccess()).as("%s", answer).isTrue();
            assertThat(events).isEqualTo(tried.events());
            assertAlike(again, answer);
        }
        assertCarriedOutOnce(tried, again, head);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("blows")
    void whoHasNoTimeHearsThatNobodyKnows(Kind kind, Blow blow) {
        Case tried = prepared(Case.of(kind, "hasty-" + kind + "-" + blow));
        long head = head();

        Answer answer = sendUnder(blow, tried, hasty);
        Answer again = repeatedUntilAnswered(tried.command(), patient);

        assertIs(answer, blow == Blow.CANCELLED ? "ledger-unavailable" : "outcome-unknown");
        assertCarriedOutOnce(tried, again, head);
    }

    @Test
    void whatExceedsAPurchaseLimitIsToldAlsoIfTheFirstAnswerWasLost() {
        Answer guests =
                Command.add("/me/cart", "LIMITED", 5).from("guest/excess").sendTo(patient);
        String path = "/carts/" + guests.json().path("cartId").asString() + "/claim";
        Command.add("/me/cart", "LIMITED", 5).from("customer/excess").sendTo(patient);
        Command claim =
                Command.post(path, "{}").from("customer/excess+guest/excess").key("key-excess");

        Answer answer = sendUnder(Blow.CUT_AFTER, claim, "key-excess", patient);
        Answer again = claim.sendTo(patient);

        assertAlike(again, answer);
        assertThat(answer.json().path("excess")).hasSize(1);
    }

    private static Case prepared(Case tried) {
        tried.before().forEach(command -> repeatedUntilAnswered(command, patient));
        return tried;
    }

    private static Answer sendUnder(Blow blow, Case tried, ServerProcess node) {
        return sendUnder(
                blow, tried.command(), tried.command().headers().getLast().replace("\"", ""), node);
    }

    /** @param name in the append and no other request to PostgreSQL */
    private static Answer sendUnder(Blow blow, Command command, String name, ServerProcess node) {
        switch (blow) {
            case CANCELLED, TERMINATED, STALLED -> commits.hold();
            case CUT_BEFORE -> proxy.cutOnce(Cut.BEFORE, name);
            case CUT_AFTER -> proxy.cutOnce(Cut.AFTER, name);
        }
        long lost = lostAppends(node);
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> command.sendTo(node));
        switch (blow) {
            case CANCELLED -> commits.end("pg_cancel_backend");
            case TERMINATED -> commits.end("pg_terminate_backend");
            case STALLED -> {
                await().atMost(PATIENCE).until(() -> answer.isDone() || lostAppends(node) > lost);
                commits.release();
            }
            case CUT_BEFORE, CUT_AFTER -> {}
        }
        return answer.join();
    }

    /** How often it has gone on to find out. */
    private static long lostAppends(ServerProcess node) {
        return node.output()
                .lines()
                .filter(line -> line.contains("outcome is not known yet"))
                .count();
    }

    /** 503 says to come again. */
    private static Answer repeatedUntilAnswered(Command command, ServerProcess node) {
        return await().atMost(PATIENCE).until(() -> command.sendTo(node), answer -> answer.status() != 503);
    }

    @ParameterizedTest
    @EnumSource(
            value = Blow.class,
            names = {"TERMINATED", "CUT_BEFORE", "CUT_AFTER"})
    void whoHasTimeHearsTheTruthAlsoWithoutAKey(Blow blow) {
        String sku = "NO-KEY-" + blow;

        Answer answer = sendUnder(blow, Command.add("/carts/no-key", sku, 1), sku, patient);

        assertThat(answer.isSuccess()).as("%s", answer).isTrue();
        assertThat(LedgerContents.read(database.as("cart_reader")).cartEvents())
                .filteredOn(event -> event.event().toString().contains(sku))
                .hasSize(1);
    }

    private static void assertCarriedOutOnce(Case tried, Answer first, long head) {
        Answer again = tried.command().sendTo(patient);

        assertThat(first.isSuccess()).as("%s", first).isTrue();
        assertAlike(again, first);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(head() - head).isEqualTo(tried.events());
        DerivedTables.assertFollowFromEvents(database);
    }

    private static void assertIs(Answer answer, String code) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(503);
        assertThat(answer.json().path("code").asString()).isEqualTo(code);
    }

    private static long head() {
        return LedgerContents.read(database.as("cart_reader")).head();
    }
}
