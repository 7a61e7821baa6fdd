package io.cartledger.server.idempotency;

import static io.cartledger.server.idempotency.AnswerAgain.assertKeyReused;
import static io.cartledger.server.idempotency.AnswerAgain.assertReplayed;
import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.server.idempotency.First.Fate;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.Command;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.ServerProcess;
import io.cartledger.server.testing.SharedNodes;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Idempotency-Key matrix, of first requests that have been answered: what became of the first, what happened since,
 * and whether the same is sent again or something else under its key.
 */
class IdempotencyIT {

    private static final int FURTHER_KEYS = 200;

    private static final ServerProcess NODE = SharedNodes.servers().getFirst();
    private static final ServerProcess OTHER_NODE = SharedNodes.servers().getLast();

    enum Since {
        SAME_NODE,
        OTHER_NODE,
        FURTHER_KEYS,
        CHECK_OUT
    }

    static Stream<Arguments> matrix() {
        return Stream.of(Fate.values())
                .flatMap(fate -> Stream.of(Since.values())
                        .flatMap(since -> Stream.of(true, false).map(same -> Arguments.of(fate, since, same))));
    }

    @ParameterizedTest(name = "{0}, {1}, same body: {2}")
    @MethodSource("matrix")
    void aKeyStandsForOneRequest(Fate fate, Since since, boolean same) {
        String name = fate + "-" + since + "-" + same;
        String caller = since == Since.CHECK_OUT ? "customer/" + name : "back-end/shop";
        String cart = since == Since.CHECK_OUT ? "/me/cart" : "/carts/" + name;
        First first = First.of(fate, name, cart, caller);
        send(first.before());
        Answer answer = first.command().sendTo(NODE);
        assertThat(answer.status()).as("%s", answer).isEqualTo(first.status());

        send(first.after());
        happen(since, cart, caller);
        Answer again = (same ? first.command() : first.withAnotherBody())
                .sendTo(since == Since.OTHER_NODE ? OTHER_NODE : NODE);

        if (fate == Fate.REFUSED) {
            assertThat(again.status()).as("%s", again).isEqualTo(201);
            assertThat(again.header("Idempotency-Replayed")).isEmpty();
        } else if (same) {
            assertReplayed(again, answer);
        } else {
            assertKeyReused(again);
        }
        assertThat(first.effects(LedgerContents.read(SharedNodes.database().as("cart_reader"))))
                .isEqualTo(fate == Fate.CHANGED_NOTHING ? 0 : 1);
    }

    private static void happen(Since since, String cart, String caller) {
        switch (since) {
            case SAME_NODE, OTHER_NODE -> {}
            case FURTHER_KEYS -> sendFurtherKeys(cart, caller);
            case CHECK_OUT -> {
                send(List.of(Command.add(cart, "LAST", 1).from(caller)));
                send(List.of(Command.post(cart + "/checkout", "{\"orderReference\":\"O-1\"}")
                        .from(caller)));
            }
        }
    }

    private static void sendFurtherKeys(String cart, String caller) {
        try (var shoppers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Command> further = IntStream.range(0, FURTHER_KEYS)
                    .mapToObj(i -> Command.add(cart, "FURTHER", 1).from(caller).key(cart + "-" + i))
                    .toList();
            var answers = further.stream()
                    .map(command -> shoppers.submit(() -> command.sendTo(NODE)))
                    .toList();
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.get().isSuccess()).isTrue());
        }
    }

    private static void send(List<Command> commands) {
        assertThat(commands).allSatisfy(command -> {
            Answer answer = command.sendTo(NODE);
            assertThat(answer.isSuccess()).as("%s: %s", command, answer).isTrue();
        });
    }
}
