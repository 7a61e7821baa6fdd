package io.cartledger.server.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.follow.Appender.Ack;
import io.cartledger.server.follow.LedgerReader.Seen;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.LedgerContents.Entry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Position order is commit order, without gaps, from any number of processes, and whenever they die. */
class FollowIT {

    private static final long SEED = 20_100;
    private static final int ROUNDS = Boolean.getBoolean("cart.full") ? 200 : 80;
    private static final int ROUNDS_BETWEEN_KILLS = 20;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whoFollowsByPositionSeesEveryCommittedEventOnceAndInOrder() throws InterruptedException {
        TestDatabase database = TestDatabase.withLedger();
        try (var reader = LedgerReader.start(database.as("cart_reader"));
                var appenders = Appenders.start(database, SEED)) {

            for (int round = 1; round <= ROUNDS; round++) {
                if (round % ROUNDS_BETWEEN_KILLS == 0) {
                    appenders.appendAndKill(round);
                } else {
                    appenders.append(round);
                }
            }
            LedgerContents ledger = LedgerContents.read(database.as("cart_reader"));
            List<Seen> seen = reader.readUpTo(ledger.head());

            System.out.printf(
                    "FollowIT seed %d: %d events followed, %d processes killed%n",
                    SEED, seen.size(), appenders.killed().size());
            assertThat(seen).isEqualTo(everythingIn(ledger.assertSound()));
            assertThat(appenders.all()).flatExtracting(Appender::failures).isEmpty();
            assertEveryAcknowledgedCommandIsWhereItWasSaidToBe(appenders, ledger);
            assertOnlyTheKilledLeftMoreThanTheyHadSaid(appenders, ledger);
        }
    }

    private static List<Seen> everythingIn(LedgerContents ledger) {
        return ledger.entries().stream()
                .map(Entry::recorded)
                .map(event -> new Seen(event.position(), event.eventId()))
                .toList();
    }

    private static void assertEveryAcknowledgedCommandIsWhereItWasSaidToBe(Appenders appenders, LedgerContents ledger) {
        Set<Ack> inLedger = addsIn(ledger).stream()
                .map(entry -> new Ack(
                        entry.channel(),
                        entry.recorded().aggregateId(),
                        entry.recorded().sequenceNumber(),
                        entry.recorded().position()))
                .collect(Collectors.toSet());
        assertThat(appenders.all()).flatExtracting(Appender::acks).isNotEmpty().isSubsetOf(inLedger);
    }

    /** And nobody's command is there twice. */
    private static void assertOnlyTheKilledLeftMoreThanTheyHadSaid(Appenders appenders, LedgerContents ledger) {
        List<String> commands = addsIn(ledger).stream().map(Entry::channel).toList();
        assertThat(commands).doesNotHaveDuplicates();

        var unsaid = new HashSet<>(commands);
        appenders.all().forEach(appender -> appender.acks().forEach(ack -> unsaid.remove(ack.command())));
        Set<String> killed = appenders.killed().stream().map(Appender::name).collect(Collectors.toSet());
        assertThat(unsaid).allMatch(command -> killed.contains(command.substring(0, command.indexOf('-'))));
    }

    /** Each command adds an item, once; some open the cart before. */
    private static List<Entry> addsIn(LedgerContents ledger) {
        return ledger.entries().stream()
                .filter(entry -> entry.recorded().event() instanceof ItemAdded)
                .toList();
    }
}
