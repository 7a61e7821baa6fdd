package io.cartledger.server.idempotency;

import static io.cartledger.server.idempotency.AnswerAgain.assertAlike;
import static io.cartledger.server.idempotency.AnswerAgain.assertReplayed;
import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartEvent.ItemAdded;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.Command;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.ServerProcess;
import io.cartledger.server.testing.SharedNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose keys there are, what they look like, and that every command takes one. */
class KeyUseIT {

    private static final int RETRIES = 200;

    private final List<ServerProcess> nodes = SharedNodes.servers();

    @ParameterizedTest
    @ValueSource(strings = {"/me/cart", "/carts/retries"})
    void twoHundredParallelRetriesOverTwoNodesAreOneEventAndOneAnswer(String cart) throws Exception {
        String sku = "RETRIED" + cart.replace('/', '-');
        String caller = cart.equals("/me/cart") ? "customer/retries" : "back-end/retries";
        Command add = Command.add(cart, sku, 1).from(caller).key(sku);

        List<Answer> answers = sendAtOnce(add);

        assertThat(answers).allMatch(answer -> answer.status() == 201);
        assertThat(answers).allSatisfy(answer -> assertAlike(answer, answers.getFirst()));
        assertThat(answers)
                .filteredOn(answer -> answer.header("Idempotency-Replayed").isEmpty())
                .hasSize(1);
        assertThat(contents().cartEvents())
                .filteredOn(event -> event.event() instanceof ItemAdded added
                        && added.item().sku().value().equals(sku))
                .hasSize(1);
    }

    private List<Answer> sendAtOnce(Command command) throws Exception {
        var ready = new CountDownLatch(RETRIES);
        var start = new CountDownLatch(1);
        try (var shoppers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = IntStream.range(0, RETRIES)
                    .mapToObj(i -> shoppers.submit(() -> {
                        ready.countDown();
                        start.await();
                        return command.sendTo(nodes.get(i % nodes.size()));
                    }))
                    .toList();
            ready.await();
            start.countDown();
            var all = new ArrayList<Answer>();
            for (Future<Answer> answer : answers) {
                all.add(answer.get());
            }
            return all;
        }
    }

    @Test
    void everyCallerHasKeysOfTheirOwn() {
        List<String> callers =
                List.of("customer/own", "guest/own", "back-end/own", "support/own", "customer/other", "guest/other");
        Command.add("/carts/own-s", "ELSE", 1).sendTo(nodes.getFirst()); // support opens no carts

        List<Answer> answers = callers.stream()
                .map(caller -> {
                    String cart = caller.matches("(customer|guest)/.*") ? "/me/cart" : "/carts/own-" + caller.charAt(0);
                    return Command.add(cart, "OWN", 1)
                            .from(caller)
                            .key("shared")
                            .sendTo(nodes.getFirst());
                })
                .toList();

        assertThat(answers).allMatch(answer -> answer.status() == 201);
        assertThat(answers).extracting(answer -> answer.header("Location")).doesNotHaveDuplicates();
        assertThat(answers)
                .allMatch(answer -> answer.header("Idempotency-Replayed").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"", "\"\"", "", "\"a\" \"b\"", "\"a\", \"b\"", "a b", "\"a", "\"\\n\"", "\"a\";q=1", ":YQ==:x,"
            })
    void aMalformedKeyIsRefusedAndNothingHappens(String key) {
        assertMalformed(Command.add("/carts/malformed", "M", 1).with("Idempotency-Key", key));
    }

    @Test
    void aKeyOf128CharactersIsTheLongest() {
        assertMalformed(Command.add("/carts/malformed", "M", 1).key("k".repeat(129)));
        assertMalformed(Command.add("/carts/malformed", "M", 1).key("\\\"".repeat(3_000)));
        assertThat(Command.add("/carts/long", "L", 1)
                        .key("k".repeat(128))
                        .sendTo(nodes.getFirst())
                        .status())
                .isEqualTo(201);
    }

    @Test
    void twoKeysAreMalformedAlsoIfTheyAreTheSame() {
        assertMalformed(Command.add("/carts/malformed", "M", 1).key("a").key("b"));
        assertMalformed(Command.add("/carts/malformed", "M", 1).key("a").key("a"));
    }

    private void assertMalformed(Command command) {
        Answer answer = command.sendTo(nodes.getFirst());
        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.json().path("code").asString()).isEqualTo("malformed-request");
        assertThat(answer.json().path("field").asString()).isEqualTo("Idempotency-Key");
        assertThat(contents().entries())
                .noneMatch(entry -> entry.recorded().aggregateId().equals("malformed"));
    }

    @Test
    void aKeyIsTheSameWithoutItsQuotes() {
        Command add = Command.add("/carts/quotes", "Q", 1);

        Answer quoted = add.key("8e03978e-40d5").sendTo(nodes.getFirst());
        Answer bare = add.with("Idempotency-Key", "8e03978e-40d5").sendTo(nodes.getLast());

        assertReplayed(bare, quoted);
    }

    @ParameterizedTest(name = "{index} {0}")
    @FieldSource("io.cartledger.server.idempotency.EveryCommand#IN_ORDER")
    void everyCommandIsCarriedOutOnceAndAnsweredAlikeByTheOtherNode(Command command) {
        Command keyed = command.key("every-" + EveryCommand.IN_ORDER.indexOf(command));

        Answer first = keyed.sendTo(nodes.getFirst());
        long head = contents().head();
        Answer again = keyed.sendTo(nodes.getLast());

        assertThat(first.isSuccess()).as("%s", first).isTrue();
        assertReplayed(again, first);
        assertThat(contents().head()).isEqualTo(head);
    }

    private static LedgerContents contents() {
        return LedgerContents.read(SharedNodes.database().as("cart_reader"));
    }
}
