package io.cartledger.server.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.cart.CartId;
import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.race.SimultaneousAdds.Round;
import io.cartledger.server.testing.CartClient.Answer;
import io.cartledger.server.testing.LedgerContents;
import io.cartledger.server.testing.Nodes;
import io.cartledger.server.testing.ReadModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Row R1 of the races: three POSTs of one product at one instant, and three lines of 1 in the cart. */
@DisplayName("R1")
class RaceIT {

    private static final long SEED = 4_002;
    private static final int ROUNDS = Boolean.getBoolean("cart.full") ? 50 : 15;
    private static final String PATIENCE = "--cart.command.deadline=30s"; // a busy machine is no race

    @ParameterizedTest(name = "R1: {0} node(s)")
    @ValueSource(ints = {1, 2})
    void simultaneousFirstAddsLeaveOneLineWithAllUnits(int count) {
        TestDatabase database = TestDatabase.durable();
        try (Nodes nodes = Nodes.startOn(database, count, PATIENCE)) {
            var race = new SimultaneousAdds(nodes.clients(), SEED);

            var rounds = new ArrayList<Round>();
            rounds.addAll(race.run(ROUNDS, 3));
            rounds.addAll(race.run(ROUNDS, 64));

            assertThat(rounds).allSatisfy(RaceIT::assertEveryAddIsAccepted);
            assertThat(rounds).allSatisfy(RaceIT::assertAnswersTellOneStory);
            assertThat(rounds).allMatch(Round::isKept);
            assertTablesHoldOneLineForEachCart(database, rounds.size());
        }
    }

    private static void assertEveryAddIsAccepted(Round round) {
        assertThat(round.answers()).allMatch(Answer::isSuccess);
        assertThat(round.answers()).filteredOn(answer -> answer.status() == 201).hasSize(1);
    }

    /** Each add has a version of its own, and its answer shows the units that there were then. */
    private static void assertAnswersTellOneStory(Round round) {
        List<Integer> oneToAll =
                IntStream.rangeClosed(1, round.answers().size()).boxed().toList();
        assertThat(round.answers()).extracting(RaceIT::version).containsExactlyInAnyOrderElementsOf(oneToAll);
        assertThat(round.answers()).allSatisfy(answer -> {
            JsonNode lines = answer.json().path("lines");
            assertThat(lines).hasSize(1);
            assertThat(lines.path(0).path("quantity").asInt()).isEqualTo(version(answer));
        });
    }

    private static int version(Answer answer) {
        return Integer.parseInt(answer.header("ETag").replace("\"", ""));
    }

    private static void assertTablesHoldOneLineForEachCart(TestDatabase database, int carts) {
        LedgerContents ledger = LedgerContents.read(database.as("cart_reader")).assertSound();
        ReadModel view = new ReadModel(database.as("cart_reader")).awaitPosition(ledger.head());
        assertThat(view.cartsOfLines())
                .hasSize(carts)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        ledger.fold().keySet().stream().map(CartId::value).toList());
        assertThat(view.carts()).isEqualTo(ledger.fold());
    }
}
