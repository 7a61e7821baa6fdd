package io.cartledger.server.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.cartledger.command.testing.TestDatabase;
import io.cartledger.server.race.SimultaneousAdds.Round;
import io.cartledger.server.testing.CartClient;
import io.cartledger.server.testing.CartClient.Answer;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The counter-proof of {@link RaceIT}: the same script, and a cart that loses. */
class UnsafeCartIT {

    private static final long SEED = 4_002;
    private static final int ROUNDS = 100;
    private static final int ADDS = 3;

    @Test
    void theRaceShowsWhereNothingGuardsTheCart() throws IOException {
        try (UnsafeCart unsafe = UnsafeCart.startOn(TestDatabase.durable())) {
            var race = new SimultaneousAdds(List.of(new CartClient(unsafe::uri)), SEED);

            List<Round> rounds = race.run(ROUNDS, ADDS);

            System.out.printf(
                    "Unguarded, of %d rounds: %d with three lines, %d with two, %d with units lost%n",
                    ROUNDS, withLines(3, rounds), withLines(2, rounds), withUnitsLost(rounds));
            assertThat(rounds).allMatch(round -> round.accepted() == ADDS);
            assertThat(rounds).anyMatch(round -> !round.isKept());
        }
    }

    private static long withLines(int lines, List<Round> rounds) {
        return carts(rounds).filter(cart -> Round.lines(cart) == lines).count();
    }

    private static long withUnitsLost(List<Round> rounds) {
        return carts(rounds).filter(cart -> Round.units(cart) < ADDS).count();
    }

    private static Stream<Answer> carts(List<Round> rounds) {
        return rounds.stream().flatMap(round -> round.carts().stream());
    }
}
