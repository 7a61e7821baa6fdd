package io.cartledger.command.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cartledger.command.ledger.Append.NewEvent;
import io.cartledger.command.ledger.Append.Stream;
import io.cartledger.command.ledger.AppendLostException.AggregateMovedException;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.ledger.EventCodec.Written;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** While somebody else holds the ledger, appends queue up behind the one that is being written. */
class WriterTest {

    private static final int CAPACITY = 20;
    private static final Duration LONG = Duration.ofSeconds(10);

    private final TestDatabase database = TestDatabase.withLedger();
    private final JdbcClient jdbc = JdbcClient.create(database.as("postgres"));
    private final Writer writer = writer();
    private Connection holder;

    @BeforeEach
    void holdTheLedger() throws SQLException {
        holder = database.as("postgres").getConnection();
        holder.setAutoCommit(false);
        try (var statement = holder.createStatement()) {
            statement.execute("lock table ledger.append_lock in exclusive mode");
        }
        submit(append("first", null, 1), LONG);
        await().until(() -> waiting() == 1);
    }

    @AfterEach
    void close() throws SQLException {
        holder.close();
        writer.close();
    }

    @Test
    void whatHasComeMeanwhileSharesACommit() throws SQLException {
        var submissions = new ArrayList<Submission>();
        for (int i = 0; i < CAPACITY; i++) {
            submissions.add(submit(append("c-" + i, null, 1), LONG));
        }

        holder.rollback();

        assertThat(submissions).allMatch(submission -> submission.await() instanceof AppendResult.Committed);
        assertThat(jdbc.sql("select count(distinct xmin::text) from ledger.event")
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void nobodyIsToldOfSuccessBeforeTheCommit() throws SQLException {
        UUID last = UUID.randomUUID();
        Submission opened = submit(append("a", null, last), LONG);
        Submission onlyLooked = submit(append("a", last, 0), LONG);

        var told = CompletableFuture.anyOf(
                CompletableFuture.supplyAsync(opened::await), CompletableFuture.supplyAsync(onlyLooked::await));
        assertThatThrownBy(() -> told.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        holder.rollback();

        assertThat(onlyLooked.await()).isInstanceOf(AppendResult.Committed.class);
        assertThat(opened.await()).isInstanceOf(AppendResult.Committed.class);
        assertThat(events()).isEqualTo(2);
    }

    @Test
    void whoWasDecidedOnALostOneIsLostWithItAndNobodyElse() throws SQLException {
        UUID last = UUID.randomUUID();
        Submission lost = submit(append("a", UUID.randomUUID(), last), LONG);
        Submission builtOnIt = submit(append("a", last, 1), LONG);
        Submission onlyLooked = submit(append("a", last, 0), LONG);
        Submission innocent = submit(append("b", null, 1), LONG);

        holder.rollback();

        for (Submission one : List.of(lost, builtOnIt, onlyLooked)) {
            assertThat(one.await())
                    .isInstanceOfSatisfying(
                            AppendResult.Lost.class,
                            result -> assertThat(result.cause()).isInstanceOf(AggregateMovedException.class));
        }
        assertThat(innocent.await()).isInstanceOf(AppendResult.Committed.class);
    }

    @Test
    void whoIsToldThatTheyWereOvertakenComesNext() throws SQLException {
        holder.rollback();
        UUID tip = UUID.randomUUID();
        assertThat(submit(append("a", null, tip), LONG).await()).isInstanceOf(AppendResult.Committed.class);
        try (Writer otherNode = writer()) {
            for (int version = 1; version <= 10; version++) {
                Turn turn = turnOf(submit(append("a", UUID.randomUUID(), 1), LONG));
                Submission others = otherNode.submit(append("a", tip, 1), Deadline.in(LONG), Turn.NONE);
                UUID own = UUID.randomUUID();
                Submission again = writer.submit(append("a", tip, own), Deadline.in(LONG), turn);

                assertThat(again.await()).isInstanceOf(AppendResult.Committed.class);
                assertThat(others.await()).isInstanceOf(AppendResult.Lost.class);
                tip = own;
            }
        }
    }

    @Test
    void aTurnIsNotOverWhenSomebodyComesWhoWasToldInAnEarlierOne() throws SQLException {
        holder.rollback();
        try (Writer otherNode = writer()) {
            // A turn is short: a machine that is too busy for one is not for all.
            assertThat(List.of("a", "b", "c", "d", "e")).anyMatch(cart -> comesNextBehindAnother(cart, otherNode));
        }
    }

    private boolean comesNextBehindAnother(String cart, Writer otherNode) {
        Turn earlier = turnOf(submit(append(cart, UUID.randomUUID(), 1), LONG));
        int before = events();
        Turn turn = turnOf(submit(append(cart, UUID.randomUUID(), 1), LONG));
        Submission others = otherNode.submit(append(cart, null, 1), Deadline.in(LONG), Turn.NONE);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> waiting() == 1 || events() > before);
        var another = writer.submit(append(cart, UUID.randomUUID(), 1), Deadline.in(LONG), earlier);
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        Submission again = writer.submit(append(cart, null, 1), Deadline.in(LONG), turn);
        assertThat(another.await()).isInstanceOf(AppendResult.Lost.class);
        return again.await() instanceof AppendResult.Committed && others.await() instanceof AppendResult.Lost;
    }

    @Test
    void statesAreReadAnewOnlyWhereOthersHaveAppendedSince() throws SQLException {
        holder.rollback();
        turnOf(submit(append("a", UUID.randomUUID(), 1), LONG)); // the first append of all was somebody's
        Turn alone = turnOf(submit(append("a", UUID.randomUUID(), 1), LONG));
        assertThat(submit(append("b", null, 1), LONG).await()).isInstanceOf(AppendResult.Committed.class);
        Turn stillAlone = turnOf(submit(append("a", UUID.randomUUID(), 1), LONG));
        assertThat(stillAlone.number()).isEqualTo(alone.number() + 1);
        assertThat(stillAlone.freshFrom()).isEqualTo(alone.freshFrom());

        try (Writer otherNode = writer()) {
            assertThat(otherNode
                            .submit(append("c", null, 1), Deadline.in(LONG), Turn.NONE)
                            .await())
                    .isInstanceOf(AppendResult.Committed.class);
        }
        assertThat(submit(append("d", null, 1), LONG).await()).isInstanceOf(AppendResult.Committed.class);

        Turn behindAnother = turnOf(submit(append("a", UUID.randomUUID(), 1), LONG));
        assertThat(behindAnother.freshFrom()).isEqualTo(behindAnother.number());
    }

    @Test
    void aTurnIsOverWhenThoseItIsForHaveLeft() throws SQLException {
        holder.rollback();
        int turns = 40;
        long start = System.nanoTime();
        for (int i = 0; i < turns; i++) {
            writer.leave(turnOf(submit(append("a", UUID.randomUUID(), 1), LONG)));
        }
        assertThat(submit(append("a", null, 1), LONG).await()).isInstanceOf(AppendResult.Committed.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Turn.PATIENCE.multipliedBy(turns / 2));
    }

    @Test
    void whoHasComeInATurnIsAnsweredWhenItIsClosed() throws SQLException {
        holder.rollback();
        assertThat(writer.submit(append("a", UUID.randomUUID(), 1), Deadline.in(LONG), Turn.NONE)
                        .await())
                .isInstanceOf(AppendResult.Lost.class);
        Submission meanwhile = submit(append("b", null, 1), LONG);

        writer.close();

        assertThat(meanwhile.await()).isInstanceOf(AppendResult.Committed.class);
    }

    @Test
    void aTurnThatNobodyUsesEnds() throws SQLException {
        holder.rollback();
        assertThat(writer.submit(append("a", UUID.randomUUID(), 1), Deadline.in(LONG), Turn.NONE)
                        .await())
                .isInstanceOf(AppendResult.Lost.class);

        try (Writer otherNode = writer()) {
            assertThat(otherNode
                            .submit(append("b", null, 1), Deadline.in(LONG), Turn.NONE)
                            .await())
                    .isInstanceOf(AppendResult.Committed.class);
        }
    }

    @Test
    void aMemberThatPostgresqlDoesNotTakeTakesNobodyAlong() throws SQLException {
        Submission before = submit(append("a", null, 1), LONG);
        var event = new NewEvent(UUID.randomUUID(), new Written("CartOpened", 1, "no JSON"), "{}");
        Submission bad = submit(append(new Stream(key("bad"), null, -1, List.of(event))), LONG);
        Submission after = submit(append("b", null, 1), LONG);

        holder.rollback();

        assertThat(before.await()).isInstanceOf(AppendResult.Committed.class);
        assertThat(after.await()).isInstanceOf(AppendResult.Committed.class);
        assertThatThrownBy(bad::await).isInstanceOf(IllegalStateException.class);
        assertThat(events()).isEqualTo(3);
    }

    @Test
    void whoseTurnDoesNotComeInTimeIsToldSoAndNothingIsWritten() throws SQLException {
        Submission late = submit(append("late", null, 1), Duration.ofMillis(200));
        Submission patient = submit(append("patient", null, 1), LONG);

        assertThatThrownBy(late::await).isInstanceOf(DeadlineExceededException.class);
        holder.rollback();

        assertThat(patient.await()).isInstanceOf(AppendResult.Committed.class);
        assertThat(jdbc.sql("select aggregate_id from ledger.event order by position")
                        .query(String.class)
                        .list())
                .containsExactly("first", "patient");
    }

    @Test
    void whoComesWhenTheQueueIsFullIsRefusedAtOnce() throws SQLException {
        for (int i = 0; i < CAPACITY; i++) {
            submit(append("c-" + i, null, 1), LONG);
        }

        assertThatThrownBy(() -> submit(append("one-more", null, 1), LONG)).isInstanceOf(QueueFullException.class);
        holder.rollback();
        await().until(() -> events() == CAPACITY + 1);
        assertThat(submit(append("one-more", null, 1), LONG).await()).isInstanceOf(AppendResult.Committed.class);
    }

    @Test
    void whatStillWaitsWhenItIsClosedIsWrittenAndNothingMoreIsTaken() throws SQLException {
        Submission waiting = submit(append("waiting", null, 1), LONG);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(writer::close);
        await().untilAsserted(() -> assertThatThrownBy(() -> submit(append("later", null, 1), LONG))
                .isExactlyInstanceOf(LedgerUnavailableException.class));

        holder.rollback();

        assertThat(waiting.await()).isInstanceOf(AppendResult.Committed.class);
        assertThat(closing).succeedsWithin(LONG);
    }

    private Writer writer() {
        return new Writer(
                new Connections(database.as("cart_command")),
                position -> {},
                new Ledger.Settings(Duration.ofDays(30), CAPACITY),
                new SimpleMeterRegistry());
    }

    private Submission submit(Append append, Duration patience) {
        return writer.submit(append, Deadline.in(patience), Turn.NONE);
    }

    private static Turn turnOf(Submission overtaken) {
        var lost = (AppendResult.Lost) overtaken.await();
        return ((AggregateMovedException) lost.cause()).turn();
    }

    private int waiting() {
        return jdbc.sql("select count(*) from pg_locks where not granted")
                .query(Integer.class)
                .single();
    }

    private int events() {
        return jdbc.sql("select count(*) from ledger.event")
                .query(Integer.class)
                .single();
    }

    private static Append append(String cart, @Nullable UUID decidedOn, int events) {
        var written = new ArrayList<NewEvent>();
        for (int i = 0; i < events; i++) {
            written.add(event(UUID.randomUUID()));
        }
        return append(new Stream(key(cart), decidedOn, decidedOn == null ? -1 : 0, written));
    }

    private static Append append(String cart, @Nullable UUID decidedOn, UUID eventId) {
        return append(new Stream(key(cart), decidedOn, decidedOn == null ? -1 : 0, List.of(event(eventId))));
    }

    private static Append append(Stream stream) {
        return new Append(List.of(stream));
    }

    private static NewEvent event(UUID eventId) {
        return new NewEvent(eventId, new Written("CartOpened", 1, "{}"), "{}");
    }

    private static AggregateKey key(String cart) {
        return new AggregateKey("Cart", cart);
    }
}
