package io.cartledger.server.backup;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cartledger.cart.CartEvent;
import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.ledger.Recorded;
import io.cartledger.server.backup.Shoppers.Added;
import io.cartledger.server.embedded.EmbeddedPostgres;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.DerivedTables;
import io.cartledger.server.testing.EmbeddedFolder;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.ReadModel;
import io.cartledger.server.testing.ServerProcess;
import io.cartledger.server.testing.StartAttempt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A base backup that was taken under load, and the WAL since, bring back what was at an instant, and nothing after. */
class BackupRestoreIT {

    private static final boolean FULL = Boolean.getBoolean("cart.full");
    private static final int INSTANTS = FULL ? 4 : 1;
    private static final int COMMANDS_BETWEEN = FULL ? 2_000 : 100;
    private static final String PATIENCE = "--cart.command.deadline=30s"; // a busy machine refuses nothing
    private static final Duration LONG = Duration.ofMinutes(5);

    private static final String CHANGES_FROM_NOWHERE = """
            select count(*)
            from view_1.change
            where subject is not null and ip is null
            """;

    @TempDir
    private static Path place;

    private static Runbook runbook;
    private static List<Moment> moments;
    private static List<Added> all;

    /**
     * By PostgreSQL's clock, and between two eras of what was sent.
     *
     * @param answered what had been answered with success before the clock was read
     * @param era the first that began after it
     */
    private record Moment(String instant, List<Added> answered, int era) {}

    @BeforeAll
    static void backUpUnderLoad() throws Exception {
        try (EmbeddedFolder original = EmbeddedFolder.create()) {
            runbook = new Runbook(original, place);
            EmbeddedPostgres once = EmbeddedPostgres.start(original.path(), 0);
            runbook.setUpArchiving();
            once.close();
            ServerProcess server = ServerProcess.start(original.property(), PATIENCE);
            try (Shoppers shoppers = Shoppers.at(server)) {
                awaitMore(shoppers);
                runbook.takeBaseBackup();
                Sizes before = Sizes.of(original.superuser());
                moments = moments(shoppers, runbook);
                awaitMore(shoppers);
                System.out.println(
                        "BackupRestoreIT: " + Sizes.of(original.superuser()).since(before));
                runbook.archiveTheLastSegment();
                shoppers.stop();
                all = shoppers.added();
                assertThat(shoppers.refused()).isEmpty();
            } finally {
                server.kill();
            }
        }
    }

    @Test
    void whatWasAnsweredBeforeTheInstantIsThereAndWhatWasSentAfterItIsNot() throws Exception {
        for (Moment moment : moments) {
            try (EmbeddedFolder restored = EmbeddedFolder.create()) {
                runbook.restore(moment.instant(), restored);
                assertIsAsItWas(moment, restored);
            }
        }
    }

    private static List<Moment> moments(Shoppers shoppers, Runbook runbook) throws Exception {
        var moments = new ArrayList<Moment>();
        for (int era = 1; era <= INSTANTS; era++) {
            awaitMore(shoppers);
            // In this order, so that no clock but PostgreSQL's has to be right.
            List<Added> answered = shoppers.added();
            String instant = runbook.now();
            shoppers.beginEra();
            moments.add(new Moment(instant, answered, era));
        }
        return moments;
    }

    private static void awaitMore(Shoppers shoppers) {
        int before = shoppers.added().size();
        await().atMost(LONG).until(() -> shoppers.added().size() >= before + COMMANDS_BETWEEN);
    }

    private static void assertIsAsItWas(Moment moment, EmbeddedFolder restored) {
        try (ServerProcess server = ServerProcess.start(restored.property(), PATIENCE)) {
            LedgerContents ledger = LedgerContents.read(restored.reader()).assertSound();
            System.out.printf(
                    "BackupRestoreIT: as of %s %d of %d adds, %d events%n",
                    moment.instant(), moment.answered().size(), all.size(), ledger.head());
            assertNoneIsLost(moment, ledger);
            assertNoneIsFromLater(moment, ledger);
            DerivedTables.assertFollowFromEvents(restored.superuser());
            var view = new ReadModel(restored.reader()).awaitPosition(ledger.head());
            assertThat(view.carts()).isEqualTo(ledger.fold());
            assertThat(count(restored, CHANGES_FROM_NOWHERE)).isZero();
            assertLifeGoesOn(moment, new CartClient(server::uri));
            LedgerContents.read(restored.reader()).assertSound();
        }
    }

    private static void assertNoneIsLost(Moment moment, LedgerContents ledger) {
        Map<String, CartEvent> events = ledger.cartEvents()
                .collect(toMap(event -> event.aggregateId() + " " + event.sequenceNumber(), Recorded::event));
        assertThat(moment.answered())
                .allSatisfy(added -> assertThat(events.get(added.cartId() + " " + added.version()))
                        .isInstanceOfSatisfying(
                                ItemAdded.class,
                                event -> assertThat(event.item().sku().value()).isEqualTo(added.sku())));
    }

    private static void assertNoneIsFromLater(Moment moment, LedgerContents ledger) {
        assertThat(ledger.cartEvents().map(Recorded::event))
                .noneMatch(event -> event instanceof ItemAdded added
                        && added.item().sku().value().equals(Shoppers.skuOf(moment.era())));
    }

    /** What was known is answered again, what was lost is carried out, both by the keys that clients had then. */
    private static void assertLifeGoesOn(Moment moment, CartClient client) {
        Added known = moment.answered().getLast();
        Added lost = all.getLast();

        Answer again = known.sendAgain(client);
        Answer anew = lost.sendAgain(client);

        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.json().path("version").asLong()).isEqualTo(known.version());
        assertThat(anew.isSuccess()).as("%s", anew).isTrue();
        assertThat(anew.header("Idempotency-Replayed")).isEmpty();
    }

    private static long count(EmbeddedFolder folder, String sql) {
        return JdbcClient.create(folder.reader()).sql(sql).query(Long.class).single();
    }

    @Test
    void withoutTheMasterKeyTheDataAreOfNoUse() throws Exception {
        try (EmbeddedFolder restored = EmbeddedFolder.create()) {
            runbook.restore(moments.getFirst().instant(), restored);
            Files.delete(restored.path().resolve("master.key"));

            StartAttempt attempt = StartAttempt.with(List.of(restored.property(), "--server.port=0"));

            assertThat(attempt.exitCode()).isEqualTo(1);
            assertThat(attempt.lines().getLast())
                    .contains(
                            "the keys in schema vault belong to another master key than this one: put the right one back");
        }
    }
}
